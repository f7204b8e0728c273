using Npgsql;

namespace IndicatorApi.Data;

/// <summary>The audit entries of actuals: one for each unit and action of a write, which names the revisions and keeps the digest of each.</summary>
/// <remarks>Before and after of a figure are its revisions themselves; copying them would double the write of an import.</remarks>
internal static class ActualAudit
{
    /// <summary>The kind of these entries.</summary>
    public const string Kind = "actual";

    /// <summary>The entries of figures that are written. The digests are most of the work, which needs no database.</summary>
    public static IReadOnlyList<AuditDraft> Drafts(IReadOnlyList<ActualWrite> changed, Author author, DateTimeOffset now) => [.. changed
        .GroupBy(write => (write.Figure.OrganisationUnitId, write.Change))
        .Select(group => Draft(
            [.. group.Select(write => RevisionOf(write.Figure, write.Figure.Revision, write.Figure.RowVersion, write.Reason, false, author, now))],
            group.Key.Change == ActualChange.Created ? AuditActions.Created : AuditActions.Updated))];

    /// <summary>Adds the entry of a figure that was withdrawn: its last revision has the content that it had.</summary>
    public static Task AppendRemovalAsync(NpgsqlConnection connection, ActualWrite removed, Guid revision, Author author, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var last = RevisionOf(removed.Replaced!, revision, removed.StoredVersion!.Value + 1, removed.Reason, true, author, now);
        last.Late = removed.Figure.Late;
        return AuditChain.AppendAsync(connection, [Draft([last], AuditActions.Removed)], author, now, cancellationToken);
    }

    private static AuditDraft Draft(IReadOnlyList<ActualRevision> revisions, string action)
    {
        var only = revisions.Count == 1 ? revisions[0] : null;
        var unit = revisions[0].OrganisationUnitId;
        return new AuditDraft(new AuditEntry
        {
            OrganisationUnitId = unit,
            Action = action,
            Kind = Kind,
            Subject = only is null ? "" : only.GroupCode.Length > 0 ? $"{only.Period}?group={only.GroupCode}" : only.Period,
            AboutUnitId = unit,
            Reason = revisions.Select(revision => revision.Reason).Distinct().Count() == 1 ? revisions[0].Reason : null,
            Revisions = [.. revisions.Select(revision => revision.Id)],
            Digests = [.. revisions.Select(RowDigest.Of)],
        }, unit, only?.IndicatorId);
    }

    // Every column that the writer gives the revision.
    private static ActualRevision RevisionOf(ActualFigure figure, Guid id, long rowVersion, string? reason, bool isRemoved, Author author, DateTimeOffset now) => new()
    {
        OrganisationUnitId = figure.OrganisationUnitId,
        IndicatorId = figure.IndicatorId,
        GroupCode = figure.GroupCode,
        Period = figure.Period,
        PeriodStart = figure.PeriodStart,
        PeriodEnd = figure.PeriodEnd,
        Value = figure.Value,
        Numerator = figure.Numerator,
        Denominator = figure.Denominator,
        Level = figure.Level,
        Bound = figure.Bound,
        Status = figure.Status,
        Source = figure.Source,
        Note = figure.Note,
        Late = figure.Late,
        RowVersion = rowVersion,
        Id = id,
        Reason = reason,
        Deleted = isRemoved,
        RecordedAt = now,
        RecordedBy = author.Name,
    };
}
