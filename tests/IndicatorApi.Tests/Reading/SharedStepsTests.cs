using IndicatorApi.Data;

namespace IndicatorApi.Tests.Reading;

/// <summary>What own writes rest on: a step that is waited for began after the call.</summary>
public sealed class SharedStepsTests
{
    [Fact]
    public async Task Step_ThatIsGiven_BeginsAfterTheCall_HoweverQuickStepsAre()
    {
        var begun = 0L;
        var steps = new SharedSteps();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 1_000_000; i++)
            {
                var before = Volatile.Read(ref begun);
                await steps.AfterNow(() =>
                {
                    Interlocked.Increment(ref begun);
                    return Task.CompletedTask;
                });
                Volatile.Read(ref begun).ShouldBeGreaterThan(before);
            }
        })));
    }

    [Fact]
    public async Task Step_AfterOneThatFailed_RunsAllTheSame()
    {
        var times = 0;
        var steps = new SharedSteps();
        Task Run() => times++ == 0 ? Task.FromException(new InvalidOperationException("once")) : Task.CompletedTask;
        await Should.ThrowAsync<InvalidOperationException>(steps.AfterNow(Run));
        await steps.AfterNow(Run);
        times.ShouldBe(2);
    }
}
