using System.Text.Json;
using IndicatorApi.Tests.Access;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>Where an office wants it, readers see only what a second person has approved.</summary>
public sealed class SubmissionTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    [Fact]
    public async Task Put_WithoutReview_IsRecordedAtOnce()
    {
        var world = await Api.WorldAsync();
        (await Api.ReadAsync($"/api/v1/organisation-units/{world.Ward}"))["review"].ValueKind.ShouldBe(JsonValueKind.Null);
        (await Api.PutJsonAsync(Address(world), new { value = 5 })).With(201);
        (await Api.ReadAsync($"/api/v1/submissions?orgUnit={world.Ward}"))["items"].GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Approval_ByAnotherPerson_RecordsTheFigure_AndNotBefore()
    {
        var office = await OfficeAsync();
        var row = $"/api/v1/achievements?orgUnit={office.Ward}&period=2022&fields=percent,actual";
        (await Api.ReadAsync(row))["items"][0].GetProperty("percent").GetDecimal().ShouldBe(20);

        var accepted = (await office.Clerk.PutAsync(office.Figure, new { value = 10, reason = "số chính thức", source = "BC 12" }, "\"1\"")).With(202);
        accepted["state"].GetString().ShouldBe("pending");
        var address = accepted.Headers.Location!.ToString();
        address.ShouldBe($"/api/v1/submissions/{accepted["id"].GetString()}");
        (await Api.ReadAsync(office.Figure)).With(200)["value"].GetDecimal().ShouldBe(5);
        (await Api.ReadAsync(row))["items"][0].GetProperty("percent").GetDecimal().ShouldBe(20);

        var shown = (await office.Head.CallAsync(HttpMethod.Get, address)).With(200);
        var figure = shown["figures"][0];
        (figure.GetProperty("figure").GetProperty("value").GetDecimal(), figure.GetProperty("current").GetProperty("value").GetDecimal(),
            figure.GetProperty("basedOn").GetInt64(), figure.GetProperty("removes").GetBoolean())
            .ShouldBe((10m, 5m, 1L, false));
        (await office.Head.CallAsync(HttpMethod.Get, address, null, ("If-None-Match", shown.ETag))).With(304);

        (await office.Clerk.CallAsync(HttpMethod.Post, $"{address}/approval")).Problem(403, "own_submission");
        (await office.Clerk.PostAsync($"{address}/rejection", new { reason = "x" })).Problem(403, "own_submission");
        (await Api.ReadAsync(office.Figure))["value"].GetDecimal().ShouldBe(5);
        var approved = (await office.Head.CallAsync(HttpMethod.Post, $"{address}/approval")).With(200);
        (approved["state"].GetString(), approved["decidedBy"].GetString()).ShouldBe(("approved", office.HeadName));
        (await Api.ReadAsync(row))["items"][0].GetProperty("percent").GetDecimal().ShouldBe(40);
        var revision = (await Api.WalkAsync($"{office.Figure}/revisions"))[0];
        revision.GetProperty("version").GetInt64().ShouldBe(2);
        revision.GetProperty("reason").GetString().ShouldBe("số chính thức");
        foreach (var who in (string[])[office.ClerkName, office.HeadName]) revision.GetProperty("recordedBy").GetString()!.ShouldContain(who);
        (await office.Head.CallAsync(HttpMethod.Get, address, null, ("If-None-Match", shown.ETag))).With(200)["figures"][0].GetProperty("current")
            .GetProperty("value").GetDecimal().ShouldBe(10);
        foreach (var end in (string[])["approval", "rejection", "withdrawal"])
            (await office.Head.PostAsync($"{address}/{end}", new { reason = "x" })).Problem(409, "already_decided");
        (await Api.WalkAsync($"{office.Figure}/revisions")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Approval_WithANameSharedByTwoKeys_CountsKeysNotNames()
    {
        var office = await OfficeAsync();
        var namesake = Api.ClientWith(
            (await Api.PostJsonAsync("/api/v1/keys", new { name = office.ClerkName, role = "reporter", orgUnit = office.Ward }))["key"].GetString());
        using var _ = namesake;
        var id = await SubmitAsync(office, 10);
        (await namesake.CallAsync(HttpMethod.Post, $"/api/v1/submissions/{id}/withdrawal")).Problem(403, "foreign_submission");
        (await namesake.CallAsync(HttpMethod.Post, $"/api/v1/submissions/{id}/approval")).With(200);
    }

    [Fact]
    public async Task Approval_OfOneOfTwo_MakesTheOtherStale()
    {
        var office = await OfficeAsync();
        var (first, second) = (await SubmitAsync(office, 10), await SubmitAsync(office, 11));
        first.ShouldNotBe(second);
        (await office.Head.CallAsync(HttpMethod.Post, $"/api/v1/submissions/{second}/approval")).With(200);
        var stale = (await office.Head.CallAsync(HttpMethod.Post, $"/api/v1/submissions/{first}/approval")).Problem(409, "stale_submission", "figures[0]");
        stale["detail"].GetString()!.ShouldContain("version 1, now it is version 2");
        (await Api.ReadAsync(office.Figure))["value"].GetDecimal().ShouldBe(11);
        (await office.Head.PostAsync($"/api/v1/submissions/{first}/rejection", new { reason = "đã có số mới" })).With(200);
    }

    [Fact]
    public async Task Approval_ByTwoAtOnce_RecordsOnce()
    {
        var office = await OfficeAsync();
        var id = await SubmitAsync(office, 10);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => office.Head.CallAsync(HttpMethod.Post, $"/api/v1/submissions/{id}/approval")));
        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Where(answer => answer.Status != 200).ShouldAllBe(answer => answer.Status == 409);
        (await Api.WalkAsync($"{office.Figure}/revisions")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Rejection_NeedsAReason_AndRecordsNothing()
    {
        var office = await OfficeAsync();
        var id = await SubmitAsync(office, 10);
        (await office.Head.PostAsync($"/api/v1/submissions/{id}/rejection", "{}")).Problem(400, "required", "reason");
        (await office.Head.PostAsync($"/api/v1/submissions/{id}/rejection", new { reason = "thiếu chứng từ" })).With(200)["reason"].GetString()
            .ShouldBe("thiếu chứng từ");
        (await Api.ReadAsync(office.Figure))["value"].GetDecimal().ShouldBe(5);
        (await ListAsync(office.Clerk, $"orgUnit={office.Ward}&state=rejected")).ShouldBe([id]);
        (await ListAsync(office.Clerk, $"orgUnit={office.Ward}&state=pending")).ShouldBeEmpty();
        // The clerk mends it and submits again.
        (await SubmitAsync(office, 10)).ShouldNotBe(id);
    }

    [Fact]
    public async Task Withdrawal_IsForWhoSubmittedIt()
    {
        var office = await OfficeAsync();
        var id = await SubmitAsync(office, 10);
        (await office.Head.CallAsync(HttpMethod.Post, $"/api/v1/submissions/{id}/withdrawal")).Problem(403, "foreign_submission");
        (await office.Clerk.CallAsync(HttpMethod.Post, $"/api/v1/submissions/{id}/withdrawal")).With(200)["state"].GetString().ShouldBe("withdrawn");
        (await office.Head.CallAsync(HttpMethod.Post, $"/api/v1/submissions/{id}/approval")).Problem(409, "already_decided");
    }

    [Fact]
    public async Task Delete_UnderReview_WaitsToo()
    {
        var office = await OfficeAsync();
        (await office.Clerk.RemoveAsync(office.Figure)).Problem(428);
        (await office.Clerk.RemoveAsync(office.Figure, "\"7\"")).Problem(412);
        var accepted = (await office.Clerk.RemoveAsync($"{office.Figure}?reason=nhập%20nhầm", "\"1\"")).With(202);
        (await Api.ReadAsync(office.Figure)).With(200);
        (await office.Head.CallAsync(HttpMethod.Get, accepted.Headers.Location!.ToString()))["figures"][0].GetProperty("removes").GetBoolean().ShouldBeTrue();
        (await office.Head.CallAsync(HttpMethod.Post, $"{accepted.Headers.Location}/approval")).With(200);
        (await Api.ReadAsync(office.Figure)).Problem(404);
        var last = (await Api.WalkAsync($"{office.Figure}/revisions"))[0];
        (last.GetProperty("deleted").GetBoolean(), last.GetProperty("reason").GetString()).ShouldBe((true, "nhập nhầm"));
    }

    [Fact]
    public async Task Put_UnderReview_KeepsItsPreconditions_AndWhatStandsAlreadyIsNoSubmission()
    {
        var office = await OfficeAsync();
        (await office.Clerk.PutAsync(office.Figure, new { value = 10 })).Problem(428);
        (await office.Clerk.PutAsync(office.Figure, new { value = 10 }, "\"9\"")).Problem(412);
        (await office.Clerk.PutAsync(office.Figure, new { value = 5 }, "\"1\"")).With(200)["version"].GetInt64().ShouldBe(1);
        (await office.Clerk.PostAsync("/api/v1/actuals", new { orgUnit = office.Ward, indicator = office.Indicator, period = "2022", value = 9 }))
            .Problem(409, "already_exists");
        (await office.Clerk.PutAsync(office.Figure, new { level = "tốt" }, "\"1\"")).Problem(400, "required", "value");
        (await ListAsync(office.Clerk, $"orgUnit={office.Ward}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Batch_UnderReview_IsOneSubmission_ApprovedAllOrNone()
    {
        var office = await OfficeAsync();
        object Item(string period, decimal value) => new { orgUnit = office.Ward, indicator = office.Indicator, period, value };
        var body = new { items = new[] { Item("2022", 5), Item("2021", 1.25m), Item("2023", 3) } };
        (await office.Clerk.PostAsync("/api/v1/actuals/batch", new { body.items, dryRun = true })).With(200)["created"].GetInt32().ShouldBe(2);
        (await ListAsync(office.Clerk, $"orgUnit={office.Ward}")).ShouldBeEmpty();

        var accepted = (await office.Clerk.PostAsync("/api/v1/actuals/batch", body)).With(202);
        accepted["count"].GetInt32().ShouldBe(2);
        // A job that sends everything every night waits in one place.
        (await office.Clerk.PostAsync("/api/v1/actuals/batch", body)).With(202)["id"].GetString().ShouldBe(accepted["id"].GetString());

        var single = (await office.Clerk.PostAsync("/api/v1/actuals", Item("2023", 4))).With(202)["id"].GetGuid();
        (await office.Head.CallAsync(HttpMethod.Post, $"/api/v1/submissions/{single}/approval")).With(200);
        (await office.Head.CallAsync(HttpMethod.Post, $"{accepted.Headers.Location}/approval")).Problem(409, "stale_submission", "figures[1]");
        (await Api.ReadAsync($"/api/v1/actuals/{office.Ward}/{office.Indicator}/2021")).Problem(404);
        (await office.Clerk.CallAsync(HttpMethod.Post, $"{accepted.Headers.Location}/withdrawal")).With(200);

        var again = (await office.Clerk.PostAsync("/api/v1/actuals/batch", body)).With(202);
        (await office.Head.CallAsync(HttpMethod.Post, $"{again.Headers.Location}/approval")).With(200);
        (await Api.ReadAsync($"/api/v1/actuals/{office.Ward}/{office.Indicator}/2021"))["value"].GetDecimal().ShouldBe(1.25m);
        (await Api.ReadAsync($"/api/v1/actuals/{office.Ward}/{office.Indicator}/2023"))["value"].GetDecimal().ShouldBe(3);
    }

    [Fact]
    public async Task Approval_AfterThePeriodWasClosed_IsRefused_AndLateOnceReopened()
    {
        var office = await OfficeAsync();
        var id = await SubmitAsync(office, 10);
        var closure = (await Api.PostJsonAsync("/api/v1/closures", new { orgUnit = office.Ward, period = "2022", reason = "khóa sổ" }))
            .With(201)["id"].GetGuid();
        (await office.Clerk.PutAsync(office.Figure, new { value = 12 }, "\"1\"")).Problem(422, "period_closed", "period");
        (await office.Head.CallAsync(HttpMethod.Post, $"/api/v1/submissions/{id}/approval")).Problem(422, "period_closed", "figures[0].period");
        (await Api.PostJsonAsync($"/api/v1/closures/{closure}/reopening", new { reason = "còn bản trình" })).With(200);
        (await office.Head.CallAsync(HttpMethod.Post, $"/api/v1/submissions/{id}/approval")).With(200);
        (await Api.ReadAsync(office.Figure))["late"].GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Review_IsInherited_AndAUnitMaySayOtherwise()
    {
        var province = await Api.WardAsync();
        var (ward, other, indicator) = (await Api.WardAsync(province), await Api.WardAsync(province), await Api.IndicatorAsync());
        await ReviewAsync(province, null, "fourEyes");
        await ReviewAsync(other, province, "none");
        (await Api.PutJsonAsync($"/api/v1/actuals/{ward}/{indicator}/2022", new { value = 1 })).With(202);
        (await Api.PutJsonAsync($"/api/v1/actuals/{other}/{indicator}/2022", new { value = 1 })).With(201);
        // One reviewed unit in a batch makes all of it wait: it is stored as a whole or not at all.
        object Item(string orgUnit) => new { orgUnit, indicator, period = "2023", value = 1 };
        (await Api.PostJsonAsync("/api/v1/actuals/batch", new { items = new[] { Item(other), Item(ward) } })).With(202)["orgUnits"].EnumerateArray()
            .Select(unit => unit.GetString()).ShouldBe(new[] { other, ward }, ignoreOrder: true);
        (await Api.ReadAsync($"/api/v1/actuals/{other}/{indicator}/2023")).Problem(404);
        await ReviewAsync(province, null, null);
        (await Api.PutJsonAsync($"/api/v1/actuals/{ward}/{indicator}/2022", new { value = 1 })).With(201);
        (await Api.PutJsonAsync($"/api/v1/organisation-units/{province}", new { code = province, name = "x", level = "ward", review = "FourEyes" }, "*"))
            .Problem(400, "unknown_word", "review");
    }

    [Fact]
    public async Task Review_IsNotSwitchedByAPlannerOfTheUnitItself()
    {
        var office = await OfficeAsync();
        using var planner = await Api.ClientAsync("planner", office.Ward);
        (await planner.PutAsync($"/api/v1/organisation-units/{office.Ward}", new { code = office.Ward, name = "Phường", level = "ward", review = "none" }, "*"))
            .Problem(403, "foreign_unit");
    }

    [Fact]
    public async Task Submissions_OfAForeignUnit_AreNeitherShownNorDecided()
    {
        var (office, foreign) = (await OfficeAsync(), await OfficeAsync());
        var (own, theirs) = (await SubmitAsync(office, 10), await SubmitAsync(foreign, 10));
        (await ListAsync(office.Head, "")).ShouldBe([own]);
        (await ListAsync(Api.Client, "state=pending")).ShouldContain(theirs);
        (await office.Head.CallAsync(HttpMethod.Get, $"/api/v1/submissions?orgUnit={foreign.Ward}")).Problem(403, "foreign_unit");
        (await office.Head.CallAsync(HttpMethod.Get, $"/api/v1/submissions?under={foreign.Ward}")).Problem(403, "foreign_unit");
        (await office.Head.CallAsync(HttpMethod.Get, $"/api/v1/submissions/{theirs}")).Problem(403, "foreign_unit");
        foreach (var end in (string[])["approval", "rejection", "withdrawal"])
            (await office.Head.PostAsync($"/api/v1/submissions/{theirs}/{end}", new { reason = "x" })).Problem(403, "foreign_unit");
        using var reader = await Api.ClientAsync("reader");
        (await reader.CallAsync(HttpMethod.Get, "/api/v1/submissions")).Problem(403, "forbidden");
        (await office.Head.CallAsync(HttpMethod.Get, $"/api/v1/submissions/{Guid.Empty}")).Problem(404);
        (await office.Head.CallAsync(HttpMethod.Get, "/api/v1/submissions?state=old")).Problem(400, "unknown_word", "state");
    }

    [Fact]
    public async Task Approval_OfABatchOverTwoUnits_NeedsAKeyForBoth()
    {
        var (office, other) = (await OfficeAsync(), await OfficeAsync());
        object Item(string orgUnit) => new { orgUnit, indicator = office.Indicator, period = "2019", value = 1 };
        var accepted = (await Api.PostJsonAsync("/api/v1/actuals/batch", new { items = new[] { Item(office.Ward), Item(other.Ward) } })).With(202);
        (await office.Head.CallAsync(HttpMethod.Get, accepted.Headers.Location!.ToString())).With(200);
        (await office.Head.CallAsync(HttpMethod.Post, $"{accepted.Headers.Location}/approval")).Problem(403, "foreign_unit");
        using var both = await Api.ClientAsync("reporter");
        (await both.CallAsync(HttpMethod.Post, $"{accepted.Headers.Location}/approval")).With(200);
    }

    [Fact]
    public async Task List_InPages_HasEverySubmissionOnceTheNewestFirst()
    {
        var office = await OfficeAsync();
        var made = new List<Guid>();
        foreach (var value in (int[])[10, 11, 12]) made.Add(await SubmitAsync(office, value));
        (await ListAsync(Api.Client, $"under={office.Ward}&limit=2")).ShouldBe(Enumerable.Reverse(made));
        (await Api.ReadAsync("/api/v1/submissions?cursor=x")).Problem(400, "invalid_cursor");
    }

    [Fact]
    public async Task UnitAndIndicator_OfASubmission_AreStillInUse()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        await ReviewAsync(ward, null, "fourEyes");
        (await Api.PutJsonAsync($"/api/v1/actuals/{ward}/{indicator}/2022", new { value = 1 })).With(202);
        (await Api.RemoveAsync($"/api/v1/organisation-units/{ward}", "*")).Problem(409, "still_referenced");
        (await Api.RemoveAsync($"/api/v1/indicators/{indicator}", "*")).Problem(409, "still_referenced");
    }

    [Fact]
    public async Task Document_SaysThatAWriteMayWait()
    {
        var paths = (await Api.GetAsync("/openapi/v1.json")).GetProperty("paths");
        const string One = "/api/v1/actuals/{orgUnit}/{indicator}/{period}";
        foreach (var (path, method) in new[] { ("/api/v1/actuals", "post"), (One, "put"), (One, "delete") })
            paths.GetProperty(path).GetProperty(method).GetProperty("responses").GetProperty("202").GetProperty("content").GetProperty("application/json")
                .GetProperty("schema").GetProperty("$ref").GetString().ShouldBe("#/components/schemas/SubmissionResponse", $"{method} {path}");
    }

    /// <summary>A ward under review with one recorded figure, a clerk and a head.</summary>
    private sealed record Office(string Ward, string Indicator, string Figure, HttpClient Clerk, string ClerkName, HttpClient Head, string HeadName);

    private static string Address(World world) => $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022";

    private async Task<Office> OfficeAsync()
    {
        var world = await Api.WorldAsync();
        (await Api.PutJsonAsync(Address(world), new { value = 5 })).With(201);
        await ReviewAsync(world.Ward, null, "fourEyes");
        var (clerk, head) = ($"cán bộ {world.Ward}", $"lãnh đạo {world.Ward}");
        async Task<HttpClient> KeyAsync(string name) =>
            Api.ClientWith((await Api.PostJsonAsync("/api/v1/keys", new { name, role = "reporter", orgUnit = world.Ward })).With(201)["key"].GetString());
        return new Office(world.Ward, world.Indicator, Address(world), await KeyAsync(clerk), clerk, await KeyAsync(head), head);
    }

    private async Task ReviewAsync(string unit, string? parent, string? review) => (await Api.PutJsonAsync(
        $"/api/v1/organisation-units/{unit}", new { code = unit, name = "Phường", level = "ward", parent, review },
            (await Api.ReadAsync($"/api/v1/organisation-units/{unit}")).ETag))
        .With(200)["review"].GetString().ShouldBe(review);

    private static async Task<Guid> SubmitAsync(Office office, int value) =>
        (await office.Clerk.PutAsync(office.Figure, new { value }, "\"1\"")).With(202)["id"].GetGuid();

    private static async Task<List<Guid>> ListAsync(HttpClient client, string query)
    {
        var ids = new List<Guid>();
        for (var next = $"/api/v1/submissions?{query}"; next is not null;)
        {
            var page = (await client.CallAsync(HttpMethod.Get, next)).With(200);
            ids.AddRange(page["items"].EnumerateArray().Select(row => row.GetProperty("id").GetGuid()));
            next = page["nextLink"].GetString();
        }
        return ids;
    }
}
