using System.Text.Json;
using IndicatorApi.Tests.Access;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>Targets that a person judges.</summary>
public sealed class JudgementTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    [Fact]
    public async Task Judgement_OfATargetThatFiguresDecide_OrWithoutAVerdict_IsRefused()
    {
        var world = await Api.WorldAsync();
        (await Api.PostJsonAsync($"/api/v1/targets/{world.Target}/judgements", Body("met"))).Problem(422, "inconsistent", "verdict");
        var judged = await JudgedAsync(world.Ward, world.Indicator);
        (await Api.PostJsonAsync($"/api/v1/targets/{judged}/judgements", Body("noData"))).Problem(400, "unknown_word", "verdict");
        (await Api.PostJsonAsync($"/api/v1/targets/{judged}/judgements", new { verdict = "met", on = "2023-06-30", why = " ", evidence = "x" }))
            .Problem(422, "invalid_text", "why");
        (await Api.PostJsonAsync($"/api/v1/targets/{judged}/judgements", new { verdict = "met", on = "2023-06-30", why = "x" })).Problem(400, "required");
    }

    [Fact]
    public async Task Judgement_WithoutFourEyes_StandsAtOnce_AndTheLatestDayCounts()
    {
        var world = await Api.WorldAsync();
        var judged = await JudgedAsync(world.Ward, world.Indicator);
        var address = $"/api/v1/targets/{judged}/judgements";
        (await Api.PostJsonAsync(address, Body("met", "2024-06-30"))).With(201)["state"].GetString().ShouldBe("standing");
        (await Api.PostJsonAsync(address, Body("notMet", "2023-06-30"))).With(201);
        (await Api.WalkAsync($"{address}?limit=1")).Select(row => row.GetProperty("verdict").GetString()).ShouldBe(["met", "notMet"]);
        (await CountingAsync(judged)).ShouldBe(("met", "2024-06-30"));
        (await Api.ReadAsync($"{address}?format=csv")).With(200).Text.ShouldContain("notMet");
    }

    [Fact]
    public async Task Judgement_UnderFourEyes_WaitsForAnotherPerson()
    {
        var world = await Api.WorldAsync();
        (await Api.PutJsonAsync($"/api/v1/organisation-units/{world.Ward}",
            new { code = world.Ward, name = "Phường Thử", level = "ward", review = "fourEyes" }, "*")).With(200);
        var judged = await JudgedAsync(world.Ward, world.Indicator);
        using var clerk = await Api.ClientAsync("reporter", world.Ward);
        var set = (await clerk.CallAsync(HttpMethod.Post, $"/api/v1/targets/{judged}/judgements", Calls.Body(Body("met")))).With(201);
        set["state"].GetString().ShouldBe("proposed");
        (await CountingAsync(judged)).Verdict.ShouldBeNull();
        var address = $"/api/v1/judgements/{set["id"].GetString()}";
        (await clerk.CallAsync(HttpMethod.Post, $"{address}/approval", Calls.Body(new { }))).Problem(403, "own_judgement");
        (await Api.PostJsonAsync($"{address}/rejection", new { })).Problem(400, "required", "reason");
        (await Api.PostJsonAsync($"{address}/approval", new { reason = "Đã đối chiếu" })).With(200)["state"].GetString().ShouldBe("standing");
        (await Api.PostJsonAsync($"{address}/rejection", new { reason = "Chưa rõ" })).Problem(409, "judgement_decided");
        (await CountingAsync(judged)).Verdict.ShouldBe("met");

        var again = (await clerk.CallAsync(HttpMethod.Post, $"/api/v1/targets/{judged}/judgements", Calls.Body(Body("notMet", "2025-01-31")))).With(201);
        (await Api.PostJsonAsync($"/api/v1/judgements/{again["id"].GetString()}/rejection", new { reason = "Thiếu minh chứng" })).With(200)["state"].GetString()
            .ShouldBe("rejected");
        (await CountingAsync(judged)).Verdict.ShouldBe("met");
        (await Api.WalkAsync($"/api/v1/targets/{judged}/judgements")).Select(row => row.GetProperty("state").GetString()).ShouldBe(["standing", "rejected"]);
        (await Api.PostJsonAsync($"/api/v1/judgements/{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}/approval", new { }))
            .Problem(404, "unknown_resource");
    }

    [Fact]
    public async Task Achievement_ForAnEarlierPeriod_KnowsNoLaterJudgement_AndANewOneChangesItsTag()
    {
        var world = await Api.WorldAsync();
        var judged = await JudgedAsync(world.Ward, world.Indicator);
        var address = $"/api/v1/targets/{judged}/judgements";
        (await Api.PostJsonAsync(address, Body("notMet"))).With(201);
        var scorecard = $"/api/v1/achievements/{world.Ward}/2023";
        var before = (await Api.ReadAsync(scorecard)).With(200);
        (await Api.PostJsonAsync(address, Body("met", "2024-06-30"))).With(201);
        (await Api.ReadAsync(scorecard, ("If-None-Match", before.ETag))).With(200)["items"].EnumerateArray()
            .Single(row => row.GetProperty("targetId").GetString() == judged).GetProperty("verdict").GetString().ShouldBe("notMet");
        (await VerdictAsync("2022")).ShouldBe("noData");
        (await VerdictAsync("2024")).ShouldBe("met");
        // Once the time is over the last word counts, whenever it was said.
        (await Api.PostJsonAsync(address, Body("exceeded", "2026-02-01"))).With(201);
        (await VerdictAsync("2020-2025")).ShouldBe("exceeded");
        (await VerdictAsync("2024")).ShouldBe("met");

        async Task<string?> VerdictAsync(string period) => (await Api.ReadItemAsync(
            $"/api/v1/achievements/{world.Ward}/{period}/{world.Indicator}?target={judged}")).GetProperty("verdict").GetString();
    }

    [Fact]
    public async Task Judgement_OfATargetOfEachYear_CountsInItsYear()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        var target = (await Api.TargetAsync(await Api.ResolutionAsync(ward), indicator, new { kind = "judged" }, recurrence: "eachYear"))["id"].GetString();
        foreach (var (verdict, on) in ((string, string)[])[("met", "2022-12-31"), ("notMet", "2023-12-20")])
            (await Api.PostJsonAsync($"/api/v1/targets/{target}/judgements", Body(verdict, on))).With(201);
        foreach (var (period, verdict) in ((string, string)[])
            [("2021", "noData"), ("2022", "met"), ("2023", "notMet"), ("2024", "noData"), ("2023-S1", "noData")])
            (await Api.ReadItemAsync($"/api/v1/achievements/{ward}/{period}/{indicator}")).GetProperty("verdict").GetString().ShouldBe(verdict, period);
    }

    private static object Body(string verdict, string on = "2023-06-30") => new { verdict, on, why = "Ổn định", evidence = "Báo cáo" };

    private async Task<string> JudgedAsync(string ward, string indicator) =>
        (await Api.TargetAsync(await Api.ResolutionAsync(ward), indicator, new { kind = "judged" }))["id"].GetString()!;

    // The judgement that the target's achievement shows.
    private async Task<(string? Verdict, string? On)> CountingAsync(string target)
    {
        var stored = await Api.ReadItemAsync($"/api/v1/targets/{target}");
        var row = await Api.ReadItemAsync(
            $"/api/v1/achievements/{stored.GetProperty("orgUnit").GetString()}/2020-2025/{stored.GetProperty("indicator").GetString()}?target={target}");
        var judged = row.GetProperty("judged");
        if (judged.ValueKind == JsonValueKind.Null)
        {
            (row.GetProperty("verdict").GetString(), row.GetProperty("reason").GetString()).ShouldBe(("noData", "judgementMissing"));
            return default;
        }
        judged.GetProperty("verdict").GetString().ShouldBe(row.GetProperty("verdict").GetString());
        return (row.GetProperty("verdict").GetString(), judged.GetProperty("on").GetString());
    }
}
