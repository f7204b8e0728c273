using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Makes programs that start at once do one after the other what is done once: the schema, the first key.</summary>
/// <remarks>
/// The lock is one of the primary, and of a transaction, so that it also holds through a pooler of connections. It is tried again rather than
/// waited for: a statement that waits would hold up an index that is built beside it.
/// </remarks>
public static class StartLock
{
    private const long Key = 0x696E646963617431;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    /// <summary>Takes the lock; it is given back with what is returned.</summary>
    public static async Task<IAsyncDisposable> TakeAsync(NpgsqlDataSource primary, CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken);
        try
        {
            while (true)
            {
                var transaction = await connection.BeginTransactionAsync(cancellationToken);
                await using var command = new NpgsqlCommand($"SELECT pg_try_advisory_xact_lock({Key})", connection, transaction);
                // The driver ends the transaction with the use of the connection.
                if ((bool)(await command.ExecuteScalarAsync(cancellationToken))!) return connection;
                await transaction.DisposeAsync();
                await Task.Delay(BetweenTries, cancellationToken);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
