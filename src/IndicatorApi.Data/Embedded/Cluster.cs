using System.Globalization;

namespace IndicatorApi.Data.Embedded;

/// <summary>The files of the cluster, made so that a crash never leaves half a cluster that looks whole.</summary>
internal sealed class Cluster(DataRoot root, ServerUser user, bool disposable, Action<string> report)
{
    // Written last of all and renamed into place with the cluster: initdb leaves PG_VERSION even when it is killed half way.
    private const string Marker = "indicator-api-cluster";

    private readonly string kind = disposable ? "throw-away" : "lasting";

    /// <summary>The version of the cluster that is there, or null when one is still to be made.</summary>
    public async Task<int?> FindVersionAsync(CancellationToken cancellationToken)
    {
        ClearUnfinished();
        if (!Directory.Exists(root.Cluster) || !Directory.EnumerateFileSystemEntries(root.Cluster).Any()) return null;
        if (!HasMarker(root.Cluster))
        {
            SetAside();
            return null;
        }

        await RequireUsableAsync(cancellationToken);
        return ReadVersion();
    }

    /// <summary>Makes the cluster beside its place and moves it there once it is whole.</summary>
    public async Task CreateAsync(PostgresBinaries binaries, CancellationToken cancellationToken)
    {
        await root.CreatePrivateAsync(root.Unfinished, cancellationToken);
        var result = await InitDbAsync(binaries, "C.UTF-8", cancellationToken);
        if (!result.Succeeded && result.Error.Contains("locale", StringComparison.Ordinal))
            result = await InitDbAsync(binaries, "C", cancellationToken);
        if (result.Succeeded) result = await FinishAsync(cancellationToken);
        if (!result.Succeeded) throw new EmbeddedPostgresException($"The cluster in {root.Location} cannot be made: {result.Reason}");
        MoveIntoPlace();
    }

    private Task<ChildResult> InitDbAsync(PostgresBinaries binaries, string locale, CancellationToken cancellationToken)
    {
        // The socket's directory is what guards the cluster; over the network nobody is let in, whatever is configured later.
        List<string> command =
        [
            binaries.InitDb, "-D", root.Unfinished, "-E", "UTF8", $"--locale={locale}", "-U", "postgres",
            "--auth-local=trust", "--auth-host=reject",
        ];
        if (disposable) command.Add("--no-sync");
        return user.RunAsync(command, cancellationToken);
    }

    private Task<ChildResult> FinishAsync(CancellationToken cancellationToken)
    {
        // The files belong to the server's user, so that user writes them: root following a link prepared there would be a hole.
        const string script =
            """
            cd "$1" && cat >> postgresql.conf && echo "$3" > "$2" && { sync postgresql.conf "$2" || true; }
            """;
        // Only for a server that somebody starts by hand: this program gives its settings on the command line.
        const string settings = "\nlisten_addresses = ''\nunix_socket_permissions = 0700\n";
        return user.RunAsync(["sh", "-c", script, "sh", root.Unfinished, Marker, kind], cancellationToken, settings);
    }

    private void ClearUnfinished()
    {
        if (!Directory.Exists(root.Unfinished)) return;
        if (HasMarker(root.Unfinished) && !Directory.Exists(root.Cluster))
        {
            MoveIntoPlace();
            return;
        }

        if (HasMarker(root.Unfinished) || !HoldsOnlyServerFiles(root.Unfinished))
            throw new EmbeddedPostgresException($"{root.Unfinished} is not a cluster left unfinished by this program: move it away.");
        report($"Removing a cluster that was left unfinished in {root.Unfinished}");
        Directory.Delete(root.Unfinished, recursive: true);
    }

    private void MoveIntoPlace()
    {
        if (Directory.Exists(root.Cluster)) Directory.Delete(root.Cluster);
        Directory.Move(root.Unfinished, root.Cluster);
    }

    private void SetAside()
    {
        var whole = File.Exists(Path.Combine(root.Cluster, "PG_VERSION"))
            || File.Exists(Path.Combine(root.Cluster, "global", "pg_control"));
        if (whole)
        {
            throw new EmbeddedPostgresException(
                $"{root.Cluster} is a PostgreSQL cluster that this program did not make to its end: move it away, "
                + $"or, if it is whole, accept it with 'echo {kind} > {Path.Combine(root.Cluster, Marker)}'.");
        }

        if (!HoldsOnlyServerFiles(root.Cluster))
        {
            throw new EmbeddedPostgresException(
                $"{root.Cluster} holds files of something else: move them away or choose another data directory.");
        }

        var aside = Enumerable.Range(1, int.MaxValue - 1)
            .Select(n => $"{root.Cluster}.incomplete-{n}")
            .First(path => !Directory.Exists(path));
        report($"The cluster in {root.Cluster} was never finished; it is kept as {aside}");
        Directory.Move(root.Cluster, aside);
    }

    private async Task RequireUsableAsync(CancellationToken cancellationToken)
    {
        if (!await user.OwnsAsync(root.Cluster, cancellationToken))
        {
            throw new EmbeddedPostgresException(
                $"{root.Cluster} does not belong to user {user.Name}: start the program as the user who made it, "
                + "or choose another data directory.");
        }

        var made = File.ReadAllText(Path.Combine(root.Cluster, Marker)).Trim();
        if (made != kind)
        {
            throw new EmbeddedPostgresException(
                $"{root.Cluster} was made as a {made} cluster and cannot be used as a {kind} one: choose another data directory.");
        }
    }

    private int ReadVersion()
    {
        var file = Path.Combine(root.Cluster, "PG_VERSION");
        if (File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture, out var version)) return version;
        throw new EmbeddedPostgresException($"The cluster in {root.Cluster} is damaged, {file} is not readable: restore it from a backup.");
    }

    private static bool HasMarker(string cluster) => File.Exists(Path.Combine(cluster, Marker));

    private static bool HoldsOnlyServerFiles(string directory) =>
        Directory.EnumerateFileSystemEntries(directory).Select(entry => Path.GetFileName(entry)).All(name =>
            name.StartsWith("pg_", StringComparison.OrdinalIgnoreCase)
            || name is "base" or "global" or "postmaster.pid" or "postmaster.opts" or "postgresql.conf" or "postgresql.auto.conf");
}
