using IndicatorApi.Data;

namespace IndicatorApi.Tests.Reading;

/// <summary>An id says when it was made: figures are put in the order of their recording by it.</summary>
public sealed class IdsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 8, 30, 15, 250, TimeSpan.Zero);

    [Fact]
    public void OrderOf_IdsOfOneInstant_CountsThemFromItsMillisecondOn()
    {
        var ids = new Ids(Now);

        // The ids of a batch go on into the next millisecond where there are too many for one.
        for (var i = 0L; i < 10_000; i++) Assert.Equal((Now.ToUnixTimeMilliseconds() * 4096) + i, Ids.OrderOf(ids.Next()));
    }

    [Fact]
    public void OrderOf_IsTheOrderOfTheIdsThemselves()
    {
        var made = Enumerable.Range(0, 500).Select(i => new Ids(Now.AddMilliseconds(i * 7919 % 500)).Next()).ToList();

        Assert.Equal(made.Order(), made.OrderBy(Ids.OrderOf));
    }
}
