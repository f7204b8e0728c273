using System.Runtime.Versioning;
using System.Text.Json;
using IndicatorApi.Data;
using IndicatorApi.Tests.Embedded;
using IndicatorApi.Tests.Faults;
using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IndicatorApi.Tests.Access;

/// <summary>What the owner of the database removes or alters behind the application's back is found, and where.</summary>
[Trait(Kinds.Name, Kinds.Slow)]
public sealed class AuditVerifyTests(PostgresFixture postgres)
{
    /// <summary>Tables whose every column is altered once.</summary>
    private static readonly string[] Hashed = ["audit_entry", "actual_revision", "target_version", "reference_revision", "claim", "benchmark"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("DELETE FROM audit_entry WHERE organisation_unit_id = $unit AND sequence = 2", "chain", "chain of $ward, entry 3",
        "entry 2 before it is missing")]
    [InlineData("DELETE FROM audit_entry WHERE organisation_unit_id = $unit AND sequence = 1", "chain", "chain of $ward, entry 2",
        "entry 1 before it is missing")]
    [InlineData("DELETE FROM audit_entry WHERE organisation_unit_id = $unit AND action = 'removed'", "coverage", "revision 2 of $ward/$indicator/2010",
        "no entry of the audit log tells of it")]
    [InlineData("DELETE FROM audit_entry WHERE sequence = 1 AND action = 'opened'", "chain", "common chain", "the entry that begins the log is missing")]
    [InlineData("UPDATE audit_entry SET caller = 'somebody else' WHERE organisation_unit_id = $unit AND sequence = 2", "chain", "chain of $ward, entry 2",
        "it was altered")]
    [InlineData("UPDATE audit_entry SET hash = sha256('x') WHERE organisation_unit_id = $unit AND sequence = 2", "chain", "chain of $ward, entry 3",
        "does not follow the entry before it")]
    [InlineData("UPDATE actual_revision SET value = 99 WHERE period = '2012'", "coverage", "chain of $ward, entry 2",
        "revision 1 of $ward/$indicator/2012 is not what was written")]
    [InlineData("DELETE FROM actual_revision WHERE period = '2012'", "coverage", "chain of $ward, entry 2", "is missing: actual $ward")]
    [InlineData("DELETE FROM actual_revision WHERE period = '2010' AND row_version = 1", "current", "actual $ward/$indicator/2010",
        "it has 1 revisions, and the last is number 2")]
    [InlineData("UPDATE actual SET value = 99 WHERE period = '2012'", "current", "actual $ward/$indicator/2012", "it differs from its latest revision")]
    [InlineData("UPDATE actual SET period_end = '2013-01-01' WHERE period = '2012'", "current", "actual $ward/$indicator/2012",
        "it differs from its latest revision")]
    [InlineData("DELETE FROM actual WHERE period = '2012'", "current", "actual $ward/$indicator/2012", "it is missing")]
    [InlineData("CREATE TEMP TABLE forged AS SELECT * FROM actual WHERE period = '2012'; UPDATE forged SET period = '2030'; "
        + "INSERT INTO actual SELECT * FROM forged", "current", "actual $ward/$indicator/2030", "it stands without any revision")]
    [InlineData("UPDATE target SET rule = '{\"kind\": \"atLeast\", \"value\": 1}'", "current", "target $target", "it differs from its latest version")]
    [InlineData("UPDATE target SET period = '2022', scope_start = '2022-01-01', scope_end = '2022-12-31'", "current", "target $target",
        "it differs from its latest version")]
    [InlineData("DELETE FROM target", "current", "target $target", "it is missing")]
    [InlineData("DELETE FROM target_version", "coverage", "chain of $ward, entry 1", "is missing: target $target")]
    [InlineData("UPDATE organisation_unit SET name = 'x'", "current", "OrganisationUnit $ward", "it differs from its latest revision")]
    [InlineData("UPDATE organisation_unit SET path = 'x/'", "current", "OrganisationUnit $ward", "its path does not follow")]
    [InlineData("UPDATE indicator SET factor = 1000", "current", "Indicator $indicator", "it differs from its latest revision")]
    [InlineData("UPDATE resolution SET title = 'x'", "current", "Resolution $resolution", "it differs from its latest revision")]
    [InlineData("DELETE FROM claim", "coverage", "chain of $ward, entry ", "is missing: claim $ward/$indicator/2022")]
    [InlineData("UPDATE api_key SET role = 'reader'", "current", "key ", "it differs from what entry 2 of the common chain tells of it")]
    [InlineData("INSERT INTO api_key (id, name, prefix, hash, role, created_at) VALUES (gen_random_uuid(), 'forged', 'x', '\\x00', 'administrator', now())",
        "current", "key ", "no entry of the audit log tells of it")]
    [InlineData("DELETE FROM api_key", "current", "key ", "it is missing, though entry 2")]
    [InlineData("UPDATE actual_revision SET status = 'nonsense' WHERE period = '2012'", "coverage", "actuals and their revisions", "a row cannot be read")]
    public async Task Verify_AfterTampering_SaysWhatAndWhere(string tampering, string check, string where, string problem)
    {
        await using var api = await ApiServer.StartAsync(postgres);
        var world = await FillAsync(api);
        (await VerifyAsync(api)).Findings.ShouldBeEmpty();
        var unit = await ScalarAsync(api, $"SELECT id::text FROM organisation_unit WHERE code = '{world.Ward}'");
        string Named(string text) =>
            text.Replace("$ward", world.Ward, StringComparison.Ordinal).Replace("$indicator", world.Indicator, StringComparison.Ordinal)
            .Replace("$resolution", world.Resolution, StringComparison.Ordinal).Replace("$target", world.Target, StringComparison.Ordinal)
            .Replace("$unit", $"'{unit}'", StringComparison.Ordinal);

        await RunAsOwnerAsync(api, Named(tampering));

        var report = await VerifyAsync(api);
        var (place, sentence) = (Named(where), Named(problem));
        report.Findings.ShouldContain(finding => finding.Check == check && finding.Where.StartsWith(place, StringComparison.Ordinal)
            && finding.Problem.Contains(sentence, StringComparison.Ordinal),
            string.Join('\n', report.Findings));
    }

    [Fact]
    public async Task Verify_AfterAnyColumnOfHistoryWasAltered_FindsIt()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        await FillAsync(api);
        List<string> missed = [];
        var altered = 0;
        foreach (var table in Hashed)
        {
            foreach (var column in await ListAsync(api,
                $"SELECT column_name || ' ' || data_type FROM information_schema.columns WHERE table_name = '{table}' ORDER BY 1"))
            {
                var (name, type) = (column.Split(' ')[0], column[(column.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
                if (!await TryAlterAsync(api, table, name, type)) continue;
                altered++;
                if ((await VerifyAsync(api)).Found == 0) missed.Add($"{table}.{name}");
                await RunAsOwnerAsync(api, $"DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept; DROP TABLE kept");
            }
        }
        missed.ShouldBeEmpty("altered, and verify says that all hold");
        altered.ShouldBeGreaterThan(75);
        (await VerifyAsync(api)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Verify_OtherDaysBesideTheNameOfATerm_FindsNothing_NorAfterSuchRowsAreChanged()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        var world = await FillAsync(api);
        // Earlier programs moved them with the resolution; nothing reads them.
        await RunAsOwnerAsync(api, """
            UPDATE actual SET period_start = '2020-05-20', period_end = '2025-04-15' WHERE period = '2020-2025';
            UPDATE target SET scope_start = '2020-05-20', scope_end = '2025-04-15'
            """);
        (await VerifyAsync(api)).Findings.ShouldBeEmpty();

        var target = await api.ReadAsync($"/api/v1/targets/{world.Target}");
        var changed = new { indicator = world.Indicator, rule = new { kind = "atLeast", value = 77 } };
        (await api.PutJsonAsync($"/api/v1/targets/{world.Target}", changed, target.ETag)).With(200)["version"].GetInt64().ShouldBe(2);
        (await api.PutJsonAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2020-2025", new { value = 6 }, "\"1\"")).With(200);
        (await VerifyAsync(api)).Findings.ShouldBeEmpty();
        (await api.RemoveAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2020-2025", "\"2\"")).With(204);
        (await VerifyAsync(api)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Heads_KeptElsewhere_ShowThatTheEndWasCutOffCleanly()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        var world = await FillAsync(api);
        await api.ActualAsync(world.Ward, world.Indicator, "2030", 1);
        var kept = (await VerifyAsync(api)).Heads;
        await api.ActualAsync(world.Ward, world.Indicator, "2031", 1);
        (await VerifyAsync(api, kept)).Findings.ShouldBeEmpty("what comes after the kept heads is no finding");

        await RunAsOwnerAsync(api, "DELETE FROM actual_revision WHERE period >= '2030'; DELETE FROM actual WHERE period >= '2030'; "
            + "DELETE FROM audit_entry WHERE subject LIKE '%/203_'");

        (await VerifyAsync(api)).Findings.ShouldBeEmpty("the limit that the documentation names: nothing inside the database tells of it");
        var finding = (await VerifyAsync(api, kept)).Findings.ShouldHaveSingleItem();
        finding.Check.ShouldBe("head");
        finding.Where.ShouldStartWith($"chain of {world.Ward}, entry ");
        finding.Problem.ShouldContain("is missing now");
    }

    [Fact]
    public async Task Verify_OfADatabaseOlderThanTheLog_CountsWhatWasBefore_AndFindsNothing()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        var world = await FillAsync(api);
        await RunAsOwnerAsync(api, "TRUNCATE audit_entry");

        await SchemaMigrator.RunAsync(api.ConnectionString, null, Cancelled);
        await api.ActualAsync(world.Ward, world.Indicator, "2030", 1);

        var report = await VerifyAsync(api);
        report.Findings.ShouldBeEmpty();
        report.BeforeTheLog.ShouldBeGreaterThan(5);
        report.Entries.ShouldBe(2);
    }

    [Theory]
    [InlineData("audit_entry", "caller = 'x'")]
    [InlineData("actual_revision", "value = 1")]
    [InlineData("target_version", "weight = 1")]
    [InlineData("reference_revision", "deleted = true")]
    [InlineData("claim", "percent = 1")]
    [InlineData("benchmark", "value = 1")]
    public async Task ApplicationsRole_OnHistory_IsRefusedToUpdateDeleteAndTruncate(string table, string change)
    {
        await using var api = await ApiServer.StartAsync(postgres);
        foreach (var sql in (string[])[$"UPDATE {table} SET {change}", $"DELETE FROM {table}", $"TRUNCATE {table}", $"ALTER TABLE {table} ADD COLUMN x int",
            $"DROP TABLE {table}"])
        {
            await using var command = api.Services.GetRequiredService<Database>().Write.CreateCommand(sql);
            (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Cancelled)))
                .SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, sql);
        }
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Command_SaysByItsExitCodeWhetherAllHolds()
    {
        using var directory = new EmbeddedPostgresTestDirectory();
        await using var api = await ApiServer.StartAsync(postgres);
        var world = await FillAsync(api);
        Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
            RunningProgram.RunAsync(["verify", .. arguments], directory.Data, new() { ["ConnectionStrings__Write"] = api.ConnectionString }, Cancelled);

        var fine = await RunAsync("--json");
        fine.ExitCode.ShouldBe(0, fine.Output + fine.Errors);
        var heads = JsonDocument.Parse(fine.Output).RootElement.GetProperty("heads").EnumerateArray().ToList();
        heads.Select(head => head.GetProperty("orgUnit").GetString()).ShouldBe([null, world.Ward]);
        var kept = Path.Combine(Path.GetTempPath(), $"heads-{Path.GetFileName(directory.Data)}-{Environment.ProcessId}.json");
        await File.WriteAllTextAsync(kept, fine.Output, Cancelled);
        try
        {
            (await RunAsync("--against", kept)).ExitCode.ShouldBe(0);

            await RunAsOwnerAsync(api, "UPDATE actual SET value = 99 WHERE period = '2012'; "
                + $"DELETE FROM audit_entry WHERE organisation_unit_id <> '{Guid.Empty}' AND action = 'removed'");

            var found = await RunAsync("--against", kept);
            found.ExitCode.ShouldBe(1);
            found.Output.ShouldContain($"current: actual {world.Ward}/{world.Indicator}/2012: it differs from its latest revision");
            found.Output.ShouldContain($"head: chain of {world.Ward}, entry ");
            (await RunAsync("--against", $"{kept}.missing")).ExitCode.ShouldBe(2);
        }
        finally
        {
            File.Delete(kept);
        }
        var broken = await RunningProgram.RunAsync(["verify"], directory.Data,
            new() { ["ConnectionStrings__Write"] = "Host=127.0.0.1;Port=1;Username=x;Database=x" }, Cancelled);
        broken.ExitCode.ShouldBe(2, broken.Output + broken.Errors);
    }

    private static async Task<World> FillAsync(ApiServer api)
    {
        var world = await api.WorldAsync();
        var items = Enumerable.Range(2010, 5).Select(year =>
            new
            {
                orgUnit = world.Ward,
                indicator = world.Indicator,
                period = $"{year}",
                value = year + 0.50m,
                note = "ghi chú",
                source = "báo cáo",
                reason = "lần đầu"
            });
        (await api.PostJsonAsync("/api/v1/actuals/batch", new { items })).With(200);
        (await api.PostJsonAsync("/api/v1/actuals", new { orgUnit = world.Ward, indicator = world.Indicator, period = "2020-2025", value = 5 })).With(201);
        (await api.PostJsonAsync("/api/v1/claims", new { orgUnit = world.Ward, indicator = world.Indicator, period = "2022", percent = 50 })).With(200);
        (await api.PostJsonAsync("/api/v1/benchmarks",
            new { orgUnit = world.Ward, indicator = world.Indicator, period = "2022", scope = world.Ward, value = 63 })).With(200);
        (await api.RemoveAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2010", "\"1\"")).With(204);
        return world;
    }

    /// <summary>An alarm that comes while people work is one that nobody heeds.</summary>
    [Fact]
    public async Task Verify_WhileOthersWrite_FindsNothing_AndStillFindsWhatIsForged()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        var world = await FillAsync(api);
        var ledger = new ClientLedger(api, await api.WorldAsync());
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        const int writers = 6;
        var writing = ledger.RunAsync(writers, end.Token);
        await Eventually.SeenAsync(TimeSpan.FromSeconds(30), () => ledger.Acknowledged, count => count > 20);
        var entries = 0L;
        for (var round = 0; round < 5; round++)
        {
            // Of those that were under way one each may have been counted already.
            var before = ledger.Acknowledged;
            await Eventually.SeenAsync(TimeSpan.FromSeconds(30), () => ledger.Acknowledged, count => count > before + writers);
            var report = await VerifyAsync(api);
            report.Findings.ShouldBeEmpty();
            report.Entries.ShouldBeGreaterThan(entries, "nobody wrote meanwhile");
            entries = report.Entries;
        }
        await using var source = NpgsqlDataSource.Create(api.ConnectionString);
        await using (var forge = source.CreateCommand("UPDATE actual_revision SET value = 99 WHERE period = '2012'"))
            await forge.ExecuteNonQueryAsync(Cancelled);
        // Its own revision, and the row that shows it.
        (await VerifyAsync(api)).Findings.Select(finding => $"{finding.Where}: {finding.Problem}").ShouldBe(
        [
            $"chain of {world.Ward}, entry 2: revision 1 of {world.Ward}/{world.Indicator}/2012 is not what was written: it was altered",
            $"actual {world.Ward}/{world.Indicator}/2012: it differs from its latest revision",
        ], ignoreOrder: true);
        await end.CancelAsync();
        await writing;
    }

    private static Task<AuditReport> VerifyAsync(ApiServer api, IReadOnlyList<AuditHead>? kept = null) =>
        api.Services.GetRequiredService<AuditVerifier>().RunAsync(kept ?? [], null, Cancelled);

    // Alters one row, the whole table being kept aside; false where the database itself refuses what cannot be.
    private static async Task<bool> TryAlterAsync(ApiServer api, string table, string column, string type)
    {
        var other = (type, column) switch
        {
            (_, "status") => "'provisional'",
            (_, "bound") => "'atLeast'",
            (_, "verdict") => "'met'",
            (_, "recurrence") => "'eachYear'",
            (_, "path_model") => "'cagr'",
            ("uuid", _) => "gen_random_uuid()",
            ("numeric" or "bigint" or "integer", _) => $"coalesce({column}, 0) + 1000",
            ("text" or "character varying", _) => $"coalesce({column}, '') || 'x'",
            ("date", _) => $"coalesce({column}, '2020-01-01') + 1",
            ("timestamp with time zone", _) => $"{column} + interval '1 millisecond'",
            ("boolean", _) => $"NOT {column}",
            ("bytea", _) => @"'\x00'",
            ("jsonb" or "json", _) => "'{\"Code\": \"x\"}'",
            ("ARRAY", "revisions") => "revisions || gen_random_uuid()",
            ("ARRAY", _) => $"{column} || sha256('x')",
            _ => throw new NotSupportedException($"{table}.{column} is {type}: say how to alter it."),
        };
        try
        {
            await RunAsOwnerAsync(api,
                $"CREATE TABLE kept AS SELECT * FROM {table}; UPDATE {table} SET {column} = {other} WHERE ctid = (SELECT max(ctid) FROM {table})");
            return true;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return false;
        }
    }

    private static async Task RunAsOwnerAsync(ApiServer api, string sql)
    {
        await using var source = NpgsqlDataSource.Create(api.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancelled);
    }

    private static async Task<string> ScalarAsync(ApiServer api, string sql) => (await ListAsync(api, sql)).ShouldHaveSingleItem();

    private static async Task<List<string>> ListAsync(ApiServer api, string sql)
    {
        await using var source = NpgsqlDataSource.Create(api.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Cancelled);
        List<string> found = [];
        while (await reader.ReadAsync(Cancelled)) found.Add(reader.GetString(0));
        return found;
    }
}
