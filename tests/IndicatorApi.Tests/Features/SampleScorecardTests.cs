using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

public sealed class SampleScorecardTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData("tra-vinh-phuong-4", "new-members", "2020-2025", 112, "exceeded", 3)]
    [InlineData("tra-vinh-phuong-4", "new-members", "2020-05-20--2022-12-31", 112, "exceeded", 3)]
    [InlineData("long-duc", "new-members", "2020-2025", 200, "exceeded", 25)]
    [InlineData("luong-khanh-thien", "new-members", "2015-2020", 190, "exceeded", 9)]
    public async Task Get_ForAPublishedPercent_AnswersTheSame(string unit, string indicator, string period, decimal percent, string verdict, decimal difference)
    {
        await using var server = await ApiServer.StartAsync(postgres, sample: true);
        var items = (await server.GetAsync($"/api/v1/achievements?orgUnit={unit}&indicator={indicator}&period={period}")).GetProperty("items");
        items.GetArrayLength().ShouldBe(1);
        items[0].GetProperty("percent").GetDecimal().ShouldBe(percent);
        items[0].GetProperty("verdict").GetString().ShouldBe(verdict);
        items[0].GetProperty("difference").GetDecimal().ShouldBe(difference);
    }
}
