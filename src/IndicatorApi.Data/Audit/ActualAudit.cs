namespace IndicatorApi.Data;

/// <summary>The audit entries of actuals: one for each unit and action of a write, which names the revisions and keeps the digest of each.</summary>
/// <remarks>Before and after of a figure are its revisions themselves; copying them would double the write of an import.</remarks>
internal static class ActualAudit
{
    /// <summary>The kind of these entries.</summary>
    public const string Kind = "actual";

    /// <summary>The entries of figures that are written: one of each unit and action, and one of each withdrawal.</summary>
    /// <remarks>The digests are most of the work, which needs no database.</remarks>
    public static IReadOnlyList<AuditDraft> Drafts(IReadOnlyList<(ActualRevision Revision, string Action)> written) => [.. written
        .GroupBy(
            figure => (figure.Revision.OrganisationUnitId, figure.Action, Withdrawal: figure.Revision.Deleted ? figure.Revision.Id : Guid.Empty),
            figure => figure.Revision)
        .Select(group => Draft([.. group], group.Key.Action))];

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
}
