using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;
using NpgsqlTypes;

namespace IndicatorApi.Data;

/// <summary>One server that answers reads, on connections that no writer can hold.</summary>
/// <remarks>
/// Servers stand at different moments: a standby replays what the primary did a while ago. So each has a picture of its own of the names that
/// its rows fit, and an answer that comes from one server fits together.
/// </remarks>
public sealed class ReadServer(NpgsqlDataSource source, NpgsqlDataSource facts, NpgsqlDataSource watch) : IDbContextFactory<IndicatorDbContext>, IAsyncDisposable
{
    private readonly PooledDbContextFactory<IndicatorDbContext> _contexts =
        new(new DbContextOptionsBuilder<IndicatorDbContext>().UseNpgsql(source).AddInterceptors(new AnsweredBegins()).Options);

    private volatile ReferenceData? _reference;
    private volatile bool _isUp;
    private volatile bool _isStandby;
    private volatile int _unanswered;

    /// <summary>Its connections.</summary>
    public NpgsqlDataSource Source => source;

    /// <summary>Its connections for what reads facts, by statements that are prepared.</summary>
    public NpgsqlDataSource Facts => facts;

    /// <summary>Whether it answered when it was last asked.</summary>
    public bool IsUp => _isUp;

    /// <summary>Whether it has been silent, or gone, whenever it was asked of late: who waits for it waits in vain.</summary>
    public bool IsSilent => _unanswered > 1;

    /// <summary>Whether it follows a primary.</summary>
    public bool IsStandby => _isStandby;

    /// <summary>The names as they stood here when they were last read; null before the first.</summary>
    internal ReferenceData? Reference { get => _reference; set => _reference = value; }

    /// <summary>Where it stands in the log of changes.</summary>
    internal NpgsqlLogSequenceNumber Position { get; private set; }

    /// <summary>When it was last seen to have all that the primary had, or to be the primary; a timestamp of the clock.</summary>
    internal long CaughtUpAt { get; set; }

    /// <summary>Nobody is sent here until it has answered again.</summary>
    public void MarkDown() => _isUp = false;

    /// <summary>Drops connections that are not in use.</summary>
    public void DropIdle()
    {
        source.Clear();
        facts.Clear();
    }

    public IndicatorDbContext CreateDbContext() => _contexts.CreateDbContext();

    public Task<IndicatorDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) => _contexts.CreateDbContextAsync(cancellationToken);

    /// <summary>Asks whether it is there, what it is and where it stands.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var command = watch.CreateCommand(
                "SELECT s, CASE WHEN s THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END FROM pg_is_in_recovery() AS s");
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            _isStandby = reader.GetBoolean(0);
            if (!reader.IsDBNull(1)) Position = reader.GetFieldValue<NpgsqlLogSequenceNumber>(1);
            _unanswered = 0;
            if (_isUp) return;
            // Those of a link that was dead would hang whoever gets them.
            DropIdle();
            _isUp = true;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            _unanswered++;
            _isUp = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await facts.DisposeAsync();
        await watch.DisposeAsync();
    }
}
