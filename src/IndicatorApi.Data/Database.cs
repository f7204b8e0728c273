using System.Data.Common;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>The ways to the data: writes go to the primary, so do reads that must see them at once, and other reads may go to a standby.</summary>
/// <remarks>
/// What one round trip reads is of one moment.
/// Pools of their own, each a share that the others cannot take: writers that wait for a lock, a disk or a standby hold their connections, and reads must not wait behind them.
/// An error on a write must not mark the hosts of the reads as offline either.
/// </remarks>
public sealed class Database : IAsyncDisposable
{
    /// <summary>The role that every connection of the application takes on: it may not change history.</summary>
    public const string ApplicationRole = "indicator_api_application";

    private const string WatchName = "watch";
    private const int KeyConnections = 3;
    private const int ReadConnections = 25;

    private readonly NpgsqlDataSource[] _ofPrimary;

    /// <summary>Opens the sources; no connection is made yet.</summary>
    /// <param name="write">Connection string of the primary.</param>
    /// <param name="read">Connection string for reads, possibly of several hosts; the primary's when null.</param>
    public Database(string write, string? read = null)
    {
        Write = Configure(write, "write", 30).Build();
        Fresh = OfOneMoment(Configure(write, "fresh", ReadConnections)).Build();
        Watch = OfFew(Configure(write, WatchName, 1), 1).Build();
        Keys = OfFew(OfOneMoment(Configure(write, "keys", KeyConnections)), KeyConnections).Build();
        Readiness = OfFew(Configure(write, "readiness", 1), 1).Build();
        Read = read is null ? Preparing(OfOneMoment(Configure(write, "read", ReadConnections))).Build() : ReadFrom(read);
        _ofPrimary = read is null ? [Write, Fresh, Watch, Keys, Readiness, Read] : [Write, Fresh, Watch, Keys, Readiness];
        Connections = _ofPrimary.Sum(source => new NpgsqlConnectionStringBuilder(source.ConnectionString).MaxPoolSize);
        FreshConnections = new NpgsqlConnectionStringBuilder(Fresh.ConnectionString).MaxPoolSize;
    }

    private static NpgsqlDataSource ReadFrom(string read)
    {
        var builder = Preparing(OfOneMoment(Configure(read, "read", 2 * ReadConnections)));
        return builder.ConnectionStringBuilder.Host?.Contains(',', StringComparison.Ordinal) == true
            ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.PreferStandby)
            : builder.Build();
    }

    /// <summary>For everything that changes rows.</summary>
    public NpgsqlDataSource Write { get; }

    /// <summary>For reads that must see every write at once: the primary, on connections that no writer can hold.</summary>
    public NpgsqlDataSource Fresh { get; }

    /// <summary>For other reads.</summary>
    public NpgsqlDataSource Read { get; }

    /// <summary>One connection to ask the primary whether it is there.</summary>
    public NpgsqlDataSource Watch { get; }

    /// <summary>To look up who calls: neither reads nor writes of anybody can keep others from being known.</summary>
    public NpgsqlDataSource Keys { get; }

    /// <summary>One connection to ask whether requests can be served.</summary>
    public NpgsqlDataSource Readiness { get; }

    /// <summary>The most connections that all pools may open to the primary.</summary>
    public int Connections { get; }

    /// <summary>The most connections for reads that must see every write.</summary>
    public int FreshConnections { get; }

    /// <summary>Drops connections that are not in use: those of a link that was dead would hang whoever gets them.</summary>
    public void DropIdle()
    {
        foreach (var source in _ofPrimary) source.Clear();
        if (!_ofPrimary.Contains(Read)) Read.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _ofPrimary) await source.DisposeAsync();
        if (!_ofPrimary.Contains(Read)) await Read.DisposeAsync();
    }

    // Only what reads facts is worth it: it takes no text, and a connection on which it failed is given up (see PreparedStatements).
    private static NpgsqlDataSourceBuilder Preparing(NpgsqlDataSourceBuilder builder)
    {
        builder.ConnectionStringBuilder.MaxAutoPrepare = 100;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        return builder;
    }

    // However many a connection string allows, these stay few: each has its own small share.
    private static NpgsqlDataSourceBuilder OfFew(NpgsqlDataSourceBuilder builder, int connections)
    {
        builder.ConnectionStringBuilder.MaxPoolSize = connections;
        builder.ConnectionStringBuilder.MinPoolSize = 0;
        builder.ConnectionStringBuilder.CommandTimeout = 2;
        return builder;
    }

    // All statements of one round trip, or of one transaction, see the same moment: what is read together fits together.
    private static NpgsqlDataSourceBuilder OfOneMoment(NpgsqlDataSourceBuilder builder)
    {
        builder.ConnectionStringBuilder.Options += @" -c default_transaction_isolation=repeatable\ read";
        return builder;
    }

    private static NpgsqlDataSourceBuilder Configure(string connectionString, string name, int connections)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString)
        {
            // Without a name of its own the pool's metrics would be labelled with the connection string.
            Name = $"indicator-api-{name}",
        };
        // It asks every moment whether the database is there, which nobody wants to read among the traces of requests.
        if (name == WatchName) builder.ConfigureTracing(tracing => tracing.ConfigureCommandFilter(_ => false));
        var settings = builder.ConnectionStringBuilder;
        settings.ApplicationName ??= "indicator-api";
        settings.Options = $"{settings.Options} -c role={ApplicationRole}".Trim();
        // A statement that fails while the driver prepares it leaves a connection that answers the next use of it wrongly, whoever comes next.
        settings.MaxAutoPrepare = 0;
        var said = new DbConnectionStringBuilder { ConnectionString = connectionString }.Keys.Cast<string>()
            .Select(key => key.Replace(" ", "", StringComparison.Ordinal)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        // Nothing of a session outlives its use here, and until a reset is answered the driver cannot be told to give up.
        settings.NoResetOnClose = true;
        if (!said.Contains("CancellationTimeout")) settings.CancellationTimeout = 500;
        // The time to wait for a free connection, and for a new one.
        if (!said.Contains("Timeout")) settings.Timeout = 2;
        if (!said.Contains("CommandTimeout")) settings.CommandTimeout = 30;
        if (!said.Contains("MaxPoolSize") && !said.Contains("MaximumPoolSize")) settings.MaxPoolSize = connections;
        return builder;
    }
}
