using IndicatorApi.Data;

namespace IndicatorApi.Following;

/// <summary>Lets many wait for a change while one asks for it.</summary>
public sealed class ChangePulse(ChangeReadings changes, TimeProvider clock)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);
    private readonly Lock _lock = new();
    private Task<FactVersions>? _asked;
    private long _askedAt;

    /// <summary>The pulse of a moment ago, or of now: a reading that begins after it misses nothing that it counts.</summary>
    public Task<FactVersions> TakeAsync()
    {
        lock (_lock)
        {
            if (_asked is null || _asked.IsFaulted || (_asked.IsCompleted && clock.GetElapsedTime(_askedAt) >= Step))
            {
                _askedAt = clock.GetTimestamp();
                // Of nobody's request: who goes away ends the asking for no other.
                _asked = changes.PulseAsync(CancellationToken.None);
            }
            return _asked;
        }
    }

    /// <summary>Waits until the pulse is another one; false when the time is over first.</summary>
    public async Task<bool> WaitAsync(FactVersions known, TimeSpan time, CancellationToken cancellationToken)
    {
        for (var begun = clock.GetTimestamp(); clock.GetElapsedTime(begun) < time;)
        {
            await Task.Delay(Step, clock, cancellationToken);
            if (await TakeAsync().WaitAsync(cancellationToken) != known) return true;
        }
        return false;
    }
}
