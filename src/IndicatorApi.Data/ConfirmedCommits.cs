using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Commits, and says so only when the standbys that must have the rows have them.</summary>
/// <remarks>
/// When a synchronous standby is lost, PostgreSQL waits for it. Whoever ends the wait is told that all went well, with a warning beside it:
/// the rows are on the primary alone, and a failover would lose them.
/// </remarks>
public sealed class ConfirmedCommits : DbTransactionInterceptor
{
    /// <summary>"Statement completion unknown": what such a commit is made an error of.</summary>
    public const string Unconfirmed = "40003";

    // Its name does not follow the language of the server's messages.
    private const string Waiting = "SyncRepWaitForLSN";

    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        await CommitAsync((NpgsqlTransaction)transaction, cancellationToken);
        return InterceptionResult.Suppress();
    }

    /// <summary>Commits; an unconfirmed commit is a <see cref="PostgresException"/> of state <see cref="Unconfirmed"/>.</summary>
    public static async Task CommitAsync(NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!;
        PostgresNotice? warning = null;
        void Listen(object sender, NpgsqlNoticeEventArgs told)
        {
            if (told.Notice.Routine == Waiting) warning = told.Notice;
        }
        connection.Notice += Listen;
        try
        {
            await transaction.CommitAsync(cancellationToken);
        }
        finally
        {
            connection.Notice -= Listen;
        }
        if (warning is not null) throw new PostgresException(warning.MessageText, warning.Severity, warning.InvariantSeverity, Unconfirmed);
    }
}
