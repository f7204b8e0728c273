using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Tests.Access;
using IndicatorApi.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

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
        (await CountingAsync(judged)).ShouldBe(new PersonalJudgement(Verdict.Met, "Ổn định", new DateOnly(2024, 6, 30), "Báo cáo"));
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
        (await CountingAsync(judged)).ShouldBeNull();
        var address = $"/api/v1/judgements/{set["id"].GetString()}";
        (await clerk.CallAsync(HttpMethod.Post, $"{address}/approval", Calls.Body(new { }))).Problem(403, "own_judgement");
        (await Api.PostJsonAsync($"{address}/rejection", new { })).Problem(400, "required", "reason");
        (await Api.PostJsonAsync($"{address}/approval", new { reason = "Đã đối chiếu" })).With(200)["state"].GetString().ShouldBe("standing");
        (await Api.PostJsonAsync($"{address}/rejection", new { reason = "Chưa rõ" })).Problem(409, "judgement_decided");
        (await CountingAsync(judged))!.Verdict.ShouldBe(Verdict.Met);

        var again = (await clerk.CallAsync(HttpMethod.Post, $"/api/v1/targets/{judged}/judgements", Calls.Body(Body("notMet", "2025-01-31")))).With(201);
        (await Api.PostJsonAsync($"/api/v1/judgements/{again["id"].GetString()}/rejection", new { reason = "Thiếu minh chứng" })).With(200)["state"].GetString()
            .ShouldBe("rejected");
        (await CountingAsync(judged))!.Verdict.ShouldBe(Verdict.Met);
        (await Api.WalkAsync($"/api/v1/targets/{judged}/judgements")).Select(row => row.GetProperty("state").GetString()).ShouldBe(["standing", "rejected"]);
        (await Api.PostJsonAsync($"/api/v1/judgements/{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}/approval", new { }))
            .Problem(404, "unknown_resource");
    }

    [Fact]
    public async Task Expectations_AsTheyAreCounted_AreTheLatestDay()
    {
        var world = await Api.WorldAsync();
        foreach (var (likelihood, on) in ((string, string)[])[("likely", "2024-06-30"), ("unlikely", "2023-06-30"), ("atRisk", "2024-06-30")])
            (await Api.PostJsonAsync($"/api/v1/targets/{world.Target}/expectations", new { likelihood, on })).With(201);
        using var scope = Api.Services.CreateScope();
        var context = scope.ServiceProvider.GetRequiredService<IndicatorDbContext>();
        var (unit, target) = await PlaceAsync(context, world.Target);
        var found = await context.ExpectationsOfAsync([unit], [target], TestContext.Current.CancellationToken);
        found[target].Likelihood.ShouldBe(Likelihood.AtRisk);
    }

    private static object Body(string verdict, string on = "2023-06-30") => new { verdict, on, why = "Ổn định", evidence = "Báo cáo" };

    private async Task<string> JudgedAsync(string ward, string indicator) =>
        (await Api.TargetAsync(await Api.ResolutionAsync(ward), indicator, new { kind = "judged" }))["id"].GetString()!;

    private async Task<PersonalJudgement?> CountingAsync(string target)
    {
        using var scope = Api.Services.CreateScope();
        var context = scope.ServiceProvider.GetRequiredService<IndicatorDbContext>();
        var (unit, id) = await PlaceAsync(context, target);
        return (await context.JudgementsOfAsync([unit], [id], TestContext.Current.CancellationToken)).GetValueOrDefault(id);
    }

    private static async Task<(Guid Unit, Guid Target)> PlaceAsync(IndicatorDbContext context, string target)
    {
        var id = Guid.Parse(target);
        return (await context.Targets.Where(row => row.Id == id).Select(row => row.OrganisationUnitId).SingleAsync(TestContext.Current.CancellationToken), id);
    }
}
