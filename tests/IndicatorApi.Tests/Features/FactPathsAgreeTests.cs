using System.Globalization;
using System.Text.Json;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>
/// A pull of all units lets PostgreSQL add and pick, a question about one unit reads every observation: both must say the same.
/// </summary>
public sealed class FactPathsAgreeTests(FactPathsAgreeTests.Loaded loaded) : IClassFixture<FactPathsAgreeTests.Loaded>
{
    private const int Wards = 12;

    public static TheoryData<string> AskedPeriods
    {
        get
        {
            var random = new Random(20261);
            string[] known = ["2020-2025", "2019-2024", "2015-2020", "2020", "2021", "2022", "2023", "2025", "2022-S1", "2022-S2", "2021-Q3", "2023-05",
                "2020-01-01--2022-09-30", "2020-05-20--2022-12-31", "2021-02-10--2021-02-20"];
            return [.. known, .. Enumerable.Range(0, 25).Select(_ => Window(random)).Distinct().Except(known)];
        }
    }

    [Theory]
    [MemberData(nameof(AskedPeriods))]
    public async Task Get_AllUnitsAtOnce_EqualsEachUnitByItself(string period)
    {
        var all = await loaded.Api.WalkAsync($"/api/v1/achievements?period={period}&limit=1000");
        var differences = new List<string>();
        foreach (var ward in loaded.WardCodes)
        {
            var alone = await loaded.Api.WalkAsync($"/api/v1/achievements?period={period}&orgUnit={ward}&limit=1000");
            var together = all.Where(row => row.GetProperty("orgUnit").GetString() == ward).ToList();
            together.Select(Target).ShouldBe(alone.Select(Target), $"{ward} {period}");
            foreach (var (one, other) in alone.Zip(together))
            {
                if (one.GetRawText() == other.GetRawText()) continue;
                var members = one.EnumerateObject().Where(member => member.Value.GetRawText() != other.GetProperty(member.Name).GetRawText())
                    .Select(member => $"{member.Name} {member.Value.GetRawText()} alone, {other.GetProperty(member.Name).GetRawText()} in bulk");
                differences.Add($"{ward} {one.GetProperty("indicator")} {one.GetProperty("rule")} {one.GetProperty("recurrence")} "
                    + $"{one.GetProperty("targetPeriod")}: {string.Join("; ", members)}");
            }
        }
        differences.ShouldBeEmpty($"{period}: {differences.Count} of {all.Count} rows differ");
    }

    [Theory]
    [InlineData("2020-2025")]
    [InlineData("2022")]
    public async Task Get_OneIndicatorOfAllUnits_EqualsEachUnitByItself(string period)
    {
        foreach (var indicator in loaded.IndicatorCodes)
        {
            var all = await loaded.Api.WalkAsync($"/api/v1/achievements?period={period}&indicator={indicator}&limit=1000");
            List<JsonElement> alone = [];
            foreach (var ward in loaded.WardCodes)
                alone.AddRange(await loaded.Api.WalkAsync($"/api/v1/achievements?period={period}&orgUnit={ward}&indicator={indicator}&limit=1000"));
            all.Select(row => row.GetRawText()).ShouldBe(alone.Select(row => row.GetRawText()), ignoreOrder: true, $"{indicator} {period}");
        }
    }

    private static string Target(JsonElement row) => row.GetProperty("targetId").GetString()!;

    private static string Window(Random random)
    {
        var year = random.Next(2018, 2027);
        var start = new DateOnly(year, random.Next(1, 13), random.Next(1, 29));
        return random.Next(6) switch
        {
            0 => $"{year}",
            1 => $"{year}-S{random.Next(1, 3)}",
            2 => $"{year}-Q{random.Next(1, 5)}",
            3 => $"{year}-{random.Next(1, 13):00}",
            _ => string.Create(CultureInfo.InvariantCulture, $"{start:yyyy-MM-dd}--{start.AddDays(random.Next(0, 1500)):yyyy-MM-dd}"),
        };
    }

    /// <summary>Twelve wards of one city with everything that can make the two ways differ.</summary>
    public sealed class Loaded(PostgresFixture postgres) : IAsyncLifetime
    {
        private readonly Random _random = new(7);

        public ApiServer Api { get; private set; } = null!;

        public IReadOnlyList<string> WardCodes { get; } = [.. Enumerable.Range(1, Wards).Select(i => $"ward-{i:00}")];

        public IReadOnlyList<string> IndicatorCodes { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            Api = await ApiServer.StartAsync(postgres);
            await StoreAsync("organisation-units",
                [new { code = "city", name = "Thành phố", level = "province" },
                    .. WardCodes.Select(code => new { code, name = code, level = "ward", parent = "city" })]);
            var indicators = new List<(string Code, string Type, string OverTime)>();
            foreach (var frequency in (string[])["month", "quarter", "year", "irregular"])
            {
                indicators.Add(($"sum-{frequency.ToLowerInvariant()}", "number", "sum"));
                indicators.Add(($"last-{frequency.ToLowerInvariant()}", "number", "last"));
            }
            indicators.AddRange([("average", "number", "average"), ("none", "number", "none"), ("ratio-sum", "ratio", "sum"), ("ratio-last", "ratio", "last"),
                ("ratio-average", "ratio", "average"), ("grade", "level", "last"), ("title", "yesNo", "last"), ("sparse", "number", "sum"),
                ("sparse-last", "number", "last"),
                ("plain-month", "number", "sum"), ("plain-quarter", "number", "sum"), ("plain-year", "number", "sum"), ("plain-irregular", "number", "sum"),
                ("plainlast-year", "number", "last"), ("plainlast-irregular", "number", "last"), ("plainratio-year", "ratio", "sum"),
                    ("plainratio-irregular", "ratio", "last"), ("plaingrade-irregular", "level", "last")]);
            IndicatorCodes = [.. indicators.Select(indicator => indicator.Code)];
            await StoreAsync("indicators", [.. indicators.Select(indicator => new
            {
                code = indicator.Code, name = indicator.Code, measure = "-", valueType = indicator.Type, overTime = indicator.OverTime,
                frequency = indicator.Code.Contains('-', StringComparison.Ordinal) && indicator.Code.Split('-')[1] is "month" or "quarter" or "irregular"
                    ? indicator.Code.Split('-')[1] : "year",
                levels = indicator.Type == "level" ? ["kém", "khá", "tốt"] : (string[]?)null,
            })]);
            var resolutions = new List<(string Code, string Ward, string Term)>();
            foreach (var (ward, i) in WardCodes.Select((ward, i) => (ward, i)))
            {
                resolutions.Add(($"{ward}-2020", ward, "2020-2025"));
                if (i % 3 == 0) resolutions.Add(($"{ward}-2015", ward, "2015-2020"));
                if (i % 4 == 1) resolutions.Add(($"{ward}-council", ward, "2020-2025"));
            }
            await StoreAsync("resolutions", [.. resolutions.Select(resolution => new
            {
                code = resolution.Code, orgUnit = resolution.Ward, issuer = "congress", title = resolution.Code, term = resolution.Term,
                termStart = _random.Next(2) == 0 ? $"{resolution.Term[..4]}-0{_random.Next(3, 8)}-20" : null,
                termEnd = _random.Next(2) == 0 ? $"{resolution.Term[5..]}-{_random.Next(4, 12):00}-19" : null,
            })]);
            var targets = new List<object>();
            foreach (var (resolution, _, term) in resolutions)
            {
                foreach (var (indicator, type, _) in indicators)
                {
                    if (_random.Next(5) == 0) continue;
                    var isPlain = indicator.StartsWith("plain", StringComparison.Ordinal);
                    var baseline = type is "number" or "ratio" && _random.Next(2) == 0
                        ? new { value = 40, on = _random.Next(2) == 0 ? $"{term[..4]}-06-01" : null } : null;
                    var period = isPlain && _random.Next(3) > 0 ? null : _random.Next(4) switch { 0 => "2022", 1 => "2021-01-01--2023-06-30", _ => null };
                    var recurrence = !isPlain && period != "2022" && _random.Next(4) == 0 ? "eachYear" : "once";
                    targets.Add(new { resolution, indicator, period, recurrence, rule = Rule(type, baseline is not null, isPlain), baseline });
                }
            }
            await StoreAsync("targets", targets);
            var actuals = new List<object>();
            foreach (var ward in WardCodes)
            {
                foreach (var (indicator, type, _) in indicators)
                {
                    foreach (var period in Periods(indicator)) actuals.Add(Actual(ward, indicator, type, period));
                }
            }
            await StoreAsync("actuals", actuals);
        }

        public ValueTask DisposeAsync() => Api.DisposeAsync();

        private async Task StoreAsync(string kind, IReadOnlyList<object> items)
        {
            foreach (var part in items.Chunk(10_000)) (await Api.PostJsonAsync($"/api/v1/{kind}/batch", new { items = part })).With(200);
        }

        // Plain indicators have only rules that PostgreSQL may add or pick for.
        private object Rule(string type, bool hasBaseline, bool isPlain)
        {
            if (isPlain && type is ("number" or "ratio"))
                return _random.Next(3) > 0 ? (object)new { kind = "atLeast", value = 50 } : new { kind = "between", lower = 20, upper = 60 };
            if (type == "level") return new { kind = "achieve", level = _random.Next(2) == 0 ? "khá" : "tốt" };
            if (type == "yesNo") return new { kind = "achieve", level = "yes" };
            return (hasBaseline ? _random.Next(14) : _random.Next(7)) switch
            {
                0 or 1 => new { kind = "atLeast", value = 50 },
                2 => new { kind = "atMost", value = 60 },
                3 => new { kind = "between", lower = 20, upper = 60 },
                4 => new { kind = "maintainAtLeast", value = 30 },
                5 => new { kind = "increase" },
                6 => new { kind = "averageGrowth", ratePercent = 5 },
                7 => new { kind = "raiseTo", value = 80 },
                8 => new { kind = "reduceTo", value = 10 },
                9 => new { kind = "raiseBy", amount = 7 },
                10 => new { kind = "reduceBy", amount = 7 },
                11 => new { kind = "reduceByPercent", percent = 20 },
                12 => new { kind = "multiplyBy", factor = 1.25 },
                _ => (object)new { kind = "maintainAtMost", value = 90 },
            };
        }

        // Regular, overlapping, gapped and straddling observations, differing from ward to ward.
        private HashSet<string> Periods(string indicator)
        {
            var periods = new HashSet<string>(StringComparer.Ordinal);
            if (indicator.StartsWith("sparse", StringComparison.Ordinal)) return _random.Next(3) == 0 ? [] : [$"{_random.Next(2019, 2026)}"];
            var shape = _random.Next(6);
            for (var year = 2018; year <= 2026; year++)
            {
                if (shape is 0 or 3 or 4 && _random.Next(6) > 0) periods.Add($"{year}");
                for (var half = 1; half <= 2; half++) if (shape is 3 && _random.Next(3) > 0) periods.Add($"{year}-S{half}");
                for (var quarter = 1; quarter <= 4; quarter++) if (shape is 1 or 3 && _random.Next(5) > 0) periods.Add($"{year}-Q{quarter}");
                for (var month = 1; month <= 12; month++) if (shape is 2 or 4 && _random.Next(8) > 0) periods.Add($"{year}-{month:00}");
            }
            if (shape is 4 or 5)
            {
                for (var i = 0; i < 5; i++) periods.Add(Window(_random));
                if (_random.Next(2) == 0) periods.Add("2020-2025");
                if (_random.Next(3) == 0) periods.Add("2015-2020");
            }
            return periods;
        }

        private Dictionary<string, object?> Actual(string orgUnit, string indicator, string type, string period)
        {
            var actual = new Dictionary<string, object?> { ["orgUnit"] = orgUnit, ["indicator"] = indicator, ["period"] = period };
            if (_random.Next(15) == 0) actual["status"] = "provisional";
            switch (type)
            {
                case "level": actual["level"] = ((string[])["kém", "khá", "tốt"])[_random.Next(3)]; break;
                case "yesNo": actual["level"] = _random.Next(2) == 0 ? "yes" : "no"; break;
                case "ratio" when _random.Next(12) > 0: (actual["numerator"], actual["denominator"]) = (_random.Next(0, 60), _random.Next(20, 90)); break;
                default:
                    actual["value"] = _random.Next(-5, 400) / 4m;
                    if (_random.Next(25) == 0) actual["bound"] = "atLeast";
                    break;
            }
            return actual;
        }
    }
}
