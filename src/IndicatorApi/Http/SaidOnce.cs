using System.Collections.Concurrent;

namespace IndicatorApi.Http;

/// <summary>Remembers what was said a while ago, so that it is not said again and again.</summary>
/// <param name="window">How long something need not be said again.</param>
/// <param name="clock">The clock.</param>
public sealed class SaidOnce(TimeSpan window, TimeProvider clock)
{
    private const int MostKept = 10_000;

    private readonly ConcurrentDictionary<string, long> _said = new(StringComparer.Ordinal);

    /// <summary>Whether it has not been said for so long that it is said now; of several who ask at once one is told so.</summary>
    public bool IsDue(string what)
    {
        if (_said.Count >= MostKept) _said.Clear();
        var now = clock.GetTimestamp();
        return _said.TryGetValue(what, out var before)
            ? clock.GetElapsedTime(before, now) >= window && _said.TryUpdate(what, now, before)
            : _said.TryAdd(what, now);
    }
}
