using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Makes sure at the begin of a transaction that the database is there.</summary>
/// <remarks>
/// The driver sends BEGIN along with the first statement, and cannot be told to give up before it is answered. On a dead link a writer
/// would hang as long as the slowest statement may take; an empty statement of two seconds tells at once.
/// </remarks>
public sealed class AnsweredBegins : DbTransactionInterceptor
{
    public override async ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
    {
        try
        {
            await AskAsync((NpgsqlConnection)connection, (NpgsqlTransaction)result, cancellationToken);
            return result;
        }
        catch
        {
            await result.DisposeAsync();
            throw;
        }
    }

    /// <summary>Begins a transaction on a database that is there.</summary>
    public static async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await AskAsync(connection, transaction, cancellationToken);
        return transaction;
    }

    private static async Task AskAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT 1", connection, transaction) { CommandTimeout = 2 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
