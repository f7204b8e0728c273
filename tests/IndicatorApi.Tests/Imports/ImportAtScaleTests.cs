using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using IndicatorApi.Data;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IndicatorApi.Tests.Imports;

/// <summary>A hundred thousand rows: exact errors, cancelling, and a server that dies in between.</summary>
[Trait(Kinds.Name, Kinds.Scale)]
public sealed class ImportAtScaleTests(PostgresFixture postgres)
{
    private const int Rows = 100_000;
    private const int Units = 100;
    private const int Years = 50;
    private const int Indicators = 20;

    private static readonly DatabaseTemplate Places = new("places_of_imports", async (postgres, connectionString) =>
    {
        await using var api = await ApiServer.StartAsync(postgres, connectionString: connectionString);
        await api.PostAsync("/api/v1/organisation-units/batch", new
        {
            items = Enumerable.Range(0, Units).Select(i => new { code = $"unit-{i}", name = $"Phường {i}", level = "ward" }),
        });
        await api.PostAsync("/api/v1/indicators/batch", new
        {
            items = Enumerable.Range(0, Indicators).Select(i =>
                new { code = $"indicator-{i}", name = $"Chỉ tiêu {i}", measure = "người", valueType = "number", overTime = "sum", frequency = "year" }),
        });
    });

    [Fact]
    public async Task HundredThousandRows_WithThirtySevenBadOnes_ReportExactlyThose_ThenMendedAreStoredOnce()
    {
        await using var api = await ApiServer.StartAsync(postgres, template: Places);
        var rows = Good();
        List<(int Line, string Column, string Code)> expected = [];
        // Twelve sorts, three of each and one more of the last.
        (int Column, string Text, string Code)[] sorts =
        [
            (0, "unit-none-at-all", "unknown_reference"), (1, "xyz", "unknown_reference"), (2, "2022-13", "invalid_period"), (3, "x", "not_a_number"),
                (3, "12,345678901", "number_not_storable"),
            (3, "50/54", "not_a_number"), (3, "#REF!", "cell_error"), (3, "03/04/2024", "number_is_date"), (3, "93%", "wrong_sign"),
                (4, "chắc chắn", "unknown_word"), (0, "", "required"), (2, "", "required"),
        ];
        string[] headers = ["orgUnit", "indicator", "period", "value", "status"];
        for (var i = 0; i < 37; i++)
        {
            var (column, text, code) = sorts[Math.Min(i / 3, sorts.Length - 1)];
            var at = 1 + (i * 2_701);
            rows[at][column] = text;
            expected.Add((at + 2, headers[column], code));
        }
        var failed = await SendAsync(api, Csv(rows));
        (failed["state"].GetString(), failed["errors"].GetInt32()).ShouldBe(("failed", 37));
        var errors = await api.WalkAsync($"/api/v1/imports/{failed["id"].GetString()}/errors?limit=10");
        errors.Select(error => (error.GetProperty("line").GetInt32(), error.GetProperty("column").GetString()!, error.GetProperty("code").GetString()!))
            .ShouldBe(expected);
        (await CountAsync(api)).ShouldBe((0, 0));

        var file = Csv(Good());
        var stored = await SendAsync(api, file);
        (stored["state"].GetString(), stored["created"].GetInt32(), stored["total"].GetInt32()).ShouldBe(("succeeded", Rows, Rows), stored.Text);
        (await CountAsync(api)).ShouldBe((Rows, Rows));
        var again = await SendAsync(api, file);
        (again["unchanged"].GetInt32(), again["created"].GetInt32(), again["updated"].GetInt32()).ShouldBe((Rows, 0, 0));
        (await CountAsync(api)).ShouldBe((Rows, Rows));
    }

    [Fact]
    public async Task Cancelled_WhileItRuns_StoresNothing()
    {
        await using var api = await ApiServer.StartAsync(postgres, template: Places);
        var job = await SendAsync(api, Csv(Good()), wait: false);
        var path = $"/api/v1/imports/{job["id"].GetString()}";
        await StateAsync(api, path, state => state == "running");
        (await api.RemoveAsync(path)).With(200)["state"].GetString().ShouldBe("cancelled");
        // The next one waits until the worker has let go of the first.
        var next = await SendAsync(api, Encoding.UTF8.GetBytes($"orgUnit;indicator;period;value;status\nunit-0;indicator-0;1990;1;\n"));
        next["created"].GetInt32().ShouldBe(1);
        (await CountAsync(api)).ShouldBe((1, 1));
        (await api.GetAsync(path)).GetProperty("state").GetString().ShouldBe("cancelled");
    }

    [Fact]
    public async Task Server_ThatStopsWhileItImports_IsSucceededByTheNext()
    {
        string path, database;
        await using (var first = await ApiServer.StartAsync(postgres, template: Places))
        {
            var job = await SendAsync(first, Csv(Good()), wait: false);
            (path, database) = ($"/api/v1/imports/{job["id"].GetString()}", first.ConnectionString);
            await StateAsync(first, path, state => state == "running");
        }
        await using var second = await ApiServer.StartAsync(postgres, connectionString: database);
        await StateAsync(second, path, state => state == "succeeded");
        (await CountAsync(second)).ShouldBe((Rows, Rows));
    }

    [Fact]
    public async Task Worker_ThatDied_LosesItsJobToTheNext_AndCannotFinishIt()
    {
        await using var api = await ApiServer.StartAsync(postgres, template: Places);
        var jobs = api.Services.GetRequiredService<ImportJobs>();
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        var dead = new ImportJob
        {
            Id = id,
            State = ImportState.Running,
            Kind = ImportFileKind.Csv,
            Sha256 = [],
            CallerId = "program:dead",
            SubmittedBy = "dead",
            Scope = "*",
            SubmittedAt = DateTimeOffset.UnixEpoch,
            Attempt = id,
            Attempts = 1,
            LeaseUntil = DateTimeOffset.UnixEpoch,
        };
        using var file = new MemoryStream(Encoding.UTF8.GetBytes("orgUnit;indicator;period;value\nunit-0;indicator-0;2000;1\n"));
        await jobs.SubmitAsync(dead, file, TestContext.Current.CancellationToken);
        await StateAsync(api, $"/api/v1/imports/{id}", state => state == "succeeded");
        (await jobs.RenewAsync(dead, new ImportProgress(ImportPhase.Writing, 1, 1), TestContext.Current.CancellationToken)).ShouldBeFalse();
        (await CountAsync(api)).ShouldBe((1, 1));
    }

    private static List<string[]> Good()
    {
        List<string[]> rows = new(Rows);
        for (var i = 0; i < Rows; i++)
            rows.Add([$"unit-{i / (Indicators * Years)}", $"indicator-{i / Years % Indicators}", (1980 + (i % Years)).ToString(CultureInfo.InvariantCulture),
                (i + 1).ToString(CultureInfo.InvariantCulture), "chính thức"]);
        return rows;
    }

    private static byte[] Csv(List<string[]> rows) =>
        Encoding.UTF8.GetBytes("orgUnit;indicator;period;value;status\n" + string.Concat(rows.Select(row => string.Join(';', row) + "\n")));

    private static async Task<Answer> SendAsync(ApiServer api, byte[] file, bool wait = true)
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        var answer = (await api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports", content)).With(202);
        if (!wait) return answer;
        var path = answer.Headers.Location!.ToString();
        await StateAsync(api, path, state => state is not ("queued" or "running"));
        return await api.ReadAsync(path);
    }

    private static Task<JsonElement> StateAsync(ApiServer api, string path, Func<string?, bool> wanted,
        [CallerArgumentExpression(nameof(wanted))] string wish = "") =>
        Eventually.SeenAsync(TimeSpan.FromMinutes(10), () => api.GetAsync(path), job => wanted(job.GetProperty("state").GetString()), wish);

    private static async Task<(long Figures, long Revisions)> CountAsync(ApiServer api)
    {
        await using var source = NpgsqlDataSource.Create(api.ConnectionString);
        await using var command = source.CreateCommand("SELECT (SELECT count(*) FROM actual), (SELECT count(*) FROM actual_revision)");
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        await reader.ReadAsync(TestContext.Current.CancellationToken);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
