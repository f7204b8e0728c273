using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

public sealed class ETagTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    public static TheoryData<string> Kinds => ["organisation-units", "indicators", "resolutions", "targets", "actuals"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Change_OfEachKind_NeedsTheETagThatIsCurrent(string kind)
    {
        var (address, body, other) = await ThingAsync(kind);
        var read = (await Api.ReadAsync(address)).With(200);
        read.ETag.ShouldMatch("^\"[^\"]+\"$");
        (await Api.ReadAsync(address, ("If-None-Match", read.ETag))).With(304).Text.ShouldBeEmpty();
        (await Api.ReadAsync(address, ("If-None-Match", $"\"x\", W/{read.ETag}"))).With(304).ETag.ShouldBe(read.ETag);
        (await Api.ReadAsync(address, ("If-None-Match", "\"x\""))).With(200);

        (await Api.PutJsonAsync(address, other)).Problem(428, "precondition_required");
        (await Api.PutJsonAsync(address, other, "\"x\"")).Problem(412, "stale");
        (await Api.PutJsonAsync(address, other, $"W/{read.ETag}")).Problem(412, "stale");
        (await Api.ReadAsync(address)).Text.ShouldBe(read.Text);
        var changed = (await Api.PutJsonAsync(address, other, read.ETag)).With(200);
        changed.ETag.ShouldNotBe(read.ETag);
        var again = (await Api.ReadAsync(address, ("If-None-Match", read.ETag))).With(200);
        again.ETag.ShouldBe(changed.ETag);
        again.Text.ShouldBe(changed.Text);
        (await Api.PutJsonAsync(address, other, changed.ETag)).With(200).ETag.ShouldBe(changed.ETag);

        (await Api.RemoveAsync(address)).Problem(428, "precondition_required");
        (await Api.RemoveAsync(address, read.ETag)).Problem(412, "stale");
        (await Api.RemoveAsync(address, changed.ETag)).With(204);
        (await Api.ReadAsync(address)).Problem(404);
        (await Api.RemoveAsync(address, changed.ETag)).Problem(404);

        if (kind == "targets") return;
        (await Api.PutJsonAsync(address, body, changed.ETag)).Problem(412, "stale");
        var recreated = (await Api.PutJsonAsync(address, body)).With(201);
        recreated.ETag.ShouldNotBe(read.ETag, "an ETag of what was deleted must not mean the new one");
        recreated.ETag.ShouldNotBe(changed.ETag);
    }

    [Fact]
    public async Task Put_EightWritersOfTenIncrements_CountsEightyAndLosesNone()
    {
        var world = await Api.WorldAsync();
        var address = $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022";
        await Api.ActualAsync(world.Ward, world.Indicator, "2022", 0);
        var stale = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var done = 0; done < 10;)
            {
                var read = (await Api.ReadAsync(address)).With(200);
                var write = await Api.PutJsonAsync(address, new { value = read["value"].GetDecimal() + 1 }, read.ETag);
                if (write.Status == 200) done++;
                else
                {
                    write.Problem(412, "stale");
                    Interlocked.Increment(ref stale);
                }
            }
        }));
        (await Api.ReadAsync(address))["value"].GetDecimal().ShouldBe(80);
        (await Api.WalkAsync($"{address}/revisions?limit=20")).Select(revision => revision.GetProperty("version").GetInt64())
            .ShouldBe(Enumerable.Range(1, 81).Select(i => (long)i).Reverse());
        stale.ShouldBeGreaterThan(0);
        (await Api.PutJsonAsync(address, new { value = 81 })).Problem(428, "precondition_required");
        (await Api.ReadAsync(address))["value"].GetDecimal().ShouldBe(80);
    }

    [Theory]
    [InlineData("organisation-units")]
    [InlineData("targets")]
    public async Task Put_SixWritersUnderOneETag_OnlyOneWins(string kind)
    {
        var (address, _, other) = await ThingAsync(kind);
        var tag = (await Api.ReadAsync(address)).ETag;
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Api.PutJsonAsync(address, other, tag)));
        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.Status != 200)) answer.Problem(412, "stale");
    }

    [Fact]
    public async Task Get_Achievements_HasANewETagExactlyWhenItsFactsChange()
    {
        var world = await Api.WorldAsync();
        var elsewhere = await Api.WorldAsync();
        var actual = $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022";
        var addresses = new[]
        {
            $"/api/v1/achievements?orgUnit={world.Ward}&period=2022",
            $"/api/v1/achievements/{world.Ward}/2022",
            $"/api/v1/achievements/{world.Ward}/2022/{world.Indicator}",
        };
        var tags = await TagsAsync();

        await ChangesAsync(async () => await Api.ActualAsync(world.Ward, world.Indicator, "2022", 5));
        await ChangesAsync(async () => (await Api.PutJsonAsync(actual, new { value = 6 }, (await Api.ReadAsync(actual)).ETag)).With(200));
        await StaysAsync(async () => (await Api.PutJsonAsync(actual, new { value = 6 }, (await Api.ReadAsync(actual)).ETag)).With(200));
        await StaysAsync(async () => (await Api.PutJsonAsync(actual, new { value = 7 })).Problem(428));
        await StaysAsync(async () => (await Api.PostJsonAsync(
            "/api/v1/actuals/batch", new
            {
                dryRun = true,
                items = new[] { new { orgUnit = world.Ward, indicator = world.Indicator, period = "2022",
            value = 8 } }
            })).With(200));
        await StaysAsync(async () => await Api.ActualAsync(elsewhere.Ward, elsewhere.Indicator, "2022", 5));
        await StaysAsync(async () => (await Api.PostJsonAsync("/api/v1/organisation-units", new { code = world.Ward, name = "Khác", level = "ward" }))
            .Problem(409));
        await StaysAsync(async () => (await Api.PostJsonAsync(
            "/api/v1/indicators/batch", new { items = new[] { await Api.ReadItemAsync($"/api/v1/indicators/{world.Indicator}") } })).With(200));
        await ChangesAsync(async () => (await Api.RemoveAsync(actual, (await Api.ReadAsync(actual)).ETag)).With(204));
        await ChangesAsync(async () => (await Api.PutJsonAsync(actual, new { value = 6 })).With(201));
        var target = $"/api/v1/targets/{world.Target}";
        await ChangesAsync(async () =>
            (await Api.PutJsonAsync(target, new { indicator = world.Indicator, rule = new { kind = "atLeast", value = 30 } },
                (await Api.ReadAsync(target)).ETag)).With(200));
        await ChangesAsync(async () =>
            (await Api.PostJsonAsync("/api/v1/claims", new { orgUnit = world.Ward, indicator = world.Indicator, period = "2022", percent = 20 })).With(200));
        await StaysAsync(async () =>
            (await Api.PostJsonAsync("/api/v1/claims", new { orgUnit = world.Ward, indicator = world.Indicator, period = "2022", percent = 20 })).With(200));
        var indicator = $"/api/v1/indicators/{world.Indicator}";
        await ChangesAsync(async () =>
            (await Api.PutJsonAsync(indicator,
                new { code = world.Indicator, name = "Tên mới", measure = "người", valueType = "number", overTime = "last", frequency = "year" },
                (await Api.ReadAsync(indicator)).ETag)).With(200));
        var resolution = $"/api/v1/resolutions/{world.Resolution}";
        await ChangesAsync(async () =>
            (await Api.PutJsonAsync(resolution,
                new { code = world.Resolution, orgUnit = world.Ward, issuer = "congress", title = "Nghị quyết", term = "2020-2025", termStart = "2020-05-20" },
                (await Api.ReadAsync(resolution)).ETag)).With(200));
        await ChangesAsync(async () => (await Api.RemoveAsync(target, (await Api.ReadAsync(target)).ETag)).With(204), all: false);

        async Task<string[]> TagsAsync() => await Task.WhenAll(addresses.Select(async address => (await Api.ReadAsync(address)).With(200).ETag));
        async Task ChangesAsync(Func<Task> change, bool all = true)
        {
            await change();
            for (var i = 0; i < (all ? addresses.Length : addresses.Length - 1); i++)
            {
                var answer = (await Api.ReadAsync(addresses[i], ("If-None-Match", tags[i]))).With(200);
                answer.ETag.ShouldNotBe(tags[i]);
                tags[i] = answer.ETag;
            }
        }
        async Task StaysAsync(Func<Task> change)
        {
            await change();
            for (var i = 0; i < addresses.Length; i++) (await Api.ReadAsync(addresses[i], ("If-None-Match", tags[i]))).With(304);
        }
    }

    [Fact]
    public async Task Get_ATargetWhoseTermIsRedated_HasANewETag()
    {
        var world = await Api.WorldAsync();
        var address = $"/api/v1/targets/{world.Target}";
        var before = (await Api.ReadAsync(address)).With(200);
        var resolution = $"/api/v1/resolutions/{world.Resolution}";
        (await Api.PutJsonAsync(resolution,
            new { code = world.Resolution, orgUnit = world.Ward, issuer = "congress", title = "Nghị quyết", term = "2020-2025", termStart = "2020-05-20" },
            (await Api.ReadAsync(resolution)).ETag)).With(200);
        var after = (await Api.ReadAsync(address, ("If-None-Match", before.ETag))).With(200);
        after["scopeStart"].GetString().ShouldBe("2020-05-20");
        after.ETag.ShouldNotBe(before.ETag);
    }

    private async Task<(string Address, object Body, object Other)> ThingAsync(string kind)
    {
        var ward = await Api.WardAsync();
        var code = Calls.NewCode("thing");
        switch (kind)
        {
            case "organisation-units":
                return await MadeAsync(name => new { code, name, level = "ward" });
            case "indicators":
                return await MadeAsync(name => new { code, name, measure = "hộ", valueType = "number", overTime = "sum" });
            case "resolutions":
                return await MadeAsync(title => new { code, orgUnit = ward, issuer = "congress", title, term = "2020-2025" });
            case "targets":
                var (indicator, resolution) = (await Api.IndicatorAsync(), await Api.ResolutionAsync(ward));
                object Target(int value) => new { indicator, rule = new { kind = "atLeast", value } };
                var made = (await Api.PostJsonAsync($"/api/v1/resolutions/{resolution}/targets", Target(1))).With(201);
                return ($"/api/v1/targets/{made["id"].GetString()}", Target(1), Target(2));
            default:
                var address = $"/api/v1/actuals/{ward}/{await Api.IndicatorAsync()}/2022-Q3";
                (await Api.PutJsonAsync(address, new { value = 1 })).With(201);
                return (address, new { value = 1 }, new { value = 2 });
        }

        async Task<(string, object, object)> MadeAsync(Func<string, object> body)
        {
            (await Api.PutJsonAsync($"/api/v1/{kind}/{code}", body("Một"))).With(201);
            return ($"/api/v1/{kind}/{code}", body("Một"), body("Hai"));
        }
    }
}
