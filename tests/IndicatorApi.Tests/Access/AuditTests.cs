using System.Globalization;
using System.Text.Json;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IndicatorApi.Tests.Access;

/// <summary>What the audit log says of each kind of write, and that no write is without it.</summary>
public sealed class AuditTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_OfAnActual_TellsWhoWhenWhatBeforeAfterAndWhy()
    {
        var world = await Api.WorldAsync();
        var made = (await Api.PostJsonAsync("/api/v1/keys", new { name = "Bà Sáu", role = "reporter", orgUnit = world.Ward })).With(201);
        using var reporter = Api.ClientWith(made["key"].GetString());
        var address = $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022";
        var first = (await reporter.PutAsync(address, new { value = 7 })).With(201);
        (await reporter.PutAsync(address, new { value = 8, reason = "đếm lại" }, first.ETag)).With(200);

        var entries = await Api.WalkAsync($"/api/v1/audit?subject={world.Ward}/{world.Indicator}/2022");

        entries.Count.ShouldBe(2);
        var entry = entries[0];
        entry.GetProperty("caller").GetString().ShouldBe("Bà Sáu");
        entry.GetProperty("callerId").GetString().ShouldBe($"key:{made["id"].GetString()}");
        entry.GetProperty("requestId").GetString().ShouldNotBeNullOrEmpty();
        entry.GetProperty("orgUnit").GetString().ShouldBe(world.Ward);
        entry.GetProperty("action").GetString().ShouldBe("updated");
        entry.GetProperty("kind").GetString().ShouldBe("actual");
        entry.GetProperty("subject").GetString().ShouldBe($"{world.Ward}/{world.Indicator}/2022");
        entry.GetProperty("reason").GetString().ShouldBe("đếm lại");
        var change = entry.GetProperty("changes").EnumerateArray().ShouldHaveSingleItem();
        change.GetProperty("before").GetProperty("value").GetDecimal().ShouldBe(7);
        change.GetProperty("after").GetProperty("value").GetDecimal().ShouldBe(8);
        entry.GetProperty("previousHash").GetString().ShouldBe(entries[1].GetProperty("hash").GetString());
        entry.GetProperty("sequence").GetInt64().ShouldBe(entries[1].GetProperty("sequence").GetInt64() + 1);
        entries[1].GetProperty("action").GetString().ShouldBe("created");
        entries[1].GetProperty("changes")[0].GetProperty("before").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task EveryKindOfWrite_TellsOfItsSubject()
    {
        var world = await Api.WorldAsync();
        var target = (await Api.ReadAsync($"/api/v1/targets/{world.Target}")).With(200);
        (await Api.PutJsonAsync($"/api/v1/targets/{world.Target}",
            new { indicator = world.Indicator, rule = new { kind = "atLeast", value = 30 }, reason = "điều chỉnh" }, target.ETag)).With(200);
        var claim = new { orgUnit = world.Ward, indicator = world.Indicator, period = "2022", percent = 50 };
        (await Api.PostJsonAsync("/api/v1/claims", claim)).With(200);
        (await Api.PostJsonAsync("/api/v1/claims", claim with { percent = 60 })).With(200);

        var about = await Api.WalkAsync($"/api/v1/audit?orgUnit={world.Ward}");

        about.Select(entry => $"{entry.GetProperty("kind").GetString()} {entry.GetProperty("action").GetString()} {entry.GetProperty("subject").GetString()}")
            .ShouldBe(
        [
            $"claim updated {world.Ward}/{world.Indicator}/2022",
            $"claim created {world.Ward}/{world.Indicator}/2022",
            $"target updated {world.Target}",
            $"target created {world.Target}",
            $"resolution created {world.Resolution}",
            $"organisationUnit created {world.Ward}",
        ]);
        Change(about[0], "before").GetProperty("percent").GetDecimal().ShouldBe(50);
        Change(about[0], "after").GetProperty("percent").GetDecimal().ShouldBe(60);
        about[2].GetProperty("reason").GetString().ShouldBe("điều chỉnh");
        Change(about[2], "before").GetProperty("rule").GetProperty("value").GetDecimal().ShouldBe(25);
        Change(about[2], "after").GetProperty("rule").GetProperty("value").GetDecimal().ShouldBe(30);
        Change(about[5], "after").GetProperty("name").GetString().ShouldBe("Phường Thử");
        (await Api.WalkAsync($"/api/v1/audit?subject={world.Indicator}")).ShouldHaveSingleItem().GetProperty("kind").GetString().ShouldBe("indicator");
    }

    [Fact]
    public async Task ABatchOfActuals_IsOneEntryForEachUnit_AndIsFoundByAnyFigureInIt()
    {
        var (one, other) = (await Api.WorldAsync(), await Api.WardAsync());
        var items = Enumerable.Range(2010, 12).SelectMany(year =>
            new[] { one.Ward, other }.Select(orgUnit => new { orgUnit, indicator = one.Indicator, period = $"{year}", value = year })).ToList();
        (await Api.PostJsonAsync("/api/v1/actuals/batch", new { items })).With(200);

        var entry = (await Api.WalkAsync($"/api/v1/audit?subject={other}/{one.Indicator}/2015")).ShouldHaveSingleItem();

        entry.GetProperty("subject").GetString().ShouldBe(other);
        entry.GetProperty("changeCount").GetInt32().ShouldBe(12);
        entry.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("subject").GetString())
            .ShouldContain($"{other}/{one.Indicator}/2015");
        entry.GetProperty("requestId").GetString()
            .ShouldBe((await Api.WalkAsync($"/api/v1/audit?subject={one.Ward}/{one.Indicator}/2015"))[0].GetProperty("requestId").GetString());
    }

    [Fact]
    public async Task Keys_AreToldOfWithoutTheKeyOrItsHash()
    {
        var made = (await Api.PostJsonAsync("/api/v1/keys", new { name = "Ông Tư", role = "reader" })).With(201);
        var (id, key) = (made["id"].GetString()!, made["key"].GetString()!);
        (await Api.RemoveAsync($"/api/v1/keys/{id}")).With(204);
        (await Api.RemoveAsync($"/api/v1/keys/{id}")).With(204);

        var entries = await Api.WalkAsync($"/api/v1/audit?subject={id}");

        entries.Select(entry => entry.GetProperty("action").GetString()).ShouldBe(["revoked", "created"]);
        Change(entries[0], "before").TryGetProperty("revokedAt", out _).ShouldBeFalse();
        Change(entries[0], "after").GetProperty("revokedAt").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
        var everything = await ListAsync("SELECT audit_entry::text FROM audit_entry");
        foreach (var secret in (string[])[key, ApiServer.AdministratorKey, Convert.ToHexStringLower(ApiKeyHandler.Hash(key)),
            Convert.ToBase64String(ApiKeyHandler.Hash(key))])
            everything.ShouldAllBe(text => !text.Contains(secret, StringComparison.Ordinal));
        (await ListAsync("SELECT caller FROM audit_entry WHERE kind = 'key' AND after LIKE '%administrator (from settings)%'"))
            .ShouldBe(["start of the program"]);
    }

    [Fact]
    public async Task EveryWritingRoute_AddsAnEntryWhenItChangesSomething_AndNoneWhenNot()
    {
        var routes = (await Api.GetAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"))
            .Where(route => !route.StartsWith("GET ", StringComparison.Ordinal)).ToList();
        var world = await Api.WorldAsync();
        string NewCode() => Calls.NewCode("audited");
        var (unit, indicator, resolution) = (NewCode(), NewCode(), NewCode());
        object Unit(string name) => new { code = unit, name, level = "ward" };
        object Indicator(string name) => new { code = indicator, name, measure = "x", valueType = "number", overTime = "sum", frequency = "year" };
        object Resolution(string title) => new { code = resolution, orgUnit = world.Ward, issuer = "congress", title, term = "2020-2025" };
        object Target(string period, int value) =>
            new { resolution = world.Resolution, indicator = world.Indicator, period, rule = new { kind = "atLeast", value } };
        object Actual(string period, int value) => new { orgUnit = world.Ward, indicator = world.Indicator, period, value };
        object Claim(int percent) => new { orgUnit = world.Ward, indicator = world.Indicator, period = "2023", percent };
        object Benchmark(int value) => new { orgUnit = world.Ward, indicator = world.Indicator, period = "2023", scope = world.Ward, value };
        async Task<string> TagAsync(string path) => (await Api.ReadAsync(path)).With(200).ETag;
        var key = (await Api.PostJsonAsync("/api/v1/keys", new { name = "x", role = "reader" })).With(201)["id"].GetString();
        var actual = $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2021";
        var office = NewCode();
        (await Api.PostJsonAsync("/api/v1/organisation-units", new { code = office, name = "x", level = "ward", review = "fourEyes" })).With(201);
        using var clerk = Api.ClientWith((await Api.PostJsonAsync("/api/v1/keys", new { name = "clerk", role = "reporter", orgUnit = office }))["key"]
            .GetString());
        async Task<string> SubmitAsync(int value) =>
            (await clerk.CallAsync(HttpMethod.Put, $"/api/v1/actuals/{office}/{world.Indicator}/2021", Calls.Body(new { value }))).With(202)["id"].GetString()!;
        var (toApprove, toReject, toWithdraw) = (await SubmitAsync(1), await SubmitAsync(2), await SubmitAsync(3));
        var (ending, beginning) = (await Api.WardAsync(), await Api.WardAsync());
        var closure = (await Api.PostJsonAsync("/api/v1/closures", new { orgUnit = world.Ward, period = "2005", reason = "x" })).With(201)["id"].GetString();
        Task<Answer> ManyAsync(string nouns, params object[] items) => Api.PostJsonAsync($"/api/v1/{nouns}/batch", new { items });
        Task<Answer> ImportAsync(int value) => Api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports",
            Calls.Body($"orgUnit,indicator,period,value\n{world.Ward},{world.Indicator},2018,{value}\n", "text/csv"), ("Prefer", "wait=60"));
        Task<Answer> DataValueAsync(int value) => Api.PostJsonAsync("/api/v1/dhis2/dataValueSets",
            new { dataValues = new[] { new { dataElement = world.Indicator, orgUnit = world.Ward, period = "2017", value = $"{value}" } } });
        var around = await Api.WorldAsync();
        var judged = (await Api.TargetAsync(await Api.ResolutionAsync(office), world.Indicator, new { kind = "judged" }))["id"].GetString();
        object Judgement(string verdict) => new { verdict, on = "2023-06-30", why = "Ổn định", evidence = "Báo cáo" };
        async Task<string> ProposeAsync() =>
            (await clerk.CallAsync(HttpMethod.Post, $"/api/v1/targets/{judged}/judgements", Calls.Body(Judgement("met")))).With(201)["id"].GetString()!;
        var (judgementToApprove, judgementToReject) = (await ProposeAsync(), await ProposeAsync());
        Task<Answer> DecideAsync(string judgement, string decision) => Api.PostJsonAsync($"/api/v1/judgements/{judgement}/{decision}", new { reason = "x" });
        var remedy = (await Api.PostJsonAsync($"/api/v1/targets/{around.Target}/remedies", new { question = "Vì sao chậm?" })).With(201)["id"].GetString();
        object Remedy(string cause) => new { causeKind = "own", cause, action = "Giao từng chi bộ", progress = "answered" };
        var scheme = NewCode();
        object Scheme(string title, int points) => new
        {
            code = scheme,
            title,
            validFrom = "2026-01-01",
            criteria = new[] { new { indicator = around.Indicator, points } },
            grades = new[] { new { name = "tốt", from = 70 } },
        };
        object Webhook(string name) => new { name, url = "https://127.0.0.1:1/", period = "2022", everything = false };
        var webhook = "/api/v1/webhooks/" + (await Api.PostJsonAsync("/api/v1/webhooks", Webhook("a"))).With(201)["id"].GetString();
        // Each: what changes something, how many entries tell of it, and the same again or a refused one, which tells nothing.
        var calls = new Dictionary<string, (int Entries, Func<Task<Answer>> Change, Func<Task<Answer>>? Again)>(StringComparer.Ordinal)
        {
            ["POST /api/v1/organisation-units"] = (1, () => Api.PostJsonAsync("/api/v1/organisation-units", Unit("a")),
                () => Api.PostJsonAsync("/api/v1/organisation-units", Unit("a"))),
            ["PUT /api/v1/organisation-units/{code}"] = (1,
                async () => await Api.PutJsonAsync($"/api/v1/organisation-units/{unit}", Unit("b"), await TagAsync($"/api/v1/organisation-units/{unit}")),
                () => Api.PutJsonAsync($"/api/v1/organisation-units/{unit}", Unit("c"), "\"0\"")),
            ["POST /api/v1/indicators"] = (1, () => Api.PostJsonAsync("/api/v1/indicators", Indicator("a")),
                () => Api.PostJsonAsync("/api/v1/indicators", Indicator("a"))),
            ["PUT /api/v1/indicators/{code}"] = (1, async () =>
                await Api.PutJsonAsync($"/api/v1/indicators/{indicator}", Indicator("b"), await TagAsync($"/api/v1/indicators/{indicator}")),
                async () => await Api.PutJsonAsync($"/api/v1/indicators/{indicator}", Indicator("b"), await TagAsync($"/api/v1/indicators/{indicator}"))),
            ["POST /api/v1/resolutions"] = (1, () => Api.PostJsonAsync("/api/v1/resolutions", Resolution("a")),
                () => Api.PostJsonAsync("/api/v1/resolutions/batch", new { items = new[] { Resolution("z") }, dryRun = true })),
            ["POST /api/v1/organisation-units/batch"] = (1, () => ManyAsync("organisation-units", Unit("m")), () => ManyAsync("organisation-units", Unit("m"))),
            ["POST /api/v1/indicators/batch"] = (1, () => ManyAsync("indicators", Indicator("m")), () => ManyAsync("indicators", Indicator("m"))),
            ["POST /api/v1/resolutions/batch"] = (1, () => ManyAsync("resolutions", Resolution("m")), () => ManyAsync("resolutions", Resolution("m"))),
            ["POST /api/v1/resolutions/{code}/targets/batch"] =
                (1, () => ManyAsync($"resolutions/{world.Resolution}/targets", Target("2020", 1)),
                () => ManyAsync($"resolutions/{world.Resolution}/targets", Target("2020", 1))),
            ["POST /api/v1/targets"] = (1, () => Api.PostJsonAsync("/api/v1/targets", Target("2024", 1)),
                () => Api.PostJsonAsync("/api/v1/targets", Target("2024", 1))),
            ["POST /api/v1/actuals"] = (1, () => Api.PostJsonAsync("/api/v1/actuals", Actual("2004", 1)),
                () => Api.PostJsonAsync("/api/v1/actuals", Actual("2004", 1))),
            ["POST /api/v1/claims/batch"] = (1, () => ManyAsync("claims", Claim(6)), () => ManyAsync("claims", Claim(6))),
            ["POST /api/v1/benchmarks/batch"] = (1, () => ManyAsync("benchmarks", Benchmark(6)), () => ManyAsync("benchmarks", Benchmark(6))),
            ["PUT /api/v1/resolutions/{code}"] = (1, async () =>
                await Api.PutJsonAsync($"/api/v1/resolutions/{resolution}", Resolution("b"), await TagAsync($"/api/v1/resolutions/{resolution}")),
                () => Api.PutJsonAsync($"/api/v1/resolutions/{resolution}", Resolution("c"))),
            ["POST /api/v1/resolutions/{code}/targets"] = (1,
                () => Api.PostJsonAsync($"/api/v1/resolutions/{world.Resolution}/targets",
                new { indicator = world.Indicator, period = "2021", rule = new { kind = "atLeast", value = 1 } }),
                () => Api.PostJsonAsync($"/api/v1/resolutions/{world.Resolution}/targets",
                new { indicator = world.Indicator, period = "2021", rule = new { kind = "atLeast", value = 2 } })),
            ["POST /api/v1/targets/batch"] = (2, () => Api.PostJsonAsync(
                "/api/v1/targets/batch", new { items = new[] { Target("2022", 1), Target("2023", 1) } }),
                () => Api.PostJsonAsync("/api/v1/targets/batch", new { items = new[] { Target("2022", 1), Target("2023", 1) } })),
            ["PUT /api/v1/targets/{id}"] = (1, async () => await Api.PutJsonAsync(
                $"/api/v1/targets/{world.Target}", new { indicator = world.Indicator, rule = new { kind = "atLeast", value = 26 } },
                await TagAsync($"/api/v1/targets/{world.Target}")),
                () => Api.PutJsonAsync($"/api/v1/targets/{world.Target}", new { indicator = world.Indicator, rule = new { kind = "atLeast", value = 27 } })),
            ["POST /api/v1/actuals/batch"] = (1, () => Api.PostJsonAsync(
                "/api/v1/actuals/batch", new { items = new[] { Actual("2019", 1), Actual("2020", 1) } }),
                () => Api.PostJsonAsync("/api/v1/actuals/batch", new { items = new[] { Actual("2019", 2), Actual("2020", 1) }, dryRun = true })),
            ["PUT /api/v1/actuals/{orgUnit}/{indicator}/{period}"] =
                (1, () => Api.PutJsonAsync(actual, new { value = 1 }), async () => await Api.PutJsonAsync(actual, new { value = 1 }, await TagAsync(actual))),
            ["POST /api/v1/organisation-units/successions"] = (4, () => Api.PostJsonAsync("/api/v1/organisation-units/successions",
                new { from = "2025-07-01", reason = "x", parts = new[] { new { predecessor = ending, successor = beginning } } }),
                () => Api.PostJsonAsync("/api/v1/organisation-units/successions",
                new { from = "2025-07-01", reason = "x", parts = new[] { new { predecessor = ending, successor = beginning } } })),
            ["POST /api/v1/closures"] = (1, () => Api.PostJsonAsync("/api/v1/closures", new { orgUnit = world.Ward, period = "2006", reason = "x" }),
                () => Api.PostJsonAsync("/api/v1/closures", new { orgUnit = world.Ward, period = "2006", reason = "x" })),
            ["POST /api/v1/closures/{id}/reopening"] = (1, () => Api.PostJsonAsync($"/api/v1/closures/{closure}/reopening", new { reason = "x" }),
                () => Api.PostJsonAsync($"/api/v1/closures/{closure}/reopening", new { reason = "x" })),
            // The decision, and the figure that it lets in.
            ["POST /api/v1/submissions/{id}/approval"] = (2,
                () => Api.PostJsonAsync($"/api/v1/submissions/{toApprove}/approval", new { }),
                () => Api.PostJsonAsync($"/api/v1/submissions/{toApprove}/approval", new { })),
            ["POST /api/v1/submissions/{id}/rejection"] = (1,
                () => Api.PostJsonAsync($"/api/v1/submissions/{toReject}/rejection", new { reason = "x" }),
                () => Api.PostJsonAsync($"/api/v1/submissions/{toReject}/rejection", new { reason = "x" })),
            ["POST /api/v1/submissions/{id}/withdrawal"] = (1,
                () => clerk.CallAsync(HttpMethod.Post, $"/api/v1/submissions/{toWithdraw}/withdrawal"),
                () => clerk.CallAsync(HttpMethod.Post, $"/api/v1/submissions/{toWithdraw}/withdrawal")),
            ["POST /api/v1/targets/{id}/judgements"] = (1, () => Api.PostJsonAsync($"/api/v1/targets/{judged}/judgements", Judgement("notMet")),
                () => Api.PostJsonAsync($"/api/v1/targets/{judged}/judgements", Judgement("noData"))),
            ["POST /api/v1/judgements/{id}/approval"] = (1,
                () => DecideAsync(judgementToApprove, "approval"),
                () => DecideAsync(judgementToApprove, "approval")),
            ["POST /api/v1/judgements/{id}/rejection"] = (1,
                () => DecideAsync(judgementToReject, "rejection"),
                () => DecideAsync(judgementToReject, "rejection")),
            ["POST /api/v1/targets/{id}/expectations"] = (1,
                () => Api.PostJsonAsync($"/api/v1/targets/{around.Target}/expectations", new { likelihood = "likely", on = "2023-06-30" }),
                () => Api.PostJsonAsync($"/api/v1/targets/{around.Target}/expectations", new { likelihood = "maybe", on = "2023-06-30" })),
            ["POST /api/v1/targets/{id}/remedies"] = (1,
                () => Api.PostJsonAsync($"/api/v1/targets/{around.Target}/remedies", new { question = "Bao giờ xong?" }),
                () => Api.PostJsonAsync($"/api/v1/targets/{around.Target}/remedies", new { question = " " })),
            ["PUT /api/v1/remedies/{id}"] = (1,
                async () => await Api.PutJsonAsync($"/api/v1/remedies/{remedy}", Remedy("Chưa phân công"), await TagAsync($"/api/v1/remedies/{remedy}")),
                () => Api.PutJsonAsync($"/api/v1/remedies/{remedy}", Remedy("Thiếu người"), "\"0\"")),
            ["POST /api/v1/remedies/{id}/withdrawal"] = (1,
                () => Api.PostJsonAsync($"/api/v1/remedies/{remedy}/withdrawal", new { reason = "x" }),
                () => Api.PostJsonAsync($"/api/v1/remedies/{remedy}/withdrawal", new { reason = "x" })),
            ["POST /api/v1/scoring-schemes"] = (1, () => Api.PostJsonAsync("/api/v1/scoring-schemes", Scheme("a", 100)),
                () => Api.PostJsonAsync("/api/v1/scoring-schemes", Scheme("a", 100))),
            ["PUT /api/v1/scoring-schemes/{code}"] = (1, async () =>
                await Api.PutJsonAsync($"/api/v1/scoring-schemes/{scheme}", Scheme("b", 90), await TagAsync($"/api/v1/scoring-schemes/{scheme}")),
                async () => await Api.PutJsonAsync($"/api/v1/scoring-schemes/{scheme}", Scheme("b", 90), await TagAsync($"/api/v1/scoring-schemes/{scheme}"))),
            ["POST /api/v1/dhis2/dataValueSets"] = (1, () => DataValueAsync(7), () => DataValueAsync(7)),
            ["POST /api/v1/imports"] = (1, () => ImportAsync(7), () => ImportAsync(7)),
            ["POST /api/v1/claims"] = (1, () => Api.PostJsonAsync("/api/v1/claims", Claim(5)), () => Api.PostJsonAsync("/api/v1/claims", Claim(5))),
            ["POST /api/v1/benchmarks"] = (1,
                () => Api.PostJsonAsync("/api/v1/benchmarks", Benchmark(5)),
                () => Api.PostJsonAsync("/api/v1/benchmarks", Benchmark(5))),
            ["POST /api/v1/keys"] = (1,
                () => Api.PostJsonAsync("/api/v1/keys", new { name = "y", role = "reader" }),
                () => Api.PostJsonAsync("/api/v1/keys", new { name = "", role = "reader" })),
            ["POST /api/v1/webhooks"] = (1, () => Api.PostJsonAsync("/api/v1/webhooks", Webhook("b")),
                () => Api.PostJsonAsync("/api/v1/webhooks", Webhook("\u0007"))),
            ["PUT /api/v1/webhooks/{id}"] = (1, async () => await Api.PutJsonAsync(webhook, Webhook("c"), await TagAsync(webhook)),
                async () => await Api.PutJsonAsync(webhook, Webhook("c"), await TagAsync(webhook))),
            ["POST /api/v1/webhooks/{id}/secret"] = (1, () => Api.PostJsonAsync($"{webhook}/secret", new { }), null),
            ["POST /api/v1/webhooks/{id}/replay"] = (1, () => Api.PostJsonAsync($"{webhook}/replay", new { }),
                () => Api.PostJsonAsync($"{webhook}/replay", new { delivery = Guid.Empty })),
            ["DELETE /api/v1/webhooks/{id}"] = (1, async () => await Api.RemoveAsync(webhook, await TagAsync(webhook)), () => Api.RemoveAsync(webhook, "*")),
            ["DELETE /api/v1/keys/{id}"] = (1, () => Api.RemoveAsync($"/api/v1/keys/{key}"), () => Api.RemoveAsync($"/api/v1/keys/{key}")),
            ["DELETE /api/v1/actuals/{orgUnit}/{indicator}/{period}"] = (1,
                async () => await Api.RemoveAsync(actual, await TagAsync(actual)),
                () => Api.RemoveAsync(actual, "\"1\"")),
            ["DELETE /api/v1/targets/{id}"] = (1,
                async () => await Api.RemoveAsync($"/api/v1/targets/{world.Target}", await TagAsync($"/api/v1/targets/{world.Target}")),
                () => Api.RemoveAsync($"/api/v1/targets/{world.Target}", "\"1\"")),
            ["DELETE /api/v1/resolutions/{code}"] = (1,
                async () => await Api.RemoveAsync($"/api/v1/resolutions/{resolution}", await TagAsync($"/api/v1/resolutions/{resolution}")),
                () => Api.RemoveAsync($"/api/v1/resolutions/{world.Resolution}", "*")),
            ["DELETE /api/v1/indicators/{code}"] = (1,
                async () => await Api.RemoveAsync($"/api/v1/indicators/{indicator}", await TagAsync($"/api/v1/indicators/{indicator}")),
                () => Api.RemoveAsync($"/api/v1/indicators/{world.Indicator}", "*")),
            ["DELETE /api/v1/organisation-units/{code}"] = (1,
                async () => await Api.RemoveAsync($"/api/v1/organisation-units/{unit}", await TagAsync($"/api/v1/organisation-units/{unit}")),
                () => Api.RemoveAsync($"/api/v1/organisation-units/{world.Ward}", "*")),
        };
        // Cancelling an import leaves the data as it is, and understanding a clause stores nothing.
        routes.Except(calls.Keys).ShouldBe(["DELETE /api/v1/imports/{id}", "POST /api/v1/targets/understanding"], ignoreOrder: true,
            "a writing route without a call here: does it write an audit entry?");

        foreach (var (route, (entries, change, again)) in calls)
        {
            var before = await CountAsync();
            (await change()).Status.ShouldBeInRange(200, 299, route);
            (await CountAsync()).ShouldBe(before + entries, route);
            if (again is null) continue;
            await again();
            (await CountAsync()).ShouldBe(before + entries, $"{route} once more or refused");
        }
        (await VerifyAsync()).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task AWriteThatFailsLate_LeavesNoEntry()
    {
        var world = await Api.WorldAsync();
        await using var source = NpgsqlDataSource.Create(Api.ConnectionString);
        await using (var refuse = source.CreateCommand("ALTER TABLE actual ADD CONSTRAINT refuse_for_test CHECK (note IS DISTINCT FROM 'refuse me')"))
            await refuse.ExecuteNonQueryAsync(Cancelled);
        var before = await CountAsync();

        (await Api.PutJsonAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022", new { value = 7, note = "refuse me" }))
            .Status.ShouldBeGreaterThanOrEqualTo(400);

        (await CountAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task ASaveWithoutAnAuthorOrTransaction_IsRefused()
    {
        await using var context = await Api.Services.GetRequiredService<IDbContextFactory<IndicatorDbContext>>().CreateDbContextAsync(Cancelled);
        context.ApiKeys.Add(new ApiKey
        {
            Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch),
            Name = "x",
            Prefix = "x",
            Hash = [1],
            Role = AccessRole.Administrator,
        });

        (await Should.ThrowAsync<InvalidOperationException>(() => context.SaveChangesAsync(Cancelled))).Message.ShouldContain("author");
        (await Should.ThrowAsync<InvalidOperationException>(() => context.SaveChangesAsync(Author.OfProgram("x"), Cancelled)))
            .Message.ShouldContain("transaction");
    }

    [Fact]
    public async Task ParallelWritersOfOneUnit_KeepOneChainWithoutGaps()
    {
        var ward = await Api.WardAsync();
        var indicators = new List<string>();
        for (var i = 0; i < 8; i++) indicators.Add(await Api.IndicatorAsync());

        await Task.WhenAll(indicators.Select(async indicator =>
        {
            for (var i = 0; i < 20; i++) await Api.ActualAsync(ward, indicator, $"{2000 + i}", i);
        }));

        var sequences = await ListAsync("SELECT a.sequence::text FROM audit_entry a JOIN organisation_unit u ON u.id = a.organisation_unit_id "
            + $"WHERE u.code = '{ward}' ORDER BY a.sequence");
        sequences.ShouldBe(Enumerable.Range(1, 160).Select(number => number.ToString(CultureInfo.InvariantCulture)));
        (await VerifyAsync()).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_OfTheLog_AreNewestFirst_WithoutGapsOrRepeats()
    {
        var world = await Api.WorldAsync();
        for (var year = 2010; year < 2017; year++) await Api.ActualAsync(world.Ward, world.Indicator, $"{year}", year);

        var whole = await Api.WalkAsync($"/api/v1/audit?orgUnit={world.Ward}");
        var paged = await Api.WalkAsync($"/api/v1/audit?orgUnit={world.Ward}&limit=2");

        paged.Select(Id).ShouldBe(whole.Select(Id));
        whole.Count.ShouldBe(10);
        whole.Select(entry => entry.GetProperty("recordedAt").GetDateTimeOffset()).ShouldBeInOrder(SortDirection.Descending);
        var third = whole[2].GetProperty("recordedAt").GetString()!;
        (await Api.WalkAsync($"/api/v1/audit?orgUnit={world.Ward}&from={Uri.EscapeDataString(third)}")).Count.ShouldBe(3);
        (await Api.WalkAsync($"/api/v1/audit?orgUnit={world.Ward}&to={Uri.EscapeDataString(third)}")).Count.ShouldBe(8);
        (await Api.ReadAsync("/api/v1/audit?orgUnit=nowhere")).Problem(404, "unknown_resource");
        (await Api.ReadAsync("/api/v1/audit?from=2023-01-01")).Problem(400, "invalid_instant", "from");
        (await Api.ReadAsync("/api/v1/audit?cursor=nonsense")).Problem(400, "invalid_cursor", "cursor");

        static string Id(JsonElement entry) => entry.GetProperty("id").GetString()!;
    }

    private static JsonElement Change(JsonElement entry, string side) => entry.GetProperty("changes").EnumerateArray().ShouldHaveSingleItem().GetProperty(side);

    private Task<AuditReport> VerifyAsync() => Api.Services.GetRequiredService<AuditVerifier>().RunAsync([], null, Cancelled);

    private async Task<long> CountAsync() => long.Parse((await ListAsync("SELECT count(*)::text FROM audit_entry"))[0], CultureInfo.InvariantCulture);

    private async Task<List<string>> ListAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Api.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Cancelled);
        List<string> found = [];
        while (await reader.ReadAsync(Cancelled)) found.Add(reader.GetString(0));
        return found;
    }
}
