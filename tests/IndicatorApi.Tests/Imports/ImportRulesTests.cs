using System.Text.Json;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Imports;

/// <summary>A file keeps the rules that single figures keep: closed periods, the second person, and the audit log.</summary>
public sealed class ImportRulesTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    [Fact]
    public async Task Import_OfARowInAClosedPeriod_IsRefusedByLineAndStoresNothing()
    {
        var world = await Api.WorldAsync();
        (await Api.PostJsonAsync("/api/v1/closures", new { orgUnit = world.Ward, period = "2021", reason = "đã quyết toán" })).With(201);

        var job = await ImportAsync(Api.Client, $"orgUnit,indicator,period,value\n{world.Ward},{world.Indicator},2020,1\n"
            + $"{world.Ward},{world.Indicator},2021-Q2,2\n{world.Ward},{world.Indicator},2022,3\n");

        (job["state"].GetString(), job["errors"].GetInt32()).ShouldBe(("failed", 1), job.Text);
        var error = (await Api.WalkAsync($"/api/v1/imports/{job["id"].GetString()}/errors")).ShouldHaveSingleItem();
        (error.GetProperty("line").GetInt32(), error.GetProperty("column").GetString(), error.GetProperty("code").GetString())
            .ShouldBe((3, "period", "period_closed"));
        (await Api.WalkAsync($"/api/v1/actuals?orgUnit={world.Ward}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Import_AfterReopening_MarksWhatComesLate()
    {
        var world = await Api.WorldAsync();
        var closure = (await Api.PostJsonAsync("/api/v1/closures", new { orgUnit = world.Ward, period = "2021", reason = "x" })).With(201)["id"].GetString();
        (await Api.PostJsonAsync($"/api/v1/closures/{closure}/reopening", new { reason = "bổ sung" })).With(200);

        (await ImportAsync(Api.Client, $"orgUnit,indicator,period,value\n{world.Ward},{world.Indicator},2020,1\n"
            + $"{world.Ward},{world.Indicator},2021,2\n"))["state"].GetString().ShouldBe("succeeded");

        (await Api.WalkAsync($"/api/v1/actuals?orgUnit={world.Ward}"))
            .ToDictionary(row => row.GetProperty("period").GetString()!, row => row.GetProperty("late").GetBoolean())
            .ShouldBe(new Dictionary<string, bool> { ["2020"] = false, ["2021"] = true }, ignoreOrder: true);
    }

    [Fact]
    public async Task Import_WhereASecondPersonApproves_IsOneSubmission_AndIsReadOnceItIsApproved()
    {
        var ward = Calls.NewCode("ward");
        (await Api.PostJsonAsync("/api/v1/organisation-units", new { code = ward, name = "Phường Thử", level = "ward", review = "fourEyes" })).With(201);
        var indicator = await Api.IndicatorAsync();
        using var clerk = await ReporterAsync("clerk", ward);
        using var head = await ReporterAsync("head", ward);

        var job = await ImportAsync(clerk, $"orgUnit,indicator,period,value\n{ward},{indicator},2020,1\n{ward},{indicator},2021,2\n");

        (job["state"].GetString(), job["created"].GetInt32()).ShouldBe(("succeeded", 2), job.Text);
        (await Api.WalkAsync($"/api/v1/actuals?orgUnit={ward}")).ShouldBeEmpty();
        var submission = $"/api/v1/submissions/{job["submission"].GetString()}";
        (await clerk.CallAsync(HttpMethod.Post, $"{submission}/approval", Calls.Body(new { }))).Problem(403, "own_submission");
        (await head.CallAsync(HttpMethod.Post, $"{submission}/approval", Calls.Body(new { }))).With(200)["count"].GetInt32().ShouldBe(2);
        (await Api.WalkAsync($"/api/v1/actuals?orgUnit={ward}")).Select(row => row.GetProperty("value").GetDecimal()).ShouldBe([1m, 2m], ignoreOrder: true);
    }

    [Fact]
    public async Task Import_IsToldInTheAuditLog_InTheNameOfTheKeyThatSentIt()
    {
        var world = await Api.WorldAsync();
        using var clerk = await ReporterAsync("import clerk", world.Ward);

        (await ImportAsync(clerk, $"orgUnit,indicator,period,value\n{world.Ward},{world.Indicator},2020,1\n{world.Ward},{world.Indicator},2021,2\n"))["state"]
            .GetString().ShouldBe("succeeded");

        var entry = (await Api.WalkAsync($"/api/v1/audit?subject={world.Ward}/{world.Indicator}/2021")).ShouldHaveSingleItem();
        (entry.GetProperty("caller").GetString(), entry.GetProperty("changeCount").GetInt32()).ShouldBe(("import clerk", 2));
        entry.GetProperty("callerId").GetString()!.ShouldStartWith("key:");
        entry.GetProperty("requestId").ValueKind.ShouldBe(JsonValueKind.String);
    }

    private async Task<HttpClient> ReporterAsync(string name, string unit) =>
        Api.ClientWith((await Api.PostJsonAsync("/api/v1/keys", new { name, role = "reporter", orgUnit = unit })).With(201)["key"].GetString());

    private static async Task<Answer> ImportAsync(HttpClient client, string csv) =>
        (await client.CallAsync(HttpMethod.Post, "/api/v1/imports", Calls.Body(csv, "text/csv"), ("Prefer", "wait=60"))).With(202);
}
