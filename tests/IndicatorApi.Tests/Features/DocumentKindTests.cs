using System.Text.Json;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>Documents other than a congress's resolution: a plan for a year, a programme between two days.</summary>
public sealed class DocumentKindTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    [Theory]
    [InlineData("2026", "2026", "2026-01-01", "2026-12-31")]
    [InlineData("2025-07-01--2026-06-30", "2025-07-01--2026-06-30", "2025-07-01", "2026-06-30")]
    [InlineData("2026-01-01--2026-12-31", "2026", "2026-01-01", "2026-12-31")]
    [InlineData("2026-2030", "2026-2030", "2026-01-01", "2030-12-31")]
    public async Task Term_OfAnyForm_IsThePeriodOfTargetsThatNameNone(string term, string canonical, string first, string last)
    {
        var ward = await Api.WardAsync();
        var indicator = await Api.IndicatorAsync();
        var code = Calls.NewCode("plan");
        var made = (await Api.PostJsonAsync("/api/v1/resolutions",
            new { code, orgUnit = ward, issuer = "council", kind = "yearlyPlan", title = "Kế hoạch", term })).With(201);
        (made["term"].GetString(), made["kind"].GetString()).ShouldBe((canonical, "yearlyPlan"));
        var target = await Api.TargetAsync(code, indicator, new { kind = "atLeast", value = 10 });
        target["period"].GetString().ShouldBe(canonical);
        (target["scopeStart"].GetString(), target["scopeEnd"].GetString()).ShouldBe((first, last));
        await Api.ActualAsync(ward, indicator, $"{first}--{last}", 12);
        var row = (await Api.ReadItemAsync($"/api/v1/achievements/{ward}/{canonical}/{indicator}"));
        row.GetProperty("percent").GetDecimal().ShouldBe(120);
    }

    [Fact]
    public async Task YearlyPlan_WithDaysOfItsOwnBesideTheYear_IsRefused()
    {
        var ward = await Api.WardAsync();
        (await Api.PostJsonAsync("/api/v1/resolutions",
            new { code = Calls.NewCode("plan"), orgUnit = ward, issuer = "council", kind = "yearlyPlan", title = "x", term = "2026", termEnd = "2026-06-30" }))
            .Problem(422, "inconsistent", "termEnd");
        (await Api.PostJsonAsync("/api/v1/resolutions",
            new
            {
                code = Calls.NewCode("plan"),
                orgUnit = ward,
                issuer = "council",
                title = "x",
                term = "2026-2030",
                termStart = "2027-01-01",
                termEnd = "2026-06-30"
            }))
            .Problem(422, "out_of_range", "termEnd");
    }

    [Fact]
    public async Task List_ByKindAndIssuer_TakesSeveral()
    {
        var ward = await Api.WardAsync();
        foreach (var (kind, issuer) in ((string?, string)[])[(null, "congress"), ("yearlyPlan", "council"), ("programme", "levelAbove"),
            ("directive", "levelAbove")])
            (await Api.PostJsonAsync("/api/v1/resolutions",
                new { code = Calls.NewCode("doc"), orgUnit = ward, issuer, kind = kind ?? "congress", title = "x", term = "2026" })).With(201);
        (await KindsAsync("")).ShouldBe(["congress", "yearlyPlan", "programme", "directive"], ignoreOrder: true);
        (await KindsAsync("&kind=yearlyPlan,directive")).ShouldBe(["yearlyPlan", "directive"], ignoreOrder: true);
        (await KindsAsync("&issuer=council,congress")).ShouldBe(["congress", "yearlyPlan"], ignoreOrder: true);
        (await KindsAsync("&issuer=levelAbove&kind=programme")).ShouldBe(["programme"]);
        (await Api.ReadAsync($"/api/v1/resolutions?orgUnit={ward}&kind=yearlyPlan,plan")).Problem(400, "unknown_word", "kind");

        async Task<List<string>> KindsAsync(string filter) =>
            [.. (await Api.WalkAsync($"/api/v1/resolutions?orgUnit={ward}{filter}")).Select((JsonElement row) => row.GetProperty("kind").GetString()!)];
    }

    [Fact]
    public async Task Resolution_WithoutAKind_IsACongress()
    {
        var code = await Api.ResolutionAsync(await Api.WardAsync());
        (await Api.ReadItemAsync($"/api/v1/resolutions/{code}")).GetProperty("kind").GetString().ShouldBe("congress");
    }
}
