using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using IndicatorApi.Tests.Embedded;
using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Imports;

/// <summary>Imports of the program as a process: killed in between, and at the command line.</summary>
[UnsupportedOSPlatform("windows")]
[Trait(Kinds.Name, Kinds.Slow)]
public sealed class ImportProgramTests : IDisposable
{
    private const int Units = 50;
    private const int Years = 200;
    private const int Indicators = 10;
    private readonly EmbeddedPostgresTestDirectory _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("reading")]
    [InlineData("writing")]
    public async Task Serve_KilledInAnImport_ShowsNothingOfIt_AndTheNextStartStoresItOnce(string phase)
    {
        string path;
        await using (var first = await RunningProgram.StartAsync(_directory.Data, Cancelled))
        {
            await SendAsync(first, HttpMethod.Post, "/api/v1/organisation-units/batch",
                Json(new { items = Enumerable.Range(0, Units).Select(i => new { code = $"unit-{i}", name = $"Phường {i}", level = "ward" }) }));
            await SendAsync(first, HttpMethod.Post, "/api/v1/indicators/batch",
                Json(new
                {
                    items = Enumerable.Range(0, Indicators)
                .Select(i => new
                {
                    code = $"indicator-{i}",
                    name = $"Chỉ tiêu {i}",
                    measure = "người",
                    valueType = "number",
                    overTime = "sum",
                    frequency = "year"
                })
                }));
            path = (await PostAsync(first)).GetProperty("id").GetString()!;
            await Eventually.SeenAsync(TimeSpan.FromMinutes(5), () => JobAsync(first, path), job =>
            {
                if (job.GetProperty("phase").GetString() == phase) return true;
                job.GetProperty("finishedAt").ValueKind.ShouldBe(JsonValueKind.Null, "it ended before it was killed");
                return false;
            }, $"the phase {phase}");
            await first.KillAsync(Cancelled);
        }

        await using var second = await RunningProgram.StartAsync(_directory.Data, Cancelled);
        // The lease of the dead worker may have run out already; never is a part of the file to be seen.
        (await CountAsync(second)).ShouldBeOneOf(0, Units * Years);
        // The same request under its key is the same import, not a second one.
        (await PostAsync(second)).GetProperty("id").GetString().ShouldBe(path);
        await Eventually.SeenAsync(TimeSpan.FromMinutes(5), () => JobAsync(second, path), job =>
        {
            var state = job.GetProperty("state").GetString();
            state.ShouldBeOneOf("running", "queued", "succeeded");
            return state == "succeeded";
        }, "the state succeeded");
        (await CountAsync(second)).ShouldBe(Units * Years);
        (await JobAsync(second, path)).GetProperty("created").GetInt32().ShouldBe(Units * Years * Indicators);
    }

    [Fact]
    public async Task Import_AtTheCommandLine_CountsStoresAndRefuses()
    {
        var file = Path.Combine(_directory.Location, "figures.csv");
        await File.WriteAllTextAsync(file, "orgUnit;indicator;period;value\ntra-vinh-phuong-4;new-members;2023;5\n", Cancelled);
        var (code, output, errors) = await RunAsync("sample", "--json");
        code.ShouldBe(0, errors);

        (code, output, errors) = await RunAsync("import", file, "--dry-run");
        (code, output.Trim()).ShouldBe((0, "1 created, 0 updated, 0 unchanged, 0 blank; dry run: nothing stored."), errors);
        (code, output, errors) = await RunAsync("import", file, "--json");
        code.ShouldBe(0, errors);
        var import = JsonDocument.Parse(output).RootElement.GetProperty("import");
        (import.GetProperty("state").GetString(), import.GetProperty("created").GetInt32()).ShouldBe(("succeeded", 1));

        await File.WriteAllTextAsync(file, "orgUnit;indicator;period;value\ntra-vinh-phuong-4;new-members;2023;năm\n", Cancelled);
        (code, output, errors) = await RunAsync("import", file);
        (code, output.Trim()).ShouldBe((1, "failed, nothing stored: 1 to mend."));
        errors.ShouldContain("D2 value: 'năm' is no number here.");

        (code, output, errors) = await RunAsync("import", file, "--language", "vi");
        (code, output.Trim()).ShouldBe((1, "Không lưu gì: có 1 chỗ cần sửa."));
        errors.ShouldContain("D2 value: 'năm' không phải số ở đây.");
        Dictionary<string, string> vietnamese = new() { ["LC_ALL"] = "vi_VN.UTF-8" };
        (code, output, errors) = await RunningProgram.RunAsync(["import", file, "--org-unit", "x"], _directory.Data, vietnamese, Cancelled);
        (code, output).ShouldBe((1, ""));
        errors.ShouldContain("Không có đơn vị 'x'");
    }

    private Task<(int, string, string)> RunAsync(params string[] arguments) => RunningProgram.RunAsync(arguments, _directory.Data, [], Cancelled);

    private static ByteArrayContent Json(object body) =>
        new(JsonSerializer.SerializeToUtf8Bytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private Task<JsonElement> PostAsync(RunningProgram program)
    {
        var text = new StringBuilder("orgUnit;indicator;period;value\n");
        for (var unit = 0; unit < Units; unit++)
        {
            for (var indicator = 0; indicator < Indicators; indicator++)
            {
                for (var year = 0; year < Years; year++)
                    text.Append(CultureInfo.InvariantCulture, $"unit-{unit};indicator-{indicator};{1950 + year};{unit + year}\n");
            }
        }
        return SendAsync(program, HttpMethod.Post, "/api/v1/imports",
            new ByteArrayContent(Encoding.UTF8.GetBytes(text.ToString())) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } }, "the-one-key");
    }

    private Task<JsonElement> JobAsync(RunningProgram program, string id) => SendAsync(program, HttpMethod.Get, $"/api/v1/imports/{id}", null);

    private async Task<int> CountAsync(RunningProgram program)
    {
        var count = 0;
        for (var next = "/api/v1/actuals?indicator=indicator-3&limit=1000"; next is not null;)
        {
            var page = await SendAsync(program, HttpMethod.Get, next, null);
            count += page.GetProperty("items").GetArrayLength();
            next = page.GetProperty("nextLink").GetString();
        }
        return count;
    }

    private async Task<JsonElement> SendAsync(RunningProgram program, HttpMethod method, string path, HttpContent? content, string? key = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        request.Headers.Add("X-Api-Key", (await File.ReadAllTextAsync(Path.Combine(_directory.Data, "administrator.key"), Cancelled)).Trim());
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var response = await program.Client.SendAsync(request, Cancelled);
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        response.StatusCode.ShouldBeOneOf([HttpStatusCode.OK, HttpStatusCode.Accepted], text);
        return JsonDocument.Parse(text).RootElement;
    }
}
