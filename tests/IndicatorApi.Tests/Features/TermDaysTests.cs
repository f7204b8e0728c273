using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Features;

/// <summary>The days of a term are read where its name is, also of rows that an earlier program wrote with days of its own beside the name.</summary>
public sealed class TermDaysTests(PostgresFixture postgres)
{
    private static readonly string[] Tables = ["actual", "actual_revision", "target", "target_version", "claim", "benchmark", "closure"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, null)]
    [InlineData("2020-05-20", "2025-04-15")]
    [InlineData("1999-01-01", "1999-12-31")]
    [InlineData("2090-01-01", "2090-12-31")]
    public async Task CorrectingAResolution_MovesAllThatNamesItsTerm_WhateverDaysStandBesideTheName(string? storedStart, string? storedEnd)
    {
        await using var api = await ApiServer.StartAsync(postgres);
        var world = await api.WorldAsync();
        // More units than are read one by one.
        for (var i = 0; i < 4; i++) await api.WardAsync();
        var period = $"/api/v1/actuals/{world.Ward}/{world.Indicator}";
        (await api.PutJsonAsync($"{period}/2020-2025", new { value = 20 })).With(201);
        var (orgUnit, indicator, term) = (world.Ward, world.Indicator, "2020-2025");
        (await api.PostJsonAsync("/api/v1/claims", new { orgUnit, indicator, period = term, percent = 80 })).With(200);
        (await api.PostJsonAsync("/api/v1/benchmarks", new { orgUnit, indicator, period = term, scope = orgUnit, value = 7 })).With(200);
        (await api.PostJsonAsync("/api/v1/closures", new { orgUnit, period = term, reason = "khóa sổ" })).With(201);
        if (storedStart is not null) await AsWrittenEarlierAsync(api, storedStart, storedEnd!);

        string? tag = null;
        foreach (var (start, end) in ((string, string)[])[("2020-05-20", "2025-04-15"), ("2019-11-02", "2026-06-30"), ("2021-02-01", "2024-03-31")])
        {
            await DatesAsync(start, end);
            await ExpectAsync(start, end);
            var target = (await api.ReadAsync($"/api/v1/targets/{world.Target}")).With(200);
            target.ETag.ShouldNotBe(tag);
            tag = target.ETag;
        }
        await DatesAsync(null, null);
        await ExpectAsync("2020-01-01", "2025-12-31");

        async Task DatesAsync(string? termStart, string? termEnd)
        {
            var address = $"/api/v1/resolutions/{world.Resolution}";
            var body = new { code = world.Resolution, orgUnit, issuer = "congress", title = "Nghị quyết", term, termStart, termEnd };
            (await api.PutJsonAsync(address, body, (await api.ReadAsync(address)).ETag)).With(200);
        }

        async Task ExpectAsync(string start, string end)
        {
            var target = (await api.ReadAsync($"/api/v1/targets/{world.Target}")).With(200);
            (target["scopeStart"].GetString(), target["scopeEnd"].GetString()).ShouldBe((start, end));
            (await api.WalkAsync($"/api/v1/actuals?orgUnit={orgUnit}&to={start}&from={end}")).Count.ShouldBe(1);
            (await api.WalkAsync($"/api/v1/actuals?orgUnit={orgUnit}&from={Next(end, 1)}")).ShouldBeEmpty();
            (await api.WalkAsync($"/api/v1/actuals?orgUnit={orgUnit}&to={Next(start, -1)}")).ShouldBeEmpty();
            foreach (var asked in (string[])["2020-2025", $"{start}--{end}"])
            {
                foreach (var which in (string[])[$"orgUnit={world.Ward}", $"indicator={world.Indicator}"])
                {
                    var row = (await api.WalkAsync($"/api/v1/achievements?{which}&period={asked}")).ShouldHaveSingleItem();
                    row.GetProperty("percent").GetDecimal().ShouldBe(80);
                    row.GetProperty("due").GetBoolean().ShouldBeTrue();
                    row.GetProperty("periodEnd").GetString().ShouldBe(end);
                    row.GetProperty("claim").GetProperty("disagrees").GetBoolean().ShouldBeFalse();
                }
            }
            // The term has not ended a day before its end, and neither its figure nor its claim counts.
            var before = (await api.WalkAsync($"/api/v1/achievements?orgUnit={orgUnit}&period={start}--{Next(end, -1)}")).ShouldHaveSingleItem();
            before.GetProperty("due").GetBoolean().ShouldBeFalse();
            before.GetProperty("claim").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
            var explained = (await api.ReadAsync($"/api/v1/achievements/{world.Ward}/2020-2025/{world.Indicator}")).With(200);
            explained["benchmarks"].EnumerateArray().ShouldHaveSingleItem().GetProperty("periodEnd").GetString().ShouldBe(end);
            // Closed is what lies within the term; dry runs leave the figure as it is.
            foreach (var (day, isClosed) in ((string, bool)[])[(end, true), (Next(end, 1), false), (start, true), (Next(start, -1), false)])
            {
                var items = new[] { new { orgUnit, indicator, period = $"{day}--{day}", value = 1 } };
                var answer = await api.PostJsonAsync("/api/v1/actuals/batch", new { items, dryRun = true });
                if (isClosed) answer.Problem(422, "period_closed");
                else answer.With(200);
            }
            (await api.PutJsonAsync($"{period}/2020-2025", new { value = 21 }, "\"1\"")).Problem(422, "period_closed");
        }

        static string Next(string day, int days) => DateOnly.Parse(day, null).AddDays(days).ToString("yyyy-MM-dd", null);
    }

    [Fact]
    public async Task Put_TheSameTargetOverOneWrittenEarlier_ChangesNothing()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        var world = await api.WorldAsync();
        var before = (await api.ReadAsync($"/api/v1/targets/{world.Target}")).With(200);
        await AsWrittenEarlierAsync(api, "2020-05-20", "2025-04-15");
        var body = new { resolution = world.Resolution, indicator = world.Indicator, rule = before["rule"] };
        (await api.PutJsonAsync($"/api/v1/targets/{world.Target}", body, before.ETag)).With(200)["version"].GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task Weights_OfATerm_AreTakenByTheUnitsOwnDays()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        var (top, weight) = (await api.WardAsync(), await api.IndicatorAsync(overTime: "last"));
        var indicator = Calls.NewCode("weighted");
        (await api.PostJsonAsync("/api/v1/indicators", new
        {
            code = indicator,
            name = "Chỉ tiêu",
            measure = "%",
            decimals = 2,
            valueType = "number",
            overTime = "last",
            overUnits = "weightedAverage",
            frequency = "year",
            weightIndicator = weight,
        })).With(201);
        foreach (var (value, heads, termEnd) in ((decimal, decimal, string)[])[(10, 100, "2025-12-31"), (20, 300, "2025-03-31")])
        {
            var ward = await api.WardAsync(top);
            var resolution = await api.ResolutionAsync(ward, termEnd: termEnd);
            await api.TargetAsync(resolution, indicator, new { kind = "atLeast", value = 10 }, period: "2025");
            await api.ActualAsync(ward, indicator, "2025", value);
            await api.ActualAsync(ward, weight, "2020-2025", heads);
            // Nearer to the end of 2025 than a term that ended in March, and not than one that ended with the year.
            await api.ActualAsync(ward, weight, "2025-06", 1);
        }
        var summary = (await api.ReadAsync($"/api/v1/achievements/summary?under={top}&indicator={indicator}&period=2025&by=indicator")).With(200);
        var rollUp = summary["items"][0].GetProperty("rollUp");
        rollUp.GetProperty("actual").GetDecimal().ShouldBe(decimal.Round(((10 * 100m) + (20 * 1m)) / 101m, 10), 0.000001m);
    }

    [Fact]
    public async Task Sql_TellsTheKindOfAName_AsThePeriodDoes()
    {
        Period[] periods =
        [
            Period.Year(2022), Period.HalfYear(2022, 1), Period.Quarter(2022, 3), Period.Month(2022, 12), Period.Term(2020, 2025), Period.Term(1900, 2200),
            Period.Parse("2020-05-20--2022-12-31", null), Period.Parse("2020-01-01--2025-12-31", null), Period.Parse("2022-02-01--2022-02-01", null),
        ];
        periods.Select(period => period.Kind).Distinct().Count().ShouldBe(Enum.GetValues<PeriodKind>().Length);
        await using var source = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        await using var command = source.CreateCommand($"SELECT p, {StoredPeriods.IsTerm("p")}, {StoredPeriods.IsPartOfCalendar("p")} FROM unnest($1) AS p");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. periods.Select(period => period.ToString())] });
        await using var reader = await command.ExecuteReaderAsync(Cancelled);
        foreach (var period in periods)
        {
            (await reader.ReadAsync(Cancelled)).ShouldBeTrue();
            reader.GetBoolean(1).ShouldBe(period.Kind == PeriodKind.Term, period.ToString());
            reader.GetBoolean(2).ShouldBe(period.Kind is not PeriodKind.Term and not PeriodKind.Range, period.ToString());
        }
    }

    // As a program before this one left them, under the schema that it knew; then the schema moves to today's.
    private static async Task AsWrittenEarlierAsync(ApiServer api, string start, string end)
    {
        await using var source = NpgsqlDataSource.Create(api.ConnectionString);
        foreach (var table in Tables)
        {
            var days = table.StartsWith("target", StringComparison.Ordinal) ? "scope" : "period";
            await using var command = source.CreateCommand($"UPDATE {table} SET {days}_start = '{start}', {days}_end = '{end}' WHERE period = '2020-2025'");
            await command.ExecuteNonQueryAsync(Cancelled);
        }
        await using var forget = source.CreateCommand("""DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" LIKE '%_DaysBesideNames'""");
        (await forget.ExecuteNonQueryAsync(Cancelled)).ShouldBe(1);
        (await SchemaMigrator.RunAsync(api.ConnectionString, null, Cancelled)).ShouldHaveSingleItem().ShouldEndWith("_DaysBesideNames");
    }
}
