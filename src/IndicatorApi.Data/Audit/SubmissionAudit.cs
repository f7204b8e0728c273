using System.Text.Json;
using IndicatorApi.Calculation;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>The audit entries of submissions: one in the chain of each unit, with how many figures there are and the hash of them.</summary>
internal static class SubmissionAudit
{
    private const string Kind = "submission";

    /// <summary>Adds the entries of a submission that was made, or of how it ended. The caller holds the locks of its units.</summary>
    public static Task AppendAsync(
        NpgsqlConnection connection, Submission submission, SubmissionDecision? decision, Author author, CancellationToken cancellationToken)
    {
        var after = JsonSerializer.Serialize(new { count = submission.Count, figures = Convert.ToHexStringLower(submission.ItemsHash) });
        return AuditChain.AppendAsync(connection, [.. submission.Units.Select(unit => new AuditDraft(new AuditEntry
        {
            OrganisationUnitId = unit,
            Action = decision is null ? AuditActions.Created : WireNames<SubmissionState>.Of(decision.State),
            Kind = Kind,
            Subject = $"{submission.Id}",
            AboutUnitId = unit,
            Reason = decision?.Reason,
            After = after,
        }))], author, decision?.DecidedAt ?? submission.SubmittedAt, cancellationToken);
    }
}
