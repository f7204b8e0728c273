using Npgsql;

namespace IndicatorApi.Data;

/// <summary>The two ways to the data: writes go to the primary, reads may go to a standby.</summary>
/// <remarks>Two sources rather than one: an error on a write must not mark the hosts of the reads as offline.</remarks>
public sealed class Database : IAsyncDisposable
{
    /// <summary>The role that every connection of the application takes on: it may not change history.</summary>
    public const string ApplicationRole = "indicator_api_application";

    /// <summary>Opens the sources; no connection is made yet.</summary>
    /// <param name="write">Connection string of the primary.</param>
    /// <param name="read">Connection string for reads, possibly of several hosts; the primary's when null.</param>
    public Database(string write, string? read = null)
    {
        Write = Build(write, "write");
        if (read is null)
        {
            Read = Write;
            return;
        }
        var builder = Configure(read, "read");
        Read = builder.ConnectionStringBuilder.Host?.Contains(',', StringComparison.Ordinal) == true
            ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.PreferStandby)
            : builder.Build();
    }

    /// <summary>For everything that changes rows, and for reads that must see them at once.</summary>
    public NpgsqlDataSource Write { get; }

    /// <summary>For reads.</summary>
    public NpgsqlDataSource Read { get; }

    public async ValueTask DisposeAsync()
    {
        await Write.DisposeAsync();
        if (!ReferenceEquals(Read, Write)) await Read.DisposeAsync();
    }

    private static NpgsqlDataSource Build(string connectionString, string name) => Configure(connectionString, name).Build();

    private static NpgsqlDataSourceBuilder Configure(string connectionString, string name)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString)
        {
            // Without a name of its own the pool's metrics would be labelled with the connection string.
            Name = $"indicator-api-{name}",
        };
        var settings = builder.ConnectionStringBuilder;
        settings.ApplicationName ??= "indicator-api";
        settings.Options = $"{settings.Options} -c role={ApplicationRole}".Trim();
        if (settings.MaxAutoPrepare == 0) settings.MaxAutoPrepare = 100;
        settings.AutoPrepareMinUsages = 2;
        if (!connectionString.Contains("Timeout", StringComparison.OrdinalIgnoreCase))
        {
            // Connect, wait and command deadlines add up to under five seconds for a request of one statement.
            settings.Timeout = 3;
            settings.CommandTimeout = 30;
        }
        return builder;
    }
}
