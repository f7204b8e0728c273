using System.Globalization;
using System.Text.RegularExpressions;

namespace IndicatorApi.Data.Embedded;

/// <summary>A directory with the three programs the embedded server needs, and their version.</summary>
internal sealed partial record PostgresBinaries(string Location, int Version)
{
    // Some installations put only these three on the PATH, so nothing else (createdb, psql) may be relied on.
    private static readonly string[] Needed = ["initdb", "pg_ctl", "postgres"];

    public string InitDb => Path.Combine(Location, "initdb");

    public string PgCtl => Path.Combine(Location, "pg_ctl");

    /// <summary>The binaries to use: those of the cluster's version when there is a cluster, else the first found.</summary>
    public static async Task<PostgresBinaries> FindAsync(string? given, int? clusterVersion, CancellationToken cancellationToken)
    {
        List<int> seen = [];
        foreach (var directory in Candidates(given).Where(HasAll).Distinct())
        {
            if (await VersionOfAsync(directory, cancellationToken) is not { } version) continue;
            if (clusterVersion is null || clusterVersion == version) return new PostgresBinaries(directory, version);
            seen.Add(version);
        }

        throw new EmbeddedPostgresException(seen.Count == 0 ? Missing(given) : Mismatch(clusterVersion, seen));
    }

    private static string Missing(string? given) =>
        (given is null ? "PostgreSQL's programs (initdb, pg_ctl, postgres) are not installed: "
            : $"There is no initdb, pg_ctl and postgres in {given}: ")
        + "run 'apt-get install postgresql' (Debian, Ubuntu) or 'brew install postgresql' (macOS), "
        + "or set ConnectionStrings__Write to a database of your own.";

    private static string Mismatch(int? clusterVersion, List<int> seen) =>
        $"The cluster was made by PostgreSQL {clusterVersion}, but only version {string.Join(", ", seen.Distinct())} is installed: "
        + $"install PostgreSQL {clusterVersion}, or upgrade the cluster with pg_upgrade.";

    private static IEnumerable<string> Candidates(string? given)
    {
        if (given is not null)
        {
            yield return Path.GetFullPath(given);
            // A directory that was asked for and lacks the programs is a mistake to report, not to paper over.
            if (!HasAll(Path.GetFullPath(given))) yield break;
        }

        foreach (var directory in Installed("/usr/lib/postgresql", "*")) yield return directory;
        foreach (var directory in Installed("/usr", "pgsql-*")) yield return directory;
        foreach (var directory in OnPath()) yield return directory;
        foreach (var directory in Installed("/opt/homebrew/opt", "postgresql*")) yield return directory;
        foreach (var directory in Installed("/usr/local/opt", "postgresql*")) yield return directory;
    }

    private static IEnumerable<string> Installed(string parent, string pattern) =>
        !Directory.Exists(parent) ? []
            : Directory.EnumerateDirectories(parent, pattern)
                .OrderByDescending(NumberIn)
                .Select(directory => Path.Combine(directory, "bin"));

    private static IEnumerable<string> OnPath()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        foreach (var directory in path.Split(':').Where(Path.IsPathRooted))
        {
            var initdb = Path.Combine(directory, "initdb");
            if (!File.Exists(initdb)) continue;
            // initdb looks for its templates beside the real file, not beside a link to it.
            if (new FileInfo(initdb).ResolveLinkTarget(returnFinalTarget: true) is FileInfo target) yield return target.DirectoryName!;
            yield return directory;
        }
    }

    private static bool HasAll(string directory) => Needed.All(name => File.Exists(Path.Combine(directory, name)));

    private static int NumberIn(string directory) =>
        int.TryParse(FirstNumber().Match(Path.GetFileName(directory)).Value, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static async Task<int?> VersionOfAsync(string directory, CancellationToken cancellationToken)
    {
        var result = await ChildProcess.RunAsync([Path.Combine(directory, "postgres"), "--version"], "", cancellationToken);
        var version = FirstNumber().Match(result.Output);
        return result.Succeeded && version.Success ? int.Parse(version.Value, CultureInfo.InvariantCulture) : null;
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex FirstNumber();
}
