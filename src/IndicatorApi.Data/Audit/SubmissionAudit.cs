using System.Text.Json;
using IndicatorApi.Calculation;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>The audit entries of submissions: one in the chain of each unit, with how many figures there are and the hash of them.</summary>
internal static class SubmissionAudit
{
    private const string Kind = "submission";

    /// <summary>Adds the entries of a submission that was made. The caller holds the locks of its units.</summary>
    public static Task AppendAsync(NpgsqlConnection connection, Submission submission, Author author, CancellationToken cancellationToken) =>
        AppendAsync(connection, submission, AuditActions.Created, null, submission.SubmittedAt, author, cancellationToken);

    /// <summary>Adds the entries of how a submission ended. The caller holds the locks of its units.</summary>
    public static Task AppendAsync(NpgsqlConnection connection, Submission submission, SubmissionDecision decision, Author author, CancellationToken cancellationToken) =>
        AppendAsync(connection, submission, WireNames<SubmissionState>.Of(decision.State), decision.Reason, decision.DecidedAt, author, cancellationToken);

    private static Task AppendAsync(
        NpgsqlConnection connection, Submission submission, string action, string? reason, DateTimeOffset now, Author author, CancellationToken cancellationToken)
    {
        var after = JsonSerializer.Serialize(new { count = submission.Count, figures = Convert.ToHexStringLower(submission.ItemsHash) });
        return AuditChain.AppendAsync(connection, [.. submission.Units.Select(unit => new AuditDraft(new AuditEntry
        {
            OrganisationUnitId = unit,
            Action = action,
            Kind = Kind,
            Subject = $"{submission.Id}",
            AboutUnitId = unit,
            Reason = reason,
            After = after,
        }))], author, now, cancellationToken);
    }
}
