using System.Net.Http.Headers;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Files;

/// <summary>What leaves as a file comes back as it was: every figure of the sample, through each format that is both written and read.</summary>
public sealed class ListRoundTripTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    private const string Formulas = "=1+1\n+2 @x";

    private ApiServer Api => sample.Api;

    [Theory]
    [InlineData("format=csv")]
    [InlineData("format=csv&locale=vi")]
    [InlineData("format=csv&separator=;")]
    [InlineData("format=csv&separator=tab&bom=true")]
    [InlineData("format=xlsx")]
    public async Task Actuals_SentBackAsTheyLeft_AreAllUnchanged(string query)
    {
        var count = (await Api.WalkAsync("/api/v1/actuals")).Count;
        count.ShouldBeGreaterThanOrEqualTo(57);
        var job = await SendAsync(await BytesAsync($"/api/v1/actuals?{query}"), query.Contains("xlsx", StringComparison.Ordinal) ? "list.xlsx" : "list.csv");
        (job["state"].GetString(), job["unchanged"].GetInt32(), job["created"].GetInt32(), job["updated"].GetInt32()).ShouldBe(
            ("succeeded", count, 0, 0), job.Text + await ErrorsAsync(job));
    }

    [Theory]
    [InlineData(Formulas)]
    [InlineData("-2+3")]
    [InlineData("'=1+1")]
    [InlineData("''@x")]
    [InlineData("＝1+1")]
    [InlineData("＋1")]
    [InlineData("－1")]
    [InlineData("＠x")]
    [InlineData("﹢1")]
    [InlineData("⁼1")]
    [InlineData("'quoted'")]
    public async Task Text_ThatASpreadsheetWouldRun_ComesBackAsItWas(string note)
    {
        var world = await Api.WorldAsync();
        (await Api.PostJsonAsync("/api/v1/actuals", new { orgUnit = world.Ward, indicator = world.Indicator, period = "2021", value = 5, note })).With(201);
        foreach (var format in (string[])["csv", "xlsx"])
        {
            var file = await BytesAsync($"/api/v1/actuals?format={format}&orgUnit={world.Ward}");
            if (format == "csv" && note != "'quoted'") System.Text.Encoding.UTF8.GetString(file).ShouldContain($"'{note.Replace("\"", "\"\"", StringComparison.Ordinal)}");
            var job = await SendAsync(file, $"list.{format}");
            (job["state"].GetString(), job["unchanged"].GetInt32()).ShouldBe(("succeeded", 1), job.Text + await ErrorsAsync(job));
        }
    }

    private Task<byte[]> BytesAsync(string path) => Api.Client.GetByteArrayAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    private async Task<Answer> SendAsync(byte[] content, string name)
    {
        using var form = new MultipartFormDataContent();
        using var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(file, "file", name);
        return (await Api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports", form, ("Prefer", "wait=60"))).With(202);
    }

    private async Task<string> ErrorsAsync(Answer job) => string.Join('\n', await Api.WalkAsync($"/api/v1/imports/{job["id"].GetString()}/errors"));
}
