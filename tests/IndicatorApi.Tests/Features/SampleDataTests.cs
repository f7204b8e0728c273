using System.Text.Json;
using IndicatorApi.Sample;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace IndicatorApi.Tests.Features;

/// <summary>What the five published documents say, as the API answers it.</summary>
public sealed class SampleDataTests(SampleFixture sample, PostgresFixture postgres) : IClassFixture<SampleFixture>
{
    private ApiServer Api => sample.Api;

    [Theory]
    [InlineData("tra-vinh-phuong-4", "new-members", "2020-2025", "112", "exceeded", "3")]
    [InlineData("tra-vinh-phuong-4", "new-members", "2020-05-20--2022-12-31", "112", "exceeded", "3")]
    [InlineData("long-duc", "new-members", "2020-2025", "200", "exceeded", "25")]
    [InlineData("long-duc", "cells-clean-strong", "2020-2025", "111.1111111111", "exceeded", "10")]
    [InlineData("luong-khanh-thien", "new-members", "2015-2020", "190", "exceeded", "9")]
    [InlineData("quang-trung", "cultural-households", "2020-2025", "101.6559139785", "exceeded", "1.54")]
    [InlineData("quang-trung", "cultural-groups", "2020-2025", "133.3333333333", "exceeded", "25")]
    public async Task Get_ForAPublishedFigure_AnswersItsPercent(string unit, string indicator, string period, string percent, string verdict, string difference)
    {
        var row = await RowAsync(unit, indicator, period);
        row.GetProperty("percent").GetRawText().ShouldBe(percent);
        row.GetProperty("verdict").GetString().ShouldBe(verdict);
        row.GetProperty("difference").GetRawText().ShouldBe(difference);
        var one = (await Api.ReadAsync($"/api/v1/achievements/{unit}/{period}/{indicator}")).With(200);
        one["percent"].GetRawText().ShouldBe(percent);
    }

    [Fact]
    public async Task Get_ForTheHalfTermOfPhuong4_AnswersPaceAndClaim()
    {
        var row = await RowAsync("tra-vinh-phuong-4", "new-members", "2020-05-20--2022-12-31");
        row.GetProperty("pace").GetRawText()
            .ShouldBe("""{"elapsed":0.5,"expected":12.5,"index":2.24,"class":"ahead","projectedEnd":56,"requiredPerYear":0,"model":"linear"}""");
        row.GetProperty("claim").GetRawText().ShouldBe("""{"percent":112,"verdict":"exceeded","gap":null,"excess":null,"disagrees":false}""");
        row.GetProperty("due").GetBoolean().ShouldBeFalse();
        row.GetProperty("targetText").GetString().ShouldBe("25");
        row.GetProperty("percentCapped").GetDecimal().ShouldBe(100);
        row.GetProperty("differencePercent").GetDecimal().ShouldBe(12);
    }

    [Fact]
    public async Task Reform_EndsTheEightUnits_AndTheirResultsAreToldByThoseThatCame()
    {
        await using var api = await ApiServer.StartAsync(postgres, sample: true);
        var data = api.Services.GetRequiredService<SampleData>();
        (await data.LoadAsync(SampleChoice.Reform, null, TestContext.Current.CancellationToken)).Created.ShouldBe(11 + 6);
        var again = await data.LoadAsync(SampleChoice.Reform, null, TestContext.Current.CancellationToken);
        (again.Created, again.Updated).ShouldBe((0, 0));

        // 28 of 25 and 50 of 25 new members together; what one of the two was not asked is the other's alone.
        var members = (await api.ReadAsync("/api/v1/achievements/phuong-long-duc/2020-2025/new-members")).With(200);
        (members["target"].GetDecimal(), members["actual"].GetDecimal(), members["percent"].GetDecimal()).ShouldBe((50, 78, 156));
        var series = (await api.ReadAsync("/api/v1/achievements/series?orgUnit=phuong-long-duc&indicator=new-members")).With(200);
        series["successions"][0].ToString().ShouldBe("""{"from":"2025-07-01","predecessors":["long-duc","tra-vinh-phuong-4"],"inherited":true}""");
        // The old unit keeps what it achieved, to its last day.
        var old = (await api.ReadAsync("/api/v1/achievements/tra-vinh-phuong-4/2020-2025/new-members")).With(200);
        (old["percent"].GetDecimal(), old["verdict"].GetString()).ShouldBe((112, "exceeded"));
        // Nobody says how much of a ward that was parted among four went where: none of them has anything of it.
        (await api.ReadAsync("/api/v1/achievements/vinh-hung/2020-2025")).With(200)["items"].GetArrayLength().ShouldBeGreaterThan(0);
        foreach (var part in (string[])["phuong-vinh-tuy", "phuong-hoang-mai", "phuong-vinh-hung", "phuong-tuong-mai"])
            (await api.ReadAsync($"/api/v1/achievements/{part}/2020-2025")).With(200)["items"].GetArrayLength().ShouldBe(0);
        // A code that was given again, and one that a unit of another level had.
        (await api.ReadAsync("/api/v1/organisation-units/29263?asOf=2025-06-30")).With(200)["code"].GetString().ShouldBe("long-duc");
        (await api.ReadAsync("/api/v1/organisation-units/29263?asOf=2025-07-01")).With(200)["code"].GetString().ShouldBe("phuong-long-duc");
        var under = (await api.ReadAsync("/api/v1/achievements?under=vinh-long&indicator=new-members&period=2020-2025&boundaries=today")).With(200);
        under["items"].EnumerateArray().Select(row => row.GetProperty("orgUnit").GetString()).ShouldContain("phuong-long-duc");
    }

    [Theory]
    [InlineData("tra-vinh-phuong-4", "new-members", "2020-2025", "112")]
    [InlineData("long-duc", "new-members", "2020-2025", "200")]
    [InlineData("long-duc", "cells-clean-strong", "2020-2025", "111.1")]
    public async Task Get_ForAPublishedPercent_AgreesWithIt(string unit, string indicator, string period, string claimed)
    {
        var claim = (await RowAsync(unit, indicator, period)).GetProperty("claim");
        claim.GetProperty("percent").GetRawText().ShouldBe(claimed);
        claim.GetProperty("disagrees").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Get_ForLuongKhanhThienBudget_KeepsTheClaimAndComputesNothing()
    {
        var row = await RowAsync("luong-khanh-thien", "budget-revenue", "2015-2020");
        row.GetProperty("percent").ValueKind.ShouldBe(JsonValueKind.Null);
        row.GetProperty("reason").GetString().ShouldBe("noNumericTarget");
        row.GetProperty("claim").GetProperty("percent").GetDecimal().ShouldBe(172);
        row.GetProperty("claim").GetProperty("verdict").GetString().ShouldBe("exceeded");
    }

    [Fact]
    public async Task Get_ForPhuong1_KeepsThirteenVerdictsWithoutAPercent()
    {
        var card = (await Api.ReadAsync("/api/v1/achievements/tra-vinh-phuong-1/2020-2025")).With(200);
        var rows = card["items"].EnumerateArray().ToList();
        rows.Count.ShouldBe(13);
        rows.ShouldAllBe(row => row.GetProperty("percent").ValueKind == JsonValueKind.Null && row.GetProperty("reason").GetString() == "noNumericTarget");
        rows.CountBy(row => row.GetProperty("claim").GetProperty("verdict").GetString()!).ShouldBe([new("exceeded", 8), new("notMet", 5)]);
        card["scoreboard"].GetProperty("noData").GetInt32().ShouldBe(13);
        card["scoreboard"].GetProperty("meanPercent").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Get_ForABoundedFigure_CarriesTheBound()
    {
        var row = await RowAsync("quang-trung", "budget-revenue", "2020-2025");
        row.GetProperty("actual").GetDecimal().ShouldBe(30);
        row.GetProperty("actualBound").GetString().ShouldBe("atLeast");
        row.GetProperty("percent").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("thach-quy", "2020-2025", 4, 0)]
    [InlineData("luong-khanh-thien", "2015-2020", 2, 1)]
    [InlineData("luong-khanh-thien", "2020-2025", 3, 0)]
    [InlineData("tra-vinh-phuong-1", "2020-2025", 13, 0)]
    [InlineData("tra-vinh-phuong-4", "2020-2025", 1, 1)]
    [InlineData("tra-vinh-phuong-9", "2020-2025", 0, 0)]
    [InlineData("long-duc", "2020-2025", 2, 2)]
    [InlineData("quang-trung", "2020-2025", 12, 2)]
    [InlineData("vinh-hung", "2020-2025", 1, 0)]
    public async Task Get_ScorecardOfATerm_HasEveryTargetInTheOrderOfTheResolutionAndCountsThem(string unit, string term, int targets, int exceeded)
    {
        var card = (await Api.ReadAsync($"/api/v1/achievements/{unit}/{term}")).With(200);
        var rows = card["items"].EnumerateArray().Where(row => row.GetProperty("targetPeriod").GetString() == term || term == "2020-2025").ToList();
        rows.Count.ShouldBe(targets, card.Text);
        var ordered = new List<string>();
        foreach (var resolution in await Api.WalkAsync($"/api/v1/resolutions?orgUnit={unit}&term={term}"))
            ordered.AddRange((await Api.WalkAsync($"/api/v1/resolutions/{resolution.GetProperty("code").GetString()}/targets?limit=2"))
                .Select(target => target.GetProperty("id").GetString()!));
        rows.Select(row => row.GetProperty("targetId").GetString()).ShouldBe(ordered);

        foreach (var row in rows.Where(row => row.GetProperty("verdict").GetString() == "noData"))
            row.GetProperty("reason").GetString().ShouldBe(Reason(row), row.GetRawText());
        rows.Count(row => row.GetProperty("verdict").GetString() == "exceeded").ShouldBe(exceeded);
        var board = card["scoreboard"];
        if (card["items"].GetArrayLength() != targets) return;
        board.GetProperty("exceeded").GetInt32().ShouldBe(exceeded);
        board.GetProperty("met").GetInt32().ShouldBe(0);
        board.GetProperty("notMet").GetInt32().ShouldBe(0);
        board.GetProperty("noData").GetInt32().ShouldBe(targets - exceeded);
        board.GetProperty("metOrExceeded").GetInt32().ShouldBe(exceeded);
        board.GetProperty("applicable").GetInt32().ShouldBe(targets);
    }

    [Fact]
    public async Task Get_AllUnits_HasEveryTargetOfTheSample()
    {
        var rows = await Api.WalkAsync("/api/v1/achievements?period=2015-01-01--2025-12-31&limit=7");
        rows.Count.ShouldBe(38);
        rows.Select(row => row.GetProperty("targetId").GetString()).Distinct().Count().ShouldBe(38);
        rows.Count(row => row.GetProperty("verdict").GetString() == "exceeded").ShouldBe(6);
        rows.Count(row => row.GetProperty("percent").ValueKind == JsonValueKind.Number).ShouldBe(6);
    }

    [Theory]
    [InlineData("organisation-units", 18)]
    [InlineData("indicators", 56)]
    [InlineData("resolutions", 9)]
    [InlineData("actuals", 57)]
    [InlineData("claims", 19)]
    [InlineData("benchmarks", 1)]
    public async Task List_OfEachKind_HasWhatTheSampleHas(string kind, int count) => (await Api.WalkAsync($"/api/v1/{kind}?limit=5")).Count.ShouldBe(count);

    [Fact]
    public async Task Load_ASecondTime_ChangesNothing()
    {
        var before = await Api.ReadAsync("/api/v1/achievements?period=2020-2025&limit=1000");
        var counts = await Api.Services.GetRequiredService<SampleData>().LoadAsync(SampleChoice.Documents, null, TestContext.Current.CancellationToken);
        (counts.Created, counts.Updated, counts.Unchanged).ShouldBe((0, 0, 18 + 56 + 9 + 38 + 57 + 19 + 1));
        (await Api.ReadAsync("/api/v1/achievements?period=2020-2025&limit=1000")).Text.ShouldBe(before.Text);
        foreach (var actual in await Api.WalkAsync("/api/v1/actuals")) actual.GetProperty("version").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task Search_WithoutMarks_FindsVietnameseNames()
    {
        var found = await Api.WalkAsync("/api/v1/organisation-units?q=PHUONG%204");
        found.Select(unit => unit.GetProperty("code").GetString()).ShouldBe(["tra-vinh-phuong-4"]);
    }

    private static string Reason(JsonElement row) =>
        row.GetProperty("rule").GetProperty("kind").GetString() == "unstated" ? "noNumericTarget"
        : row.GetProperty("due").GetBoolean() || row.GetProperty("recurrence").GetString() == "eachYear" ? "actualMissing" : "notDue";

    private async Task<JsonElement> RowAsync(string unit, string indicator, string period)
    {
        var rows = (await Api.ReadAsync($"/api/v1/achievements?orgUnit={unit}&indicator={indicator}&period={period}")).With(200)["items"];
        rows.GetArrayLength().ShouldBe(1);
        return rows[0];
    }
}
