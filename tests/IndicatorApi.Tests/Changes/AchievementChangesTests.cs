using System.Buffers.Text;
using System.Text.Json;
using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Changes;

/// <summary>A program that follows the changes has what a full read has, and is told of nothing else.</summary>
public sealed class AchievementChangesTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Question = "period=2022";

    private ApiServer _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiServer.StartAsync(postgres);

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Changes_FromTheStart_AreAllAchievements_AndThenOnlyThoseOfUnitsThatChanged()
    {
        var (first, second) = (await _api.WorldAsync(), await _api.WorldAsync());
        var copy = new Copy(Question);
        (await copy.FollowAsync(_api.Client)).Count.ShouldBe(2);
        copy.Rows.ShouldBe(await Copy.FullAsync(_api, Question));
        (await copy.FollowAsync(_api.Client)).ShouldBeEmpty();

        await _api.ActualAsync(second.Ward, second.Indicator, "2022", 7);
        var changed = (await copy.FollowAsync(_api.Client)).ShouldHaveSingleItem();
        changed.GetProperty("orgUnit").GetString().ShouldBe(second.Ward);
        changed.GetProperty("achievement").GetProperty("percent").GetDecimal().ShouldBe(28);
        var version = changed.GetProperty("version").GetInt64();
        await _api.ActualAsync(second.Ward, second.Indicator, "2021", 7);
        (await copy.FollowAsync(_api.Client)).ShouldHaveSingleItem().GetProperty("version").GetInt64().ShouldBeGreaterThan(version);
        copy.Rows.ShouldBe(await Copy.FullAsync(_api, Question));
        copy.Rows.Count.ShouldBe(2);
        (await _api.RemoveAsync($"/api/v1/targets/{first.Target}", (await _api.ReadAsync($"/api/v1/targets/{first.Target}")).ETag)).With(204);
        var gone = (await copy.FollowAsync(_api.Client)).ShouldHaveSingleItem();
        gone.GetProperty("change").GetString().ShouldBe("removed");
        gone.GetProperty("orgUnit").GetString().ShouldBe(first.Ward);
        gone.GetProperty("achievement").ValueKind.ShouldBe(JsonValueKind.Null);
        copy.Rows.ShouldBe(await Copy.FullAsync(_api, Question));
    }

    [Fact]
    public async Task Changes_InSmallPages_NeverPartAUnit_AndEndWithTheSameSet()
    {
        var worlds = new List<World>();
        for (var i = 0; i < 4; i++)
        {
            var world = await _api.WorldAsync();
            worlds.Add(world);
            for (var year = 2022; year < 2025; year++)
                await _api.TargetAsync(world.Resolution, await _api.IndicatorAsync(), new { kind = "atLeast", value = year });
        }
        var copy = new Copy(Question);
        var page = (await _api.ReadAsync(copy.Address("&limit=1"))).With(200).Json;
        page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("orgUnit").GetString()).Distinct().ShouldHaveSingleItem();
        page.GetProperty("items").GetArrayLength().ShouldBe(4);
        copy.Take(page).ShouldBeTrue();
        // What is written between two pages comes with the later one or after the last.
        await _api.ActualAsync(worlds[0].Ward, worlds[0].Indicator, "2022", 3);
        await _api.ActualAsync(worlds[3].Ward, worlds[3].Indicator, "2022", 4);
        (await _api.ReadAsync(page.GetProperty("nextLink").GetString()!)).With(200)["items"].GetArrayLength().ShouldBe(4);
        await copy.FollowAsync(_api.Client, "&limit=1");
        copy.Rows.ShouldBe(await Copy.FullAsync(_api, Question));
        (await copy.FollowAsync(_api.Client, "&limit=1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Changes_OfNamesDefinitionsAndTerms_TellOfWhatDependsOnThem()
    {
        var (world, other) = (await _api.WorldAsync(), await _api.WorldAsync());
        var copy = new Copy(Question);
        await copy.FollowAsync(_api.Client);
        async Task PutAsync(string address, object body) => (await _api.PutJsonAsync(address, body, "*")).With(200);
        async Task OnlyAsync(string unit)
        {
            (await copy.FollowAsync(_api.Client)).Select(item => item.GetProperty("orgUnit").GetString()).Distinct().ShouldBe([unit]);
            copy.Rows.ShouldBe(await Copy.FullAsync(_api, Question));
        }
        await PutAsync($"/api/v1/indicators/{world.Indicator}",
            new { code = world.Indicator, name = "Tên mới", measure = "người", valueType = "number", overTime = "last", frequency = "year" });
        await OnlyAsync(world.Ward);
        await PutAsync($"/api/v1/organisation-units/{other.Ward}", new { code = other.Ward, name = "Phường Mới", level = "ward" });
        await OnlyAsync(other.Ward);
        // The term ends before the year that is followed: the row is there no more.
        await PutAsync($"/api/v1/resolutions/{world.Resolution}",
            new
            {
                code = world.Resolution,
                orgUnit = world.Ward,
                issuer = "congress",
                title = "x",
                term = "2020-2025",
                termStart = "2020-01-01",
                termEnd = "2021-12-31",
            });
        await OnlyAsync(world.Ward);
        copy.Rows.Count.ShouldBe(1);
        // A new unit without targets is no news to anyone.
        await _api.WardAsync();
        (await copy.FollowAsync(_api.Client)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Changes_OfATree_TellOfWhoLeavesIt_AndOfTheUnitThatLooksAtAllBelow()
    {
        var (province, elsewhere) = (await _api.WardAsync(), await _api.WardAsync());
        var ward = await _api.WardAsync(province);
        var indicator = await _api.IndicatorAsync(overTime: "last");
        var ofWard = await _api.ResolutionAsync(ward);
        await _api.TargetAsync(ofWard, indicator, new { kind = "atLeast", value = 5 });
        var ofProvince = await _api.ResolutionAsync(province);
        await _api.TargetAsync(ofProvince, indicator, new { kind = "everyUnit", level = "ward", rule = new { kind = "atLeast", value = 5 } });
        var question = $"{Question}&under={province}";
        var (inside, all) = (new Copy(question), new Copy(Question));
        (await inside.FollowAsync(_api.Client)).Count.ShouldBe(2);
        await all.FollowAsync(_api.Client);

        await _api.ActualAsync(ward, indicator, "2022", 6);
        (await inside.FollowAsync(_api.Client)).Select(item => item.GetProperty("orgUnit").GetString()).ShouldBe([province, ward], ignoreOrder: true);
        inside.Rows.ShouldBe(await Copy.FullAsync(_api, question));

        (await _api.PutJsonAsync($"/api/v1/organisation-units/{ward}",
            new { code = ward, name = "Phường Thử", level = "ward", parent = elsewhere, parentFrom = "2021-01-01" }, "*")).With(200);
        await inside.FollowAsync(_api.Client);
        inside.Rows.Count.ShouldBe(1);
        inside.Rows.ShouldBe(await Copy.FullAsync(_api, question));
        await all.FollowAsync(_api.Client);
        all.Rows.ShouldBe(await Copy.FullAsync(_api, Question));
    }

    [Fact]
    public async Task Changes_BehindAWriterThatCommitsLate_AreNeitherLostNorToldAgain()
    {
        var (late, early) = (await _api.WorldAsync(), await _api.WorldAsync());
        var copy = new Copy(Question);
        await copy.FollowAsync(_api.Client);
        await using var source = NpgsqlDataSource.Create(_api.ConnectionString);
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var write = new NpgsqlCommand("""
            UPDATE unit_version SET version = version + 1, written_by = pg_current_xact_id()
            WHERE organisation_unit_id = (SELECT id FROM organisation_unit WHERE code = $1)
            """, connection, transaction) { Parameters = { new NpgsqlParameter<string> { TypedValue = late.Ward } } };
        await write.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        await _api.ActualAsync(early.Ward, early.Indicator, "2022", 1);
        (await copy.FollowAsync(_api.Client)).ShouldHaveSingleItem().GetProperty("orgUnit").GetString().ShouldBe(early.Ward);
        (await copy.FollowAsync(_api.Client)).ShouldBeEmpty("the older writer still runs, and nothing has come since");
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        (await copy.FollowAsync(_api.Client)).ShouldHaveSingleItem().GetProperty("orgUnit").GetString().ShouldBe(late.Ward);
        (await copy.FollowAsync(_api.Client)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Changes_WhenThereAreNone_Are304_AndAreWaitedFor()
    {
        var world = await _api.WorldAsync();
        var copy = new Copy(Question);
        await copy.FollowAsync(_api.Client);
        var nothing = (await _api.ReadAsync(copy.Address())).With(200);
        (await _api.ReadAsync(copy.Address(), ("If-None-Match", nothing.ETag))).Status.ShouldBe(304);
        nothing["nextCursor"].GetString().ShouldBe(copy.Cursor);

        var waiting = _api.ReadAsync(copy.Address("&wait=30"));
        await Task.Delay(500, TestContext.Current.CancellationToken);
        waiting.IsCompleted.ShouldBeFalse();
        await _api.ActualAsync(world.Ward, world.Indicator, "2022", 1);
        (await waiting).With(200)["items"].GetArrayLength().ShouldBe(1);
        (await _api.ReadAsync(copy.Address("&wait=0"), ("If-None-Match", nothing.ETag))).With(200)["items"].GetArrayLength().ShouldBe(1);
        await copy.FollowAsync(_api.Client);
        (await _api.ReadAsync(copy.Address("&wait=1"))).With(200)["items"].GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task ChangesOfFigures_AreAllFigures_ThenThoseOfUnitsThatChanged_AndWhatWasWithdrawn()
    {
        var (first, second) = (await _api.WorldAsync(), await _api.WorldAsync());
        foreach (var world in (World[])[first, second]) for (var year = 2020; year < 2025; year++)
            await _api.ActualAsync(world.Ward, world.Indicator, $"{year}", year);
        Copy all = new("", "actuals"), one = new($"orgUnit={first.Ward}&indicator={first.Indicator}&period=2022", "actuals");
        var page = (await _api.ReadAsync(all.Address("&limit=2"))).With(200).Json;
        page.GetProperty("items").GetArrayLength().ShouldBe(5, "a unit is never parted");
        all.Take(page).ShouldBeTrue();
        await all.FollowAsync(_api.Client, "&limit=2");
        await one.FollowAsync(_api.Client);
        one.Rows.Count.ShouldBe(1);
        all.Rows.Count.ShouldBe(10);
        all.Rows.ShouldBe(await all.FullAsync(_api));
        (await all.FollowAsync(_api.Client)).ShouldBeEmpty();

        var waiting = _api.ReadAsync(one.Address("&wait=30"));
        (await _api.RemoveAsync($"/api/v1/actuals/{first.Ward}/{first.Indicator}/2022", "*")).With(204);
        var gone = (await waiting).With(200)["items"].EnumerateArray().ShouldHaveSingleItem();
        gone.GetProperty("change").GetString().ShouldBe("removed");
        gone.GetProperty("actual").ValueKind.ShouldBe(JsonValueKind.Null);
        (await all.FollowAsync(_api.Client)).ShouldAllBe(item => item.GetProperty("orgUnit").GetString() == first.Ward);
        all.Rows.Count.ShouldBe(9);
        all.Rows.ShouldBe(await all.FullAsync(_api));
        // What is reported again is there again.
        await _api.ActualAsync(first.Ward, first.Indicator, "2022", 8);
        await one.FollowAsync(_api.Client);
        one.Rows.ShouldBe(await one.FullAsync(_api));
        one.Rows.Count.ShouldBe(1);
        var nothing = (await _api.ReadAsync(one.Address())).With(200);
        (await _api.ReadAsync(one.Address(), ("If-None-Match", nothing.ETag))).Status.ShouldBe(304);
        (await _api.ReadAsync("/api/v1/actuals/changes?orgUnit=nobody")).Problem(404);
        (await _api.ReadAsync($"/api/v1/targets/changes?after={one.Cursor}")).Problem(400, "invalid_cursor", "after");
    }

    [Fact]
    public async Task ChangesOfTargets_AreAllTargets_ThenThoseOfUnitsThatChanged_AndWhatWasRemoved()
    {
        var (first, second) = (await _api.WorldAsync(), await _api.WorldAsync());
        Copy all = new("", "targets"), one = new($"resolution={first.Resolution}&indicator={first.Indicator}", "targets");
        await all.FollowAsync(_api.Client, "&limit=1");
        await one.FollowAsync(_api.Client);
        (all.Rows.Count, one.Rows.Count).ShouldBe((2, 1));
        all.Rows.ShouldBe(await all.FullAsync(_api));
        // The days of a target follow its resolution, without a write to the target.
        var resolution = (await _api.ReadAsync($"/api/v1/resolutions/{second.Resolution}")).With(200).Json;
        (await _api.PutJsonAsync($"/api/v1/resolutions/{second.Resolution}", new
        {
            code = second.Resolution,
            orgUnit = second.Ward,
            issuer = resolution.GetProperty("issuer").GetString(),
            title = "x",
            term = "2020-2025",
            termStart = "2020-03-01",
            termEnd = "2025-02-28",
        }, "*")).With(200);
        (await all.FollowAsync(_api.Client)).ShouldHaveSingleItem().GetProperty("orgUnit").GetString().ShouldBe(second.Ward);
        (await one.FollowAsync(_api.Client)).ShouldBeEmpty();
        all.Rows.ShouldBe(await all.FullAsync(_api));
        (await _api.RemoveAsync($"/api/v1/targets/{first.Target}", "*")).With(204);
        (await one.FollowAsync(_api.Client)).ShouldHaveSingleItem().GetProperty("change").GetString().ShouldBe("removed");
        await all.FollowAsync(_api.Client);
        all.Rows.ShouldBe(await all.FullAsync(_api));
        (await _api.ReadAsync("/api/v1/targets/changes?resolution=none")).Problem(404);
    }

    [Fact]
    public async Task Cursor_OfAnotherQuestionDatabaseOrHand_IsRefused()
    {
        var world = await _api.WorldAsync();
        var copy = new Copy(Question);
        await copy.FollowAsync(_api.Client);
        var address = $"/api/v1/achievements/changes?{Question}";
        foreach (var wrong in (string[])["x", "", "WyJhIl0", copy.Cursor![..^4], Forged(2, "9:1:"), Forged(2, "5:9:9,8"), Forged(2, "5:9:3")])
            (await _api.ReadAsync($"{address}&after={wrong}")).Problem(400, "invalid_cursor", "after");
        (await _api.ReadAsync($"{address}&orgUnit={world.Ward}&after={copy.Cursor}")).Problem(400, "invalid_cursor", "after");
        (await _api.ReadAsync($"/api/v1/achievements/changes?after={copy.Cursor}")).Problem(400, null, "period");
        (await _api.ReadAsync($"{address}&wait=31")).Problem(400, "invalid_query", "wait");
        (await _api.ReadAsync($"{address}&orgUnit=nobody")).Problem(404);
        (await _api.ReadAsync($"{address}&after={Forged(1, "another-1")}")).Problem(410, "cursor_expired");
        (await _api.ReadAsync($"{address}&after=x", ("Accept", "text/event-stream"))).Problem(400, "invalid_cursor");

        string Forged(int place, string text)
        {
            var parts = JsonSerializer.Deserialize<string?[]>(Base64Url.DecodeFromChars(copy.Cursor!))!;
            parts[place] = text;
            return Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(parts));
        }
    }
}
