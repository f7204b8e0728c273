using IndicatorApi.Data;

namespace IndicatorApi.Tests.Reading;

/// <summary>An id says when it was made: figures are put in the order of their recording by it.</summary>
public sealed class IdsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 8, 30, 15, 250, TimeSpan.Zero);

    [Fact]
    public void MomentOf_OfAnyId_IsTheMillisecondInWhichItWasMade()
    {
        var ids = new Ids(Now);

        Assert.All(Enumerable.Range(0, 4096), _ => Assert.Equal(Now.ToUnixTimeMilliseconds(), Ids.MomentOf(ids.Next())));
        Assert.Equal(Now.ToUnixTimeMilliseconds() + 1, Ids.MomentOf(ids.Next()));
    }

    [Fact]
    public void MomentOf_IsAllThatTellsIdsOfDifferentMomentsApart()
    {
        var moments = Enumerable.Range(0, 500).Select(i => Now.AddMilliseconds(i * 7919 % 500)).ToList();
        var made = moments.ConvertAll(moment => new Ids(moment).Next());

        Assert.Equal(made.Order().Select(Ids.MomentOf), moments.Select(moment => moment.ToUnixTimeMilliseconds()).Order());
    }
}
