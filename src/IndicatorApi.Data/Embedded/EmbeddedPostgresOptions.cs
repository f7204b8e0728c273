namespace IndicatorApi.Data.Embedded;

/// <summary>How the embedded PostgreSQL is to run; the defaults suit the program as it comes.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>The directory that holds the cluster, its log and its lock.</summary>
    /// <remarks>
    /// Unset: <c>/var/lib/indicator-api</c> as root, else <c>indicator-api</c> under <c>$XDG_DATA_HOME</c> or <c>~/.local/share</c>;
    /// for a throw-away cluster a new directory under the temporary one.
    /// On the first start it must be missing or empty; later other files may lie beside the cluster.
    /// </remarks>
    public string? DataDirectory { get; init; }

    /// <summary>Where initdb, pg_ctl and postgres are. Unset: they are searched for.</summary>
    public string? BinariesDirectory { get; init; }

    /// <summary>The database of <see cref="EmbeddedPostgres.ConnectionString"/>, created when it is missing.</summary>
    public string Database { get; init; } = "indicator_api";

    /// <summary>True for tests: nothing is forced to disk, and the data directory is deleted at the end.</summary>
    public bool Disposable { get; init; }

    /// <summary>Whether a server that another program runs here is used as it is, with a few connections; that program goes on to stop it.</summary>
    public bool Joins { get; init; }

    /// <summary>The server's <c>max_connections</c>.</summary>
    public int MaxConnections { get; init; } = 50;

    /// <summary>The server's <c>shared_buffers</c>.</summary>
    public string SharedBuffers { get; init; } = "128MB";

    /// <summary>How long the server may take to answer, recovery after a crash included.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a fast stop may take before an immediate one.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
