using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IndicatorApi.Sample;

/// <summary>
/// An invented town of twelve wards over two terms: every name says that it is invented. It shows what documents of one day cannot, since they print few
/// figures: paces, courses, roll-ups, who has not reported.
/// </summary>
/// <remarks>
/// Figures follow the courses of <c>demo/courses.json</c> with a spread between wards and from quarter to quarter that is the same at every start.
/// </remarks>
internal sealed class Demo : ISampleSet
{
    private const string Town = "demo-town";
    private const int Wards = 12;

    // Half a year, two years, then quarters: as an office that has begun to report more often. Each with its length in quarters.
    private static readonly (string Period, int Quarters)[] Periods =
        [("2020-S2", 2), ("2021", 4), ("2022", 4), .. Quarters(2023, 4), .. Quarters(2024, 4), .. Quarters(2025, 4), .. Quarters(2026, 3)];

    private readonly JsonArray _indicators = Items("indicators");
    private readonly JsonArray _targets = Items("targets");
    private readonly Course[] _courses = Items("courses").Deserialize<Course[]>(Course.Json)!;

    public JsonArray? Read(string kind) => kind switch
    {
        "organisation-units" => Units(),
        "indicators" => _indicators,
        "resolutions" => [.. Codes().SelectMany(Resolutions)],
        "targets" => [.. Codes().SelectMany(Targets)],
        "actuals" => Actuals(),
        _ => null,
    };

    private static JsonArray Units() =>
    [
        new JsonObject { ["code"] = Town, ["name"] = "Thị xã Mẫu (hư cấu)", ["nameEn"] = "Sample Town (invented)", ["level"] = "district" },
        .. Codes().Select((code, i) => new JsonObject
        {
            ["code"] = code,
            ["name"] = $"Phường Mẫu {i + 1} (hư cấu)",
            ["nameEn"] = $"Sample Ward {i + 1} (invented)",
            ["level"] = "ward",
            ["parent"] = Town,
        }),
    ];

    private static IEnumerable<string> Codes() => Enumerable.Range(1, Wards).Select(i => string.Create(CultureInfo.InvariantCulture, $"demo-ward-{i:00}"));

    private static IEnumerable<JsonNode> Resolutions(string ward) =>
    [
        Resolution(ward, "2020", "2020-2025", "2020-06-30", "2020-07-01", "2025-06-30"),
        Resolution(ward, "2025", "2025-2030", "2025-06-30", "2025-07-01", "2030-06-30"),
    ];

    private static JsonObject Resolution(string ward, string year, string term, string adopted, string first, string last) => new()
    {
        ["code"] = $"{ward}-{year}",
        ["orgUnit"] = ward,
        ["issuer"] = "congress",
        ["title"] = $"Nghị quyết Đại hội nhiệm kỳ {term} (hư cấu)",
        ["term"] = term,
        ["adoptedOn"] = adopted,
        ["termStart"] = first,
        ["termEnd"] = last,
    };

    private IEnumerable<JsonNode> Targets(string ward)
    {
        foreach (var target in _targets)
        {
            var own = target!.DeepClone();
            own["resolution"] = $"{ward}-{(string?)own["resolution"]}";
            yield return own;
        }
    }

    private JsonArray Actuals()
    {
        JsonArray found = [];
        var about = _indicators.ToDictionary(one => (string)one!["code"]!, one => one!);
        foreach (var (ward, number) in Codes().Select((code, i) => (code, i)))
        {
            foreach (var course in _courses)
            {
                foreach (var ((period, quarters), at) in Periods.Select((one, i) => (one, i)))
                {
                    if (IsMissing(number, course.Indicator, period)) continue;
                    var figure = course.Figure(about[course.Indicator], number, at, Periods.Length, quarters);
                    figure["orgUnit"] = ward;
                    figure["indicator"] = course.Indicator;
                    figure["period"] = period;
                    figure["source"] = "Số liệu hư cấu để minh họa";
                    found.Add(figure);
                }
            }
        }
        return found;
    }

    // One ward has not sent its last quarter, another never weighed its waste.
    private static bool IsMissing(int ward, string indicator, string period) =>
        (ward == 11 && period == "2026-Q3") || (ward == 8 && indicator == "demo-waste");

    private static IEnumerable<(string Period, int Quarters)> Quarters(int year, int count) =>
        Enumerable.Range(1, count).Select(quarter => (string.Create(CultureInfo.InvariantCulture, $"{year}-Q{quarter}"), 1));

    private static JsonArray Items(string file) => Documents.Parse($"demo/{file}");

    /// <summary>How an indicator goes from the first to the last period, and how wards and quarters differ.</summary>
    private sealed record Course(string Indicator, decimal First, decimal Last, decimal Between, decimal Jitter, decimal? Whole)
    {
        public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

        public JsonObject Figure(JsonNode indicator, int ward, int at, int periods, int quarters)
        {
            var way = First + (Last - First) * at / (periods - 1);
            var value = way * (1 + Between * Chance(Indicator, ward, -1)) * (1 + Jitter * Chance(Indicator, ward, at));
            if ((string?)indicator["overTime"] == "sum") value *= quarters;
            if (indicator["levels"] is JsonArray levels)
                return new JsonObject { ["level"] = levels[(int)Math.Clamp(Math.Round(value), 0, levels.Count - 1)]!.DeepClone() };
            if (Whole is not { } whole) return new JsonObject { ["value"] = Math.Max(0, Math.Round(value, (int)indicator["decimals"]!)) };
            whole = Math.Round(whole * (1 + 0.3m * Chance("whole", ward, -1)));
            return new JsonObject { ["numerator"] = Math.Clamp(Math.Round(whole * value / 100), 0, whole), ["denominator"] = whole };
        }

        // From -1 to 1, the same at every start: a generator of the framework may give other numbers in its next version.
        private static decimal Chance(string indicator, int ward, int at)
        {
            var mixed = 2166136261u;
            foreach (var sign in string.Create(CultureInfo.InvariantCulture, $"{indicator} {ward} {at}")) mixed = unchecked((mixed ^ sign) * 16777619);
            mixed = unchecked((mixed ^ (mixed >> 15)) * 2246822519);
            return (mixed >> 8) % 2001 / 1000m - 1;
        }
    }
}
