using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using IndicatorApi.Tests.Embedded;
using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Faults;

/// <summary>F14: a server that is told to stop says so first, finishes what runs, and gives back what would take long.</summary>
[UnsupportedOSPlatform("windows")]
[Collection(Alone.Name)]
[Trait(Kinds.Name, Kinds.Faults)]
public sealed class StopTests : IDisposable
{
    private const string Unit = "tra-vinh-phuong-4";
    private const string Indicator = "new-members";
    private readonly EmbeddedPostgresTestDirectory _directory = new();
    private readonly ConcurrentDictionary<string, int> _acknowledged = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _wrong = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Serve_ToldToStopUnderLoad_FailsReadinessFirst_FinishesWhatRuns_AndTheImportResumes()
    {
        string import;
        await using (var program = await StartAsync())
        {
            import = await ImportAsync(program.Client);
            using var sendNoMore = new CancellationTokenSource();
            var callers = Enumerable.Range(0, 8).Select(caller => CallAsync(program.Port, caller, sendNoMore.Token)).ToList();
            await Task.Delay(TimeSpan.FromSeconds(1), Cancelled);
            var stopped = program.TerminateAsync(TimeSpan.FromSeconds(30), Cancelled);
            // As a load balancer does: the first answer that it stops ends the sending, what is on its way may end.
            var said = await Eventually.SeenAsync(TimeSpan.FromSeconds(20), () => ReadinessAsync(program.Client), status => status != HttpStatusCode.OK);
            said.ShouldBe(HttpStatusCode.ServiceUnavailable);
            await sendNoMore.CancelAsync();
            await Task.WhenAll(callers);
            (await stopped).ShouldBe(0);
        }
        _wrong.ShouldBeEmpty();
        _acknowledged.Values.Sum().ShouldBeGreaterThan(10);

        await using var next = await StartAsync();
        foreach (var (period, value) in _acknowledged)
        {
            var figure = await next.Client.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/actuals/{Unit}/{Indicator}/{period}", UriKind.Relative), Cancelled);
            figure.GetProperty("value").GetInt32().ShouldBe(value, period);
        }
        var job = await Eventually.SeenAsync(TimeSpan.FromMinutes(2), () => next.Client.GetFromJsonAsync<JsonElement>(
            new Uri($"/api/v1/imports/{import}", UriKind.Relative), Cancelled), job => job.GetProperty("state").GetString() is "succeeded" or "failed");
        (job.GetProperty("state").GetString(), job.GetProperty("created").GetInt32()).ShouldBe(("succeeded", 20_000));
    }

    private async Task<RunningProgram> StartAsync()
    {
        var program = await RunningProgram.StartAsync(_directory.Data, Cancelled, new()
        {
            ["Access__AdministratorKey"] = ApiServer.AdministratorKey,
            // A machine that does other things too may take long to send what is on its way.
            ["Limits__StopSeconds"] = "5",
        });
        program.Client.DefaultRequestHeaders.Add("X-Api-Key", ApiServer.AdministratorKey);
        return program;
    }

    private static async Task<HttpStatusCode> ReadinessAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri("/readyz", UriKind.Relative), Cancelled);
        return answer.StatusCode;
    }

    private async Task CallAsync(int port, int caller, CancellationToken sendNoMore)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        client.DefaultRequestHeaders.Add("X-Api-Key", ApiServer.AdministratorKey);
        var period = $"{1951 + caller}";
        for (var number = 1; !sendNoMore.IsCancellationRequested; number++)
        {
            try
            {
                using var written = await client.PostAsJsonAsync(new Uri("/api/v1/actuals", UriKind.Relative),
                    new { orgUnit = Unit, indicator = Indicator, period, value = number }, Cancelled);
                if (written.IsSuccessStatusCode) _acknowledged[period] = number;
                else _wrong.Enqueue($"{written.StatusCode} {await written.Content.ReadAsStringAsync(Cancelled)}");
                if (sendNoMore.IsCancellationRequested) return;
                using var read = await client.GetAsync(new Uri($"/api/v1/achievements?orgUnit={Unit}&period=2020-2025", UriKind.Relative), Cancelled);
                if (!read.IsSuccessStatusCode) _wrong.Enqueue($"{read.StatusCode}");
            }
            catch (HttpRequestException exception)
            {
                _wrong.Enqueue($"caller {caller}: {exception.Message}");
            }
        }
    }

    // Of another unit: its writers would wait for the import, and the stop for them.
    private static async Task<string> ImportAsync(HttpClient client)
    {
        using var unit = await client.PostAsJsonAsync(new Uri("/api/v1/organisation-units", UriKind.Relative),
            new { code = "imported", name = "Phường", level = "ward" }, Cancelled);
        unit.EnsureSuccessStatusCode();
        var text = new StringBuilder("orgUnit,indicator,period,value\n");
        for (var i = 0; i < 20_000; i++)
            text.Append("imported,").Append(Indicator)
                .Append(CultureInfo.InvariantCulture, $",{new DateOnly(1901, 1, 1).AddDays(i):yyyy-MM-dd}--1999-12-31,3\n");
        using var content = new StringContent(text.ToString(), Encoding.UTF8, new MediaTypeHeaderValue("text/csv"));
        using var sent = await client.PostAsync(new Uri("/api/v1/imports", UriKind.Relative), content, Cancelled);
        return (await sent.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("id").GetString()!;
    }
}
