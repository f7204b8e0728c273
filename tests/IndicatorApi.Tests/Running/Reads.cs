namespace IndicatorApi.Tests.Running;

/// <summary>Addresses to read.</summary>
public static class Reads
{
    /// <summary>One for every way of reading.</summary>
    public static IReadOnlyList<string> Of(World world) =>
    [
        "/api/v1/organisation-units", $"/api/v1/organisation-units/{world.Ward}", "/api/v1/indicators", $"/api/v1/indicators/{world.Indicator}",
        "/api/v1/resolutions", $"/api/v1/resolutions/{world.Resolution}", $"/api/v1/resolutions/{world.Resolution}/targets",
        $"/api/v1/targets/{world.Target}", $"/api/v1/targets/{world.Target}/versions", "/api/v1/actuals",
        $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2021", $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2021/revisions",
        "/api/v1/achievements?period=2020-2025", $"/api/v1/achievements/{world.Ward}/2020-2025/{world.Indicator}",
        $"/api/v1/achievements/{world.Ward}/2020-2025?format=csv", $"/api/v1/achievements/summary?indicator={world.Indicator}&period=2020-2025",
        $"/api/v1/achievements/ranking?indicator={world.Indicator}&period=2020-2025",
        $"/api/v1/achievements/series?orgUnit={world.Ward}&indicator={world.Indicator}", "/api/v1/claims", "/api/v1/benchmarks", "/api/v1/closures",
        "/api/v1/submissions", "/api/v1/imports", "/api/v1/keys", "/api/v1/audit", "/api/v1/remedies", "/api/v1/scoring-schemes",
        "/api/v1/quality-warnings", $"/api/v1/templates/actuals?orgUnit={world.Ward}&period=2022",
    ];
}
