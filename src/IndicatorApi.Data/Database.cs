using System.Data.Common;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>The ways to the data: writes go to the primary, reads to the server that the work has chosen, a standby where there is one.</summary>
/// <remarks>
/// What one round trip reads is of one moment.
/// Pools of their own, each a share that the others cannot take: writers that wait for a lock, a disk or a standby hold their connections, and
/// reads must not wait behind them.
/// An error on a write must not mark the hosts of the reads as offline either.
/// </remarks>
public sealed class Database : IAsyncDisposable
{
    /// <summary>The role that every connection of the application takes on: it may not change history.</summary>
    public const string ApplicationRole = "indicator_api_application";

    /// <summary>The connections beside the large pools, to look up keys, to watch, to follow and to say whether requests can be served.</summary>
    public const int FewConnections = KeyConnections + 3;

    private const string WatchName = "watch";
    private const string FeedName = "feed";
    private const int KeyConnections = 3;
    private const int ReadConnections = 25;

    private readonly NpgsqlDataSource[] _ofPrimary;
    private readonly AsyncLocal<ReadServer?> _reading = new();

    /// <summary>Opens the sources; no connection is made yet.</summary>
    /// <param name="write">Connection string of the primary; of several servers, whichever is the primary.</param>
    /// <param name="read">Connection string for reads, possibly of several hosts; the primary's when null.</param>
    /// <param name="clock">The clock; the system's when null.</param>
    public Database(string write, string? read = null, TimeProvider? clock = null)
    {
        Write = OfPrimary(Configure(write, "write", 30));
        Watch = OfPrimary(OfFew(Configure(write, WatchName, 1), 1));
        Keys = OfPrimary(OfFew(OfOneMoment(Configure(write, "keys", KeyConnections)), KeyConnections));
        Readiness = OfPrimary(OfFew(Configure(write, "readiness", 1), 1));
        var feed = OfFew(Preparing(read ?? write, OfOneMoment(Configure(read ?? write, FeedName, 1))), 1, 30);
        Feed = read is null ? OfPrimary(feed) : PreferStandby(feed);
        var hosts = Hosts.Of(read ?? write);
        var primary = new ReadServer(
            OfPrimary(OfOneMoment(Configure(write, "fresh", ReadConnections))),
            OfPrimary(Preparing(write, OfOneMoment(Configure(write, "read", ReadConnections)))), OfPrimary(OfFew(Configure(write, WatchName, 1), 1)));
        List<ReadServer> others = read is null && hosts.Count == 1 ? [] : [.. hosts.Select(host => new ReadServer(
            OfOneMoment(Configure(host, "fresh", ReadConnections)).Build(),
            Preparing(host, OfOneMoment(Configure(host, "read", ReadConnections))).Build(), OfFew(Configure(host, WatchName, 1), 1).Build()))];
        Reads = new ReadServers(primary, others, prefersStandbys: read is not null, clock ?? TimeProvider.System);
        _ofPrimary = IsOne ? [Write, Watch, Keys, Readiness, Feed] : [Write, Watch, Keys, Readiness];
        Connections = _ofPrimary.Append(primary.Source).Append(primary.Facts)
            .Sum(source => new NpgsqlConnectionStringBuilder(source.ConnectionString).MaxPoolSize);
        FreshConnections = new NpgsqlConnectionStringBuilder(primary.Source.ConnectionString).MaxPoolSize;
    }

    /// <summary>For everything that changes rows.</summary>
    public NpgsqlDataSource Write { get; }

    /// <summary>The servers that reads may go to.</summary>
    public ReadServers Reads { get; }

    /// <summary>The server that this work reads from, all of it, so that what it reads fits together: the primary unless another was chosen.</summary>
    public ReadServer Read => _reading.Value ?? Reads.Primary;

    /// <summary>Whether this work only reads, so that a server was chosen for it.</summary>
    public bool OnlyReads => _reading.Value is not null;

    /// <summary>One connection to ask the primary whether it is there.</summary>
    public NpgsqlDataSource Watch { get; }

    /// <summary>Whether all is read from where it is written.</summary>
    public bool IsOne => !Reads.AreSeveral;

    /// <summary>One connection to follow what is written, from where reads may go.</summary>
    public NpgsqlDataSource Feed { get; }

    /// <summary>To look up who calls: neither reads nor writes of anybody can keep others from being known.</summary>
    public NpgsqlDataSource Keys { get; }

    /// <summary>One connection to ask whether requests can be served.</summary>
    public NpgsqlDataSource Readiness { get; }

    /// <summary>The most connections that all pools may open to the primary.</summary>
    public int Connections { get; }

    /// <summary>The most connections for reads that must see every write.</summary>
    public int FreshConnections { get; }

    /// <summary>From here on this work, and what it begins, reads from this server.</summary>
    public void ReadFrom(ReadServer server) => _reading.Value = server;

    /// <summary>Drops connections that are not in use: those of a link that was dead would hang whoever gets them.</summary>
    public void DropIdle()
    {
        foreach (var source in _ofPrimary) source.Clear();
        Reads.Primary.DropIdle();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _ofPrimary) await source.DisposeAsync();
        if (!IsOne) await Feed.DisposeAsync();
        await Reads.DisposeAsync();
    }

    /// <summary>Connections to whichever of the named hosts is the primary, as the user of the connection string.</summary>
    public static NpgsqlDataSource PrimaryOf(string connectionString) => OfPrimary(new NpgsqlDataSourceBuilder(connectionString));

    // A server that was the primary may come back as a standby, in whatever order the hosts are named.
    private static NpgsqlDataSource OfPrimary(NpgsqlDataSourceBuilder builder)
    {
        var settings = builder.ConnectionStringBuilder;
        if (settings.Host?.Contains(',', StringComparison.Ordinal) != true) return builder.Build();
        settings.TargetSessionAttributes = null;
        return builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary);
    }

    // Only what reads facts is worth it: it takes no text, and a connection on which it failed is given up (see PreparedStatements).
    private static NpgsqlDataSourceBuilder Preparing(string connectionString, NpgsqlDataSourceBuilder builder)
    {
        // Who says how many may know of a pooler that keeps none.
        builder.ConnectionStringBuilder.MaxAutoPrepare =
            Said(connectionString).Contains("MaxAutoPrepare") ? new NpgsqlConnectionStringBuilder(connectionString).MaxAutoPrepare : 100;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        return builder;
    }

    // However many a connection string allows, these stay few: each has its own small share.
    private static NpgsqlDataSourceBuilder OfFew(NpgsqlDataSourceBuilder builder, int connections, int seconds = 2)
    {
        builder.ConnectionStringBuilder.MaxPoolSize = connections;
        builder.ConnectionStringBuilder.MinPoolSize = 0;
        builder.ConnectionStringBuilder.CommandTimeout = seconds;
        return builder;
    }

    private static NpgsqlDataSource PreferStandby(NpgsqlDataSourceBuilder builder) =>
        builder.ConnectionStringBuilder.Host?.Contains(',', StringComparison.Ordinal) == true
            ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.PreferStandby)
            : builder.Build();

    // All statements of one round trip, or of one transaction, see the same moment: what is read together fits together.
    private static NpgsqlDataSourceBuilder OfOneMoment(NpgsqlDataSourceBuilder builder)
    {
        builder.ConnectionStringBuilder.Options += @" -c default_transaction_isolation=repeatable\ read";
        return builder;
    }

    // The keywords that a connection string has, without their blanks.
    private static HashSet<string> Said(string connectionString) => new DbConnectionStringBuilder { ConnectionString = connectionString }.Keys.Cast<string>()
        .Select(key => key.Replace(" ", "", StringComparison.Ordinal)).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static NpgsqlDataSourceBuilder Configure(string connectionString, string name, int connections)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString)
        {
            // Without a name of its own the pool's metrics would be labelled with the connection string.
            Name = $"indicator-api-{name}",
        };
        // They ask every moment whether the database is there and what is new, which nobody wants to read among the traces of requests.
        if (name is WatchName or FeedName) builder.ConfigureTracing(tracing => tracing.ConfigureCommandFilter(_ => false));
        var settings = builder.ConnectionStringBuilder;
        settings.ApplicationName ??= "indicator-api";
        // The second is for a cluster, and nothing to one server: where a transaction has read many units, what stands on every node may be
        // written after it only if one shard was read after the other.
        settings.Options = $"{settings.Options} -c role={ApplicationRole} -c citus.multi_shard_modify_mode=sequential".Trim();
        // A statement that fails while the driver prepares it leaves a connection that answers the next use of it wrongly, whoever comes next.
        settings.MaxAutoPrepare = 0;
        var said = Said(connectionString);
        // Nothing of a session outlives its use here, and until a reset is answered the driver cannot be told to give up.
        settings.NoResetOnClose = true;
        if (!said.Contains("CancellationTimeout")) settings.CancellationTimeout = 500;
        // How long the driver takes for true what it last knew of a host: as long may writes be missing after a failover.
        if (!said.Contains("HostRecheckSeconds")) settings.HostRecheckSeconds = 1;
        // The time to wait for a free connection, and for a new one.
        if (!said.Contains("Timeout")) settings.Timeout = 2;
        if (!said.Contains("CommandTimeout")) settings.CommandTimeout = 30;
        if (!said.Contains("MaxPoolSize") && !said.Contains("MaximumPoolSize")) settings.MaxPoolSize = connections;
        return builder;
    }
}
