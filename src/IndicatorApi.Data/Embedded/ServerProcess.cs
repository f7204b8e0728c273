using System.Diagnostics;
using System.Globalization;

namespace IndicatorApi.Data.Embedded;

/// <summary>What can be told of a server's process from outside.</summary>
internal static class ServerProcess
{
    /// <summary>The process named in the cluster's postmaster.pid, or null without one.</summary>
    public static int? ReadId(string cluster)
    {
        try
        {
            var first = File.ReadLines(PidFile(cluster)).FirstOrDefault();
            return int.TryParse(first, CultureInfo.InvariantCulture, out var id) ? id : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public static string PidFile(string cluster) => Path.Combine(cluster, "postmaster.pid");

    /// <summary>True while the process may be a live server of this cluster, false when it certainly is not.</summary>
    /// <remarks>
    /// pg_ctl asks only whether the number is in use: a killed server that nobody has reaped yet, or another program that
    /// was given its number, would pass for a server and keep the cluster from starting.
    /// </remarks>
    public static async Task<bool> MayServeAsync(int id, string cluster)
    {
        if (Directory.Exists("/proc/self")) return MayServeByProc(id, cluster);
        var result = await ChildProcess.RunAsync(
            ["ps", "-o", "stat=,comm=", "-p", id.ToString(CultureInfo.InvariantCulture)], "", CancellationToken.None);
        var line = result.Output.Trim();
        return line.Length > 0 && line[0] != 'Z' && line.Contains("postgres", StringComparison.Ordinal);
    }

    /// <summary>Waits until the process is gone.</summary>
    public static async Task<bool> WaitUntilGoneAsync(int id, string cluster, TimeSpan most)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < most; await Task.Delay(20))
        {
            if (!await MayServeAsync(id, cluster)) return true;
        }

        return false;
    }

    private static bool MayServeByProc(int id, string cluster)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var end = stat.LastIndexOf(')');
            var dead = stat[end + 2] is 'Z' or 'X';
            if (dead || !stat[..end].EndsWith("(postgres", StringComparison.Ordinal)) return false;

            // A server works in its data directory, whatever its arguments were.
            var at = new FileInfo($"/proc/{id}/cwd").LinkTarget;
            return at is null || at == cluster;
        }
        catch (IOException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }
}
