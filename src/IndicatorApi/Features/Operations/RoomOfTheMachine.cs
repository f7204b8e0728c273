using System.Globalization;
using IndicatorApi.Data;

namespace IndicatorApi.Features.Operations;

/// <summary>Says at the start which limits the machine and the database cannot keep: one that is only believed in fails on the busiest day.</summary>
public static class RoomOfTheMachine
{
    // What a server needs beside its callers: the pools, its files, the runtime's own.
    private const int OtherFiles = 300;

    /// <summary>One line for each limit that cannot be kept, with what to set.</summary>
    public static async Task<IReadOnlyList<string>> LacksAsync(Database database, LimitSettings limits, CancellationToken cancellationToken)
    {
        List<string> lacks = [];
        await using var command = database.Watch.CreateCommand(
            "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int");
        var most = (int)(await command.ExecuteScalarAsync(cancellationToken))!;
        if (database.Connections > most)
            lacks.Add(string.Create(CultureInfo.InvariantCulture, $"The pools may open {database.Connections} connections and the database allows {most}: "
                + $"set Maximum Pool Size to {Pool(most)} or less in ConnectionStrings__Write, or raise max_connections."));
        await using var reading = database.Reads.Primary.Source.CreateCommand(
            $"SELECT current_setting('default_transaction_isolation') = 'repeatable read' AND current_user = '{Database.ApplicationRole}'");
        if (await reading.ExecuteScalarAsync(cancellationToken) is not true)
            lacks.Add("Start-up options do not reach the database, as behind a pooler: what is read at once may be of two moments, and history is not kept "
                + "from this login. For it run ALTER ROLE … SET default_transaction_isolation = 'repeatable read' and SET role = "
                + $"'{Database.ApplicationRole}'.");
        if (OpenFiles() is { } files && limits.Connections + OtherFiles > files)
            lacks.Add(string.Create(CultureInfo.InvariantCulture, $"Limits__Connections is {limits.Connections} and this process may open {files} files: "
                + $"set it to {Math.Max(1, files - OtherFiles)} or less, or raise the limit (LimitNOFILE, ulimit -n)."));
        var free = new DriveInfo(Path.GetTempPath()).AvailableFreeSpace >> 20;
        if (limits.SpoolMegabytes > free)
            lacks.Add(string.Create(CultureInfo.InvariantCulture,
                $"Limits__SpoolMegabytes is {limits.SpoolMegabytes} and {Path.GetTempPath()} has {free} MB free: lower it, or set TMPDIR."));
        return lacks;
    }

    private static int Pool(int most) => Math.Max(1, (most - Database.FewConnections) / 3);

    private static int? OpenFiles()
    {
        const string Limits = "/proc/self/limits";
        if (!File.Exists(Limits)) return null;
        var line = File.ReadLines(Limits).FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        var soft = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(3);
        return int.TryParse(soft, CultureInfo.InvariantCulture, out var most) ? most : null;
    }
}
