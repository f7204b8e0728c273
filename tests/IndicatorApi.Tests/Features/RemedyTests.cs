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
    public async Task OfficialSheet_CarriesWhatTheUnitAnswered_AboutItsTime_AsItStoodThen()
    {
        var world = await Api.WorldAsync();
        async Task<Answer> AskAsync(string period, string question) =>
            (await Api.PostJsonAsync($"/api/v1/targets/{world.Target}/remedies", new { period, question })).With(201);
        async Task<Answer> AnswerAsync(Answer asked, string cause, string progress) => (await Api.PutJsonAsync(
            $"/api/v1/remedies/{asked["id"].GetString()}",
            new { causeKind = "own", cause, action = "Giao <từng>\nchi bộ.", responsible = "Bí thư", dueOn = "2024-06-30", progress }, asked.ETag)).With(200);
        async Task<string> SheetAsync(string period, string query = "") => System.Net.WebUtility.HtmlDecode(
            (await Api.ReadAsync($"/api/v1/achievements/{world.Ward}/{period}.html?{query}")).With(200).Text);

        var asked = await AskAsync("2023", "Vì sao chậm?");
        // What nobody has answered yet is not for signing.
        (await SheetAsync("2023")).ShouldNotContain("Nguyên nhân");
        var answered = await AnswerAsync(asked, "Chưa phân công", "answered");
        var first = answered["recordedAt"].GetString()!;
        await AnswerAsync(answered, "Chưa phân công", "done");
        await AnswerAsync(await AskAsync("2021", "Năm trước?"), "Dịch bệnh", "inProgress");

        const string Note = "Nguyên nhân (chủ quan): Chưa phân công; giải pháp: Giao <từng> chi bộ (Bí thư, hạn 30/06/2024)";
        var sheet = await SheetAsync("2023");
        sheet.ShouldContain($") {Note}; đã xong.");
        sheet.ShouldMatch(@"<td class=""mid \w+"">[^<]*\(\d\)");
        sheet.ShouldNotContain("Dịch bệnh");
        (await SheetAsync("2023", $"asOf={Uri.EscapeDataString(first)}")).ShouldContain($"{Note}.");
        (await SheetAsync("2020-2025", "lang=en")).ShouldContain(
            "Year 2021. Cause (own): Dịch bệnh; remedy: Giao <từng> chi bộ (Bí thư, by 30 June 2024); in progress.");
        var rows = Files.Sheets.Read(await Api.Client.GetByteArrayAsync($"/api/v1/achievements/{world.Ward}/2023.xlsx", TestContext.Current.CancellationToken));
        rows.Select(row => Files.Sheets.Text(row[0])).ShouldContain(text => text.EndsWith($") {Note}; đã xong.", StringComparison.Ordinal));
        await Api.PostJsonAsync($"/api/v1/remedies/{asked["id"].GetString()}/withdrawal", new { reason = "Đã rõ" });
        (await SheetAsync("2023")).ShouldNotContain("Nguyên nhân");
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
