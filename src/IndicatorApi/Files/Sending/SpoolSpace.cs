using System.Collections.Concurrent;
using IndicatorApi.Http;

namespace IndicatorApi.Files.Sending;

/// <summary>The disk that answers may wait on until their readers take them, and how long a reader may stand still.</summary>
public sealed partial class SpoolSpace(Settings settings, TimeProvider clock, ILogger<SpoolSpace> logger)
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, long> _byCaller = new(StringComparer.Ordinal);
    private readonly long _most = (long)settings.Limits.SpoolMegabytes << 20;
    private long _taken;
    private long _slow;
    private long _saidSlow = long.MinValue;
    private long _saidFull = long.MinValue;

    /// <summary>How long a reader may take for the next few kilobytes.</summary>
    public TimeSpan Patience { get; } = TimeSpan.FromSeconds(settings.Limits.ReaderSeconds);

    /// <summary>The clock by which readers are slow.</summary>
    public TimeProvider Clock => clock;

    /// <summary>Whether there is so little left that no new large answer should be begun.</summary>
    public bool IsShort => Volatile.Read(ref _taken) > _most - (_most / 8);

    /// <summary>Who counts as one for the half that one caller may have.</summary>
    internal static string CallerOf(HttpContext http) => CallerClaims.IdentityOf(http.User) ?? CallerAddress.Of(http.Connection.RemoteIpAddress);

    /// <summary>Takes room, unless there is none left or the caller has half of it.</summary>
    public bool TryTake(string caller, long bytes)
    {
        var own = _byCaller.AddOrUpdate(caller, bytes, (_, before) => before + bytes);
        if (Interlocked.Add(ref _taken, bytes) <= _most && own <= _most / 2) return true;
        Give(caller, bytes);
        return false;
    }

    /// <summary>Gives room back.</summary>
    public void Give(string caller, long bytes)
    {
        Interlocked.Add(ref _taken, -bytes);
        if (_byCaller.AddOrUpdate(caller, 0, (_, before) => before - bytes) == 0) _byCaller.TryRemove(new(caller, 0));
    }

    /// <summary>Notes that an answer was broken off because there was no room for it.</summary>
    public void NoteFull()
    {
        if (MaySay(ref _saidFull)) LogFull(settings.Limits.SpoolMegabytes);
    }

    /// <summary>Notes that an answer was broken off because nobody took it.</summary>
    public void NoteSlow()
    {
        var slow = Interlocked.Increment(ref _slow);
        if (MaySay(ref _saidSlow)) LogSlow(settings.Limits.ReaderSeconds, slow);
    }

    private bool MaySay(ref long said)
    {
        var before = Volatile.Read(ref said);
        var now = clock.GetTimestamp();
        return (before == long.MinValue || clock.GetElapsedTime(before, now) >= BetweenLines) && Interlocked.CompareExchange(ref said, now, before) == before;
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "An answer was broken off: Limits__SpoolMegabytes ({Megabytes}) is taken by answers that nobody reads, or the disk is full")]
    private partial void LogFull(int megabytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An answer was broken off: its reader took nothing for {Seconds} s ({Count} since the start)")]
    private partial void LogSlow(int seconds, long count);
}
