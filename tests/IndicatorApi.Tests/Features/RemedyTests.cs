using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>What persons say about targets: whether they will be met, why they are missed and what is done about it.</summary>
public sealed class RemedyTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    [Fact]
    public async Task Expectations_AreAddedAndNeverReplaced()
    {
        var world = await Api.WorldAsync();
        var address = $"/api/v1/targets/{world.Target}/expectations";
        (await Api.PostJsonAsync(address, new { likelihood = "likely", on = "2023-06-30", reason = "Đúng tiến độ" })).With(201);
        var later = (await Api.PostJsonAsync(address, new { likelihood = "atRisk", on = "2024-06-30", by = "Phòng Kinh tế" })).With(201);
        later["by"].GetString().ShouldBe("Phòng Kinh tế");
        var all = await Api.WalkAsync($"{address}?limit=1");
        all.Select(one => one.GetProperty("likelihood").GetString()).ShouldBe(["likely", "atRisk"]);
        all[0].GetProperty("by").GetString().ShouldBe(all[0].GetProperty("recordedBy").GetString());
        (await Api.ReadAsync($"{address}?format=csv")).With(200).Text.Split('\n').Length.ShouldBeGreaterThan(2);
        (await Api.PostJsonAsync(address, new { likelihood = "maybe" })).Problem(400, "unknown_word");
        (await Api.PostJsonAsync($"/api/v1/targets/{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}/expectations", new { likelihood = "likely" }))
            .Problem(404, "unknown_resource");
        (await Api.ReadAsync($"/api/v1/targets/{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}/expectations")).Problem(404, "unknown_resource");
        var told = (await Api.ReadAsync($"/api/v1/audit?subject={world.Target}")).With(200)["items"].EnumerateArray()
            .Select(entry => entry.GetProperty("kind").GetString());
        told.Count(kind => kind == "expectation").ShouldBe(2);
    }

    [Fact]
    public async Task Remedy_IsAskedAnsweredDoneAndKept()
    {
        var world = await Api.WorldAsync();
        var asked = (await Api.PostJsonAsync($"/api/v1/targets/{world.Target}/remedies",
            new { period = "2023", question = "Vì sao chậm?", answerBy = "2024-01-31" })).With(201);
        var address = $"/api/v1/remedies/{asked["id"].GetString()}";
        asked["state"].GetString().ShouldBe("asked");
        (await ListedAsync("asked")).ShouldBe(1);

        object Answer(string progress, string? action = "Giao từng chi bộ") =>
            new { causeKind = "own", cause = "Chưa phân công", action, responsible = "Bí thư", dueOn = "2024-06-30", progress };
        (await Api.PutJsonAsync(address, Answer("answered"))).Problem(428);
        (await Api.PutJsonAsync(address, Answer("done", null), asked.ETag)).Problem(422, "inconsistent", "action");
        var answered = (await Api.PutJsonAsync(address, Answer("answered"), asked.ETag)).With(200);
        (answered["state"].GetString(), answered["causeKind"].GetString(), answered["question"].GetString()).ShouldBe(("answered", "own", "Vì sao chậm?"));
        (await Api.PutJsonAsync(address, Answer("done"), asked.ETag)).Problem(412, "stale");
        (await Api.PutJsonAsync(address, Answer("done"), answered.ETag)).With(200)["state"].GetString().ShouldBe("done");
        (await Api.ReadAsync(address, ("If-None-Match", "\"3\""))).Status.ShouldBe(304);
        (await ListedAsync("asked")).ShouldBe(0);
        (await ListedAsync("answered,done")).ShouldBe(1);
        (await Api.PostJsonAsync($"{address}/withdrawal", new { reason = "Đã rõ" })).With(200)["state"].GetString().ShouldBe("withdrawn");
        (await Api.PostJsonAsync($"{address}/withdrawal", new { reason = "Đã rõ" })).Problem(409, "remedy_withdrawn");
        var versions = await Api.WalkAsync($"{address}/versions");
        versions.Select(version => version.GetProperty("state").GetString()).ShouldBe(["withdrawn", "done", "answered", "asked"]);
        versions[0].GetProperty("reason").GetString().ShouldBe("Đã rõ");
        versions[1].GetProperty("reason").GetString().ShouldBeNull();
        (await Api.ReadAsync($"/api/v1/remedies?orgUnit={world.Ward}&format=csv")).With(200).Text.ShouldContain("withdrawn");
        (await Api.ReadAsync($"/api/v1/remedies?orgUnit={world.Ward}&state=open")).Problem(400, "unknown_word", "state");
        (await Api.ReadAsync($"/api/v1/remedies/{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}")).Problem(404, "unknown_resource");

        async Task<int> ListedAsync(string state) => (await Api.WalkAsync($"/api/v1/remedies?under={world.Ward}&state={state}")).Count;
    }

    [Fact]
    public async Task List_GoesOverPages_OfOneUnitOrAllUnderIt()
    {
        var world = await Api.WorldAsync();
        var below = await Api.WardAsync(world.Ward);
        var share = await Api.TargetAsync(await Api.ResolutionAsync(below), world.Indicator, new { kind = "atLeast", value = 1 });
        foreach (var target in (string[])[world.Target, share["id"].GetString()!, world.Target])
            (await Api.PostJsonAsync($"/api/v1/targets/{target}/remedies", new { question = "Vì sao?" })).With(201)["period"].GetString().ShouldBe("2020-2025");
        (await Api.WalkAsync($"/api/v1/remedies?under={world.Ward}&limit=1")).Count.ShouldBe(3);
        (await Api.WalkAsync($"/api/v1/remedies?orgUnit={below}")).Count.ShouldBe(1);
        (await Api.WalkAsync($"/api/v1/remedies?target={world.Target}")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Claim_OfAGapOrAnExcess_IsKeptAsPrinted()
    {
        var world = await Api.WorldAsync();
        var claim = new { orgUnit = world.Ward, indicator = world.Indicator, period = "2023", gap = 0.3m, excess = 8 };
        (await Api.PostJsonAsync("/api/v1/claims", claim)).With(200)["created"].GetInt32().ShouldBe(1);
        (await Api.PostJsonAsync("/api/v1/claims", claim)).With(200)["unchanged"].GetInt32().ShouldBe(1);
        (await Api.PostJsonAsync("/api/v1/claims", claim with { gap = -0.3m })).With(200)["updated"].GetInt32().ShouldBe(1);
        var read = (await Api.WalkAsync($"/api/v1/claims?orgUnit={world.Ward}")).Single();
        (read.GetProperty("gap").GetDecimal(), read.GetProperty("excess").GetDecimal()).ShouldBe((-0.3m, 8));
        (await Api.PostJsonAsync("/api/v1/claims", new { orgUnit = world.Ward, indicator = world.Indicator, period = "2024" }))
            .Problem(422, "inconsistent", "percent");
    }
}
