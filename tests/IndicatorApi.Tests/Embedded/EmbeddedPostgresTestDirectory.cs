using System.Runtime.Versioning;

namespace IndicatorApi.Tests.Embedded;

/// <summary>A directory of one test, which the server's user can pass through, deleted at the end.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EmbeddedPostgresTestDirectory : IDisposable
{
    public EmbeddedPostgresTestDirectory()
    {
        Location = $"/tmp/indicator-api-test-{Path.GetRandomFileName()}";
        Directory.CreateDirectory(Location);
        File.SetUnixFileMode(Location, PassableByAll);
        Data = Path.Combine(Location, "data");
    }

    public static UnixFileMode PassableByAll =>
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public string Location { get; }

    /// <summary>The data directory, not made yet.</summary>
    public string Data { get; }

    public string Cluster => Path.Combine(Data, "cluster");

    public void Dispose() => Directory.Delete(Location, recursive: true);
}
