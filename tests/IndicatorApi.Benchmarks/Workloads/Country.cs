using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;

namespace IndicatorApi.Benchmarks.Workloads;

/// <summary>A country of the size of Vietnam, the same in every run: 34 provinces, 3,321 wards, 30 indicators, quarters of a term.</summary>
internal static class Country
{
    public const int Indicators = 30;
    private const int Provinces = 34;
    private const int Wards = 3321;
    private const int Batch = 5000;

    /// <summary>Every quarter of the term but the last, which W6 brings.</summary>
    public static string[] Quarters { get; } =
        [.. Enumerable.Range(2, 19).Select(quarter => string.Create(CultureInfo.InvariantCulture, $"{2020 + (quarter / 4)}-Q{(quarter % 4) + 1}"))];

    /// <summary>The quarter that W6 brings.</summary>
    public const string LastQuarter = "2025-Q2";

    public static string Ward(int number) => string.Create(CultureInfo.InvariantCulture, $"ward-{number}");

    public static string Province(int number) => string.Create(CultureInfo.InvariantCulture, $"province-{number}");

    public static string Indicator(int number) => string.Create(CultureInfo.InvariantCulture, $"indicator-{number}");

    public static int WardsAt(double scale) => Math.Max(1, (int)Math.Round(Wards * scale));

    /// <summary>A figure of a ward, an indicator and a quarter, without a random number.</summary>
    public static decimal Figure(int ward, int indicator, int quarter) => 5 + (((ward * 31) + (indicator * 17) + (quarter * 7)) % 400 / 40m);

    /// <summary>Fills an empty instance through its own API.</summary>
    public static async Task<int> FillAsync(Options options)
    {
        using var client = new HttpClient { BaseAddress = new Uri(options.Url), Timeout = TimeSpan.FromMinutes(10) };
        client.DefaultRequestHeaders.Add("X-Api-Key", options.Key);
        var wards = WardsAt(options.Scale);
        await StoreAsync(client, "organisation-units",
        [
            new { code = "country", name = "Cả nước", level = "country" },
            .. Enumerable.Range(0, Provinces).Select(i => (object)new { code = Province(i), name = $"Tỉnh {i}", level = "province", parent = "country" }),
        ]);
        await StoreAsync(client, "organisation-units", Enumerable.Range(0, wards)
            .Select(i => new { code = Ward(i), name = $"Phường {i}", level = "ward", parent = Province(i % Provinces) }));
        await StoreAsync(client, "indicators", Enumerable.Range(0, Indicators).Select(i => new
        {
            code = Indicator(i),
            name = $"Chỉ tiêu số {i}",
            measure = IsTotal(i) ? "người" : "%",
            valueType = "number",
            frequency = "quarter",
            overTime = IsTotal(i) ? "sum" : "last",
            overUnits = IsTotal(i) ? "sum" : "average",
        }));
        await StoreAsync(client, "resolutions", Enumerable.Range(0, wards).Select(i => new
        {
            code = $"{Ward(i)}-2020",
            orgUnit = Ward(i),
            issuer = "congress",
            title = $"Nghị quyết Đại hội phường {i}",
            term = "2020-2025",
            termStart = "2020-07-01",
            termEnd = "2025-06-30",
        }));
        await StoreAsync(client, "targets", from ward in Enumerable.Range(0, wards)
                                            from indicator in Enumerable.Range(0, Indicators)
                                            select new
                                            {
                                                resolution = $"{Ward(ward)}-2020",
                                                indicator = Indicator(indicator),
                                                rule = Rule(ward, indicator),
                                                baseline = new { value = 6, @on = "2020-06-30", source = "benchmark" },
                                            });
        await StoreAsync(client, "actuals", from quarter in Enumerable.Range(0, Quarters.Length)
                                            from ward in Enumerable.Range(0, wards)
                                            from indicator in Enumerable.Range(0, Indicators)
                                            select new
                                            {
                                                orgUnit = Ward(ward),
                                                indicator = Indicator(indicator),
                                                period = Quarters[quarter],
                                                value = Figure(ward, indicator, quarter),
                                            });
        return 0;
    }

    /// <summary>The last quarter as a file, as an office sends it.</summary>
    public static byte[] LastQuarterFile(int wards)
    {
        var text = new StringBuilder("orgUnit,indicator,period,value\n");
        for (var ward = 0; ward < wards; ward++)
        {
            for (var indicator = 0; indicator < Indicators; indicator++)
                text.Append(CultureInfo.InvariantCulture, $"{Ward(ward)},{Indicator(indicator)},{LastQuarter},{Figure(ward, indicator, Quarters.Length)}\n");
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static bool IsTotal(int indicator) => indicator % 2 == 0;

    private static object Rule(int ward, int indicator) => (indicator % 5) switch
    {
        0 => new { kind = "atLeast", value = 180 + (ward % 40) },
        1 => new { kind = "raiseTo", value = 12 + (ward % 5) },
        2 => new { kind = "atLeast", value = 200, strict = true },
        3 => (object)new { kind = "atMost", value = 11 + (ward % 3) },
        _ => new { kind = "atLeast", value = 150 },
    };

    private static async Task StoreAsync(HttpClient client, string kind, IEnumerable<object> items)
    {
        var watch = Stopwatch.StartNew();
        var stored = 0;
        foreach (var part in items.Chunk(Batch))
        {
            using var answer = await client.PostAsJsonAsync($"/api/v1/{kind}/batch", new { items = part });
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{kind}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            stored += part.Length;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}: {stored} in {watch.Elapsed.TotalSeconds:0.0} s"));
    }
}
