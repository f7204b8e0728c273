using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>What officers see before they save.</summary>
public sealed class DryRunTests(SampleFixture server) : IClassFixture<SampleFixture>
{
    private const string Ward = "tra-vinh-phuong-4", Indicator = "new-members", Period = "2020-05-20--2022-12-31";

    private ApiServer Api => server.Api;

    [Fact]
    public async Task DryRun_OfAChangedFigure_ShowsOldAndNewWithThePercentsOfItsPeriod()
    {
        var change = (await DryRunAsync(new { orgUnit = Ward, indicator = Indicator, period = Period, value = 30, reason = "recount" }))["changes"]
            .EnumerateArray().ShouldHaveSingleItem();

        change.GetProperty("change").GetString().ShouldBe("updated");
        change.GetProperty("from").GetProperty("value").GetDecimal().ShouldBe(28);
        change.GetProperty("to").GetProperty("value").GetDecimal().ShouldBe(30);
        var effect = change.GetProperty("achievements").EnumerateArray().ShouldHaveSingleItem();
        effect.GetProperty("resolution").GetString().ShouldBe("tra-vinh-phuong-4-2020");
        (effect.GetProperty("before").GetProperty("percent").GetDecimal(), effect.GetProperty("after").GetProperty("percent").GetDecimal())
            .ShouldBe((112m, 120m));
    }

    [Fact]
    public async Task DryRun_ChangesNothing_AndTellsWhatSavingThenAnswers()
    {
        var path = $"/api/v1/achievements/{Ward}/{Period}/{Indicator}";
        var before = (await Api.GetAsync(path)).GetProperty("percent").GetDecimal();
        await DryRunAsync(new { orgUnit = Ward, indicator = Indicator, period = Period, value = 1 });
        (await Api.GetAsync(path)).GetProperty("percent").GetDecimal().ShouldBe(before);
        (await Api.GetAsync($"/api/v1/actuals/{Ward}/{Indicator}/{Period}")).GetProperty("version").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task DryRun_OfANewFigure_SaysWhatItComesTo_WhereThereWasNone()
    {
        var figure = new { orgUnit = Ward, indicator = Indicator, period = "2024", value = 5 };
        var change = (await DryRunAsync(figure))["changes"].EnumerateArray().ShouldHaveSingleItem();

        change.GetProperty("change").GetString().ShouldBe("created");
        change.GetProperty("from").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        var effect = change.GetProperty("achievements").EnumerateArray().ShouldHaveSingleItem();
        var after = effect.GetProperty("after");
        effect.GetProperty("before").GetProperty("actual").GetDecimal().ShouldBe(28);
        after.GetProperty("actual").GetDecimal().ShouldBe(33);
        after.GetProperty("percent").GetDecimal().ShouldBe(132);
        // The term goes on until 2025.
        (after.GetProperty("due").GetBoolean(), after.GetProperty("paceClass").GetString()).ShouldBe((false, "ahead"));
    }

    [Fact]
    public async Task DryRun_OfWhatIsStored_HasNoChanges_AndARealBatchNamesNone()
    {
        var world = await Api.WorldAsync();
        var figure = new { orgUnit = world.Ward, indicator = world.Indicator, period = "2022", value = 3 };
        var stored = (await Api.PostJsonAsync("/api/v1/actuals/batch", new { items = new[] { figure } })).With(200);
        stored["changes"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await DryRunAsync(figure))["changes"].GetArrayLength().ShouldBe(0);
    }

    private async Task<Answer> DryRunAsync(object figure) =>
        (await Api.PostJsonAsync("/api/v1/actuals/batch", new { items = new[] { figure }, dryRun = true })).With(200);
}
