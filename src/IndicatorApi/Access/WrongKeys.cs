using System.Collections.Concurrent;
using System.Net;
using IndicatorApi.Http;

namespace IndicatorApi.Access;

/// <summary>Counts wrong keys per address: who guesses is not answered any more for the rest of the minute.</summary>
public sealed partial class WrongKeys(Settings settings, TimeProvider clock, ILogger<WrongKeys> logger)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Most addresses that are remembered; whoever has that many does not guess from one.</summary>
    private const int MostAddresses = 10_000;

    private readonly ConcurrentDictionary<string, Attempts> _counts = new(StringComparer.Ordinal);

    /// <summary>How long the address must wait; null while it need not.</summary>
    public TimeSpan? Wait(IPAddress? address)
    {
        if (!_counts.TryGetValue(CallerAddress.Of(address), out var count) || count.Wrong < settings.Limits.WrongKeysPerMinute) return null;
        var left = Window - clock.GetElapsedTime(count.Since);
        return left > TimeSpan.Zero ? left : null;
    }

    /// <summary>Notes one wrong key, or a token that its issuer did not sign.</summary>
    public void Note(IPAddress? address, string reason) => Log(Count(CallerAddress.Of(address)), address, reason);

    /// <summary>Notes a credential that is refused but was not guessed: nobody waits for it, and no more of them are logged than of others.</summary>
    public void NoteRefusal(IPAddress? address, string reason) => Log(Count($"refused {CallerAddress.Of(address)}"), address, reason);

    private int Count(string key)
    {
        if (_counts.Count >= MostAddresses)
        {
            foreach (var (old, count) in _counts)
            {
                if (clock.GetElapsedTime(count.Since) >= Window) _counts.TryRemove(old, out _);
            }
            if (_counts.Count >= MostAddresses) _counts.Clear();
        }
        return _counts.AddOrUpdate(key, _ => new Attempts(1, clock.GetTimestamp()),
            (_, count) => clock.GetElapsedTime(count.Since) < Window ? count with { Wrong = count.Wrong + 1 } : new Attempts(1, clock.GetTimestamp())).Wrong;
    }

    private void Log(int wrong, IPAddress? address, string reason)
    {
        if (wrong > settings.Limits.WrongKeysPerMinute) return;
        LogRefused(address, reason);
        if (wrong == settings.Limits.WrongKeysPerMinute) LogSilence(address);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused a login from {Address}: {Reason}")]
    private partial void LogRefused(IPAddress? address, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No more refused logins from {Address} are logged for the rest of the minute")]
    private partial void LogSilence(IPAddress? address);

    private readonly record struct Attempts(int Wrong, long Since);
}
