using System.Text.Json;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Imports;

/// <summary>Files as offices write them, spelled as Excel, LibreOffice, openpyxl and others spell them: what <c>tests/data/files/index.json</c> says comes
/// of each.</summary>
public sealed class OfficeFilesTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "data", "files");

    private static Dictionary<string, JsonElement> Index { get; } = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "index.json"))).RootElement
        .EnumerateArray().ToDictionary(entry => entry.GetProperty("file").GetString()!);

    private ApiServer Api => sample.Api;

    public static TheoryData<string> Stored => With("stored");

    public static TheoryData<string> Refused => With("refused");

    [Fact]
    public void EveryFile_StandsInTheIndex() =>
        Directory.GetFiles(Folder).Select(Path.GetFileName).Where(name => name != "index.json").ShouldBe(Index.Keys, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Stored))]
    public async Task File_ThatIsMeantClearly_IsReadAsItIsMeant(string file)
    {
        var job = await SendAsync(file, await BytesAsync(file));

        job["state"].GetString().ShouldBe("succeeded", await ErrorsAsync(job));
        (await Api.WalkAsync($"/api/v1/imports/{job["id"].GetString()}/changes")).Select(change => (change.GetProperty("indicator").GetString()!,
            change.GetProperty("to").GetProperty("value").GetDecimal())).Distinct().ShouldBe(
            Index[file].GetProperty("stored").EnumerateObject().Select(value => (value.Name, value.Value.GetDecimal())), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task File_ThatMayMeanTwoThings_IsRefusedAtItsPlace_AndItsMarkedCopyAgain(string file)
    {
        var job = await SendAsync(file, await BytesAsync(file));

        job["state"].GetString().ShouldBe("failed");
        var found = await PlacesAsync(job);
        var expected = Index[file].GetProperty("refused").EnumerateArray().ToList();
        found.Count.ShouldBe(expected.Count, string.Join('\n', found));
        foreach (var (error, wanted) in found.Zip(expected))
        {
            error.Code.ShouldBe(wanted.GetProperty("code").GetString());
            if (wanted.TryGetProperty("at", out var at)) error.At.ShouldBe(at.GetString());
            if (wanted.TryGetProperty("says", out var says)) error.Message.ShouldContain(says.GetString()!);
        }
        // What cannot be read has no copy with the same lines.
        if (found.Exists(error => error.At == "0")) return;
        foreach (var format in (string[])["csv", "xlsx"])
        {
            var copy = await Api.Client.GetByteArrayAsync(new Uri($"/api/v1/imports/{job["id"].GetString()}/errors?format={format}", UriKind.Relative),
                TestContext.Current.CancellationToken);
            var again = await SendAsync(file, copy, $"copy.{format}");
            // A day in a column of text is text in CSV, as it is shown: it cannot be told from one that was meant.
            if (format == "csv" && file.StartsWith("w12", StringComparison.Ordinal)) continue;
            again["state"].GetString().ShouldBe("failed", $"{format}: {again.Text}");
            (await PlacesAsync(again)).Select(error => error.At).ShouldBe(found.Select(error => error.At), format);
        }
    }

    [Fact]
    public async Task File_OfAnotherProgram_IsNamed()
    {
        foreach (var (file, entry) in Index.Where(pair => pair.Value.TryGetProperty("unsupported", out _)))
        {
            using var form = Form(await BytesAsync(file), file);
            var problem = (await Api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports?dryRun=true", form)).Problem(415, "unsupported_file");
            problem.Text.ShouldContain(entry.GetProperty("unsupported").GetString()!);
        }
    }

    private static TheoryData<string> With(string outcome) => [.. Index.Where(pair => pair.Value.TryGetProperty(outcome, out _)).Select(pair => pair.Key)];

    private static Task<byte[]> BytesAsync(string file) => File.ReadAllBytesAsync(Path.Combine(Folder, file), TestContext.Current.CancellationToken);

    private async Task<Answer> SendAsync(string file, byte[] content, string? name = null)
    {
        using var form = Form(content, name ?? file);
        return (await Api.Client.CallAsync(HttpMethod.Post, $"/api/v1/imports?dryRun=true&{Index[file].GetProperty("query").GetString()}", form,
            ("Prefer", "wait=60"))).With(202);
    }

    private static MultipartFormDataContent Form(byte[] content, string name) => new() { { new ByteArrayContent(content), "file", name } };

    private async Task<List<(string At, string Code, string Message)>> PlacesAsync(Answer job) =>
        [.. (await Api.WalkAsync($"/api/v1/imports/{job["id"].GetString()}/errors")).Select(error => (
            error.GetProperty("cell").GetString() ?? error.GetProperty("line").ToString(), error.GetProperty("code").GetString()!,
            error.GetProperty("message").GetString()!))];

    private async Task<string> ErrorsAsync(Answer job) => string.Join('\n', await PlacesAsync(job));
}
