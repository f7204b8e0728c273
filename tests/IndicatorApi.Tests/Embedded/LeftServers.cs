using System.Collections.Concurrent;
using System.Globalization;
using IndicatorApi.Tests.Embedded;

[assembly: AssemblyFixture(typeof(NoServerIsLeft))]

namespace IndicatorApi.Tests.Embedded;

/// <summary>A PostgreSQL server that goes on although the program that started it is dead.</summary>
internal sealed record LeftServer(int Process, int Owner, string Directory);

/// <summary>Finds servers that killed programs left behind; only those of this run, since other runs go on beside it.</summary>
internal static class LeftServers
{
    private static readonly ConcurrentDictionary<int, bool> Started = new();

    /// <summary>Remembers a program that may start a server and may be killed.</summary>
    public static void Watch(int program) => Started[program] = true;

    /// <summary>Servers of dead programs that were watched; on Linux alone, elsewhere none is found.</summary>
    public static IReadOnlyList<LeftServer> Find() => OperatingSystem.IsLinux()
        ? [.. All().Where(server => Started.ContainsKey(server.Owner) && !IsAlive(server.Owner))]
        : [];

    private static IEnumerable<LeftServer> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var process)) continue;
            // Only the server itself is called so; its helpers have titles of their own.
            if (Read(Path.Combine(folder, "cmdline"))?.Split('\0') is not [var program, "-D", var cluster, ..] || Path.GetFileName(program) != "postgres")
                continue;
            var directory = Path.GetDirectoryName(cluster) ?? "/";
            if (int.TryParse(Read(Path.Combine(directory, "owner.pid")), CultureInfo.InvariantCulture, out var owner))
                yield return new(process, owner, directory);
        }
    }

    // A dead process whose parent has not asked after it yet is still listed, as a zombie.
    private static bool IsAlive(int process) => Read($"/proc/{process}/stat") is { } stat && stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended while it was looked at, or is another's.
            return null;
        }
    }
}

/// <summary>Fails the run that leaves a server behind.</summary>
public sealed class NoServerIsLeft : IAsyncDisposable
{
    public ValueTask DisposeAsync()
    {
        var left = LeftServers.Find();
        return left.Count == 0
            ? ValueTask.CompletedTask
            : throw new InvalidOperationException($"This run leaves PostgreSQL servers behind: {string.Join(", ", left)}");
    }
}
