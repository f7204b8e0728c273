using System.Globalization;

namespace IndicatorApi.Data;

/// <summary>What had been committed when somebody looked, exactly: later looks can be told from it what came since, however writers overlapped.</summary>
/// <param name="Life">Which life of which database: transactions are numbered anew by a restore, and a standby that took over may have lost some.</param>
/// <param name="Snapshot">PostgreSQL's <c>xmin:xmax:running</c>: the transactions that were seen and those that were not.</param>
/// <param name="Reference">The version of units, indicators and resolutions.</param>
public sealed record DatabaseMoment(string Life, string Snapshot, long Reference)
{
    /// <summary>Whether a snapshot that came from outside is one.</summary>
    public static bool IsSnapshot(string text)
    {
        if (text.Split(':') is not [var first, var end, var running]) return false;
        if (Number(first) is not { } low || Number(end) is not { } high || low == 0 || low > high) return false;
        var last = 0UL;
        foreach (var one in running.Length == 0 ? [] : running.Split(','))
        {
            if (Number(one) is not { } id || id < low || id >= high || id <= last) return false;
            last = id;
        }
        return true;

        static ulong? Number(string digits) => ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
