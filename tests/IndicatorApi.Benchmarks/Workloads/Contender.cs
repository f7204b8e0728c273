using System.Diagnostics;
using System.Globalization;

namespace IndicatorApi.Benchmarks.Workloads;

/// <summary>Who answers a workload, and what came of each round.</summary>
/// <param name="Name">Who.</param>
/// <param name="Address">What is asked.</param>
/// <param name="Pid">Its process; its processor time is not counted when null.</param>
/// <param name="Headers">With what.</param>
internal sealed record Contender(string Name, Uri Address, int? Pid, params (string Name, string Value)[] Headers)
{
    private readonly List<Round> _rounds = [];

    /// <summary>The median of the rounds.</summary>
    public Round Median => new(
        Middle(round => round.PerSecond), Middle(round => round.Half), Middle(round => round.Most), Middle(round => round.CpuMicroseconds), _rounds[0].Bytes,
        _rounds.Max(round => round.Refused));

    /// <summary>Asks as fast as it answers, over several connections.</summary>
    public void Ask(int connections, double seconds, bool isCounted)
    {
        var before = Cpu();
        var watch = Stopwatch.StartNew();
        List<double>[] times = [.. Enumerable.Range(0, connections).Select(_ => new List<double>())];
        var (refused, bytes) = (0, 0L);
        var threads = times.Select(mine => new Thread(() =>
        {
            using var connection = new Connection(Address, Headers);
            while (watch.Elapsed.TotalSeconds < seconds)
            {
                var begun = watch.Elapsed;
                var (status, size) = connection.Ask();
                mine.Add((watch.Elapsed - begun).TotalMilliseconds);
                if (status is not 200 and not 304) Interlocked.Increment(ref refused);
                bytes = size;
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (!isCounted) return;
        double[] all = [.. times.SelectMany(mine => mine).Order()];
        var cpu = Cpu() - before;
        _rounds.Add(new(all.Length / watch.Elapsed.TotalSeconds, all[all.Length / 2], all[all.Length * 99 / 100], cpu * 1e6 / all.Length, bytes, refused));
    }

    private double Middle(Func<Round, double> value)
    {
        double[] values = [.. _rounds.Select(value).Order()];
        return values[values.Length / 2];
    }

    private double Cpu()
    {
        if (Pid is not { } pid || !File.Exists($"/proc/{pid}/stat")) return 0;
        var text = File.ReadAllText($"/proc/{pid}/stat");
        var parts = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(parts[11], CultureInfo.InvariantCulture) + long.Parse(parts[12], CultureInfo.InvariantCulture)) / 100.0;
    }
}

/// <summary>One round.</summary>
/// <param name="PerSecond">Answers a second.</param>
/// <param name="Half">Half of them came within so many milliseconds.</param>
/// <param name="Most">99 of 100 did.</param>
/// <param name="CpuMicroseconds">Processor time of the server for one.</param>
/// <param name="Bytes">Of one answer.</param>
/// <param name="Refused">How many were no answers.</param>
internal sealed record Round(double PerSecond, double Half, double Most, double CpuMicroseconds, long Bytes, int Refused);
