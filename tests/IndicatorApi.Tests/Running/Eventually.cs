using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace IndicatorApi.Tests.Running;

/// <summary>Waits for what comes about in its own time, and says what it last saw when it does not.</summary>
public static class Eventually
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks again and again; answers the first that is as wanted.</summary>
    /// <param name="within">How long, on a machine that does other things too.</param>
    /// <param name="look">What is looked at.</param>
    /// <param name="wanted">Whether it is as wanted; an assertion in here ends the waiting at once.</param>
    /// <param name="wish">What is waited for; the text of <paramref name="wanted"/> unless said otherwise.</param>
    public static async Task<T> SeenAsync<T>(TimeSpan within, Func<Task<T>> look, Func<T, bool> wanted,
        [CallerArgumentExpression(nameof(wanted))] string wish = "")
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var seen = await look();
            if (wanted(seen)) return seen;
            if (waited.Elapsed > within) throw new TimeoutException($"Within {within} there was nothing with {wish}; last seen: {seen}");
            await Task.Delay(BetweenLooks, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The same for what is seen without waiting.</summary>
    public static Task<T> SeenAsync<T>(TimeSpan within, Func<T> look, Func<T, bool> wanted,
        [CallerArgumentExpression(nameof(wanted))] string wish = "") => SeenAsync(within, () => Task.FromResult(look()), wanted, wish);
}
