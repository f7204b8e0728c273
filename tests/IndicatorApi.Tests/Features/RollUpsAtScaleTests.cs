using System.Globalization;
using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Features;

[Trait(Kinds.Name, Kinds.Scale)]
public sealed class RollUpsAtScaleTests(CountryFixture country) : IClassFixture<CountryFixture>
{
    // The same question in SQL alone: which figures count, how units combine, and the formula of each kind.
    private const string Independent = """
        WITH figures AS (
          SELECT u.id AS unit, i.code, i.over_units, t.rule_kind, (t.rule->>'value')::numeric AS target, t.baseline_value AS baseline,
                 CASE i.over_time WHEN 'sum' THEN sum(a.value) ELSE max(a.value) FILTER (WHERE a.period_end = $2) END AS actual,
                 max(a.numerator) FILTER (WHERE a.period_end = $2) AS num, max(a.denominator) FILTER (WHERE a.period_end = $2) AS den,
                 (SELECT value FROM actual h WHERE h.organisation_unit_id = u.id AND h.indicator_id = uid(4, 0)) AS weight
          FROM organisation_unit u
          JOIN target t ON t.organisation_unit_id = u.id
          JOIN indicator i ON i.id = t.indicator_id
          JOIN actual a ON a.organisation_unit_id = u.id AND a.indicator_id = i.id AND a.period_end <= $2
          WHERE u.path LIKE $1 || '%'
          GROUP BY u.id, i.id, t.organisation_unit_id, t.id
        ), shares AS (
          SELECT *, CASE over_units WHEN 'weightedAverage' THEN weight WHEN 'ratioOfSums' THEN den ELSE 1 END AS share FROM figures
        ), totals AS (
          SELECT code, rule_kind, count(*) AS units, sum(share * target) AS t, sum(share * baseline) AS b,
                 CASE over_units WHEN 'ratioOfSums' THEN 100 * sum(num) ELSE sum(share * actual) END AS a
          FROM shares GROUP BY code, rule_kind, over_units
        )
        SELECT code, units, round(100 * CASE rule_kind WHEN 'reduceTo' THEN (b - a) / (b - t) WHEN 'atMost' THEN 2 - a / t ELSE a / t END, 12) FROM totals
        """;

    [Theory]
    [InlineData("2021-Q1", "2021-03-31")]
    [InlineData("2022-Q4", "2022-12-31")]
    [InlineData("2025-Q2", "2025-06-30")]
    public async Task Summary_OfEveryProvince_EqualsTheSameFiguresInSql(string period, string lastDay)
    {
        for (var province = 1; province <= 34; province++) await CompareAsync($"p{province}", $"country/p{province}/", period, lastDay);
    }

    [Fact]
    public async Task Summary_OfTheCountry_EqualsTheSameFiguresInSql() => await CompareAsync("country", "country/", "2022-Q4", "2022-12-31");

    private async Task CompareAsync(string unit, string path, string period, string lastDay)
    {
        var expected = new Dictionary<string, (long Units, decimal Percent)>();
        await using (var command = country.Source.CreateCommand(Independent))
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = path });
            command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = DateOnly.Parse(lastDay, CultureInfo.InvariantCulture) });
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) expected[reader.GetString(0)] = (reader.GetInt64(1), reader.GetDecimal(2));
        }
        expected.Count.ShouldBe(30);

        var answer = await country.Server.GetAsync($"/api/v1/achievements/summary?under={unit}&period={period}");
        var items = answer.GetProperty("items").EnumerateArray().ToList();
        items.Count.ShouldBe(30);
        foreach (var item in items)
        {
            var (units, percent) = expected[item.GetProperty("indicator").GetString()!];
            var rollUp = item.GetProperty("rollUp");
            var where = $"{unit} {period} {item.GetProperty("indicator")}";
            rollUp.GetProperty("unitsWithFigure").GetInt64().ShouldBe(units, where);
            rollUp.GetProperty("percent").GetDecimal().ShouldBe(percent, 0.0000000002m, where);
            var missing = rollUp.GetProperty("units").GetInt64() - units;
            rollUp.GetProperty("missing").GetArrayLength().ShouldBe((int)Math.Min(missing, 100), where);
        }
    }
}
