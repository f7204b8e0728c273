namespace IndicatorApi.Data;

/// <summary>A compared figure that no closed period stands in the way of.</summary>
public sealed class AllowedFigure
{
    private readonly bool _isAfterClosing;

    internal AllowedFigure(ComparedFigure compared, bool isAfterClosing) => (Compared, _isAfterClosing) = (compared, isAfterClosing);

    /// <summary>The figure beside the one that is stored.</summary>
    public ComparedFigure Compared { get; }

    /// <summary>What the audit log calls it.</summary>
    internal string Action => Compared switch
    {
        { Wanted.Figure: null } => AuditActions.Removed,
        { Stored: null } => AuditActions.Created,
        _ => AuditActions.Updated,
    };

    /// <summary>The revision that records it.</summary>
    /// <remarks>A place goes on counting where it stopped, also after a withdrawal, so that no ETag ever means two contents.</remarks>
    internal ActualRevision ToRevision(Guid id, Author author, DateTimeOffset now) => new()
    {
        OrganisationUnitId = Compared.Wanted.Unit,
        IndicatorId = Compared.Wanted.Indicator,
        GroupCode = Compared.Wanted.Group,
        Period = Compared.Wanted.Place.Period,
        PeriodStart = Compared.Dated.Start,
        PeriodEnd = Compared.Dated.End,
        // The revision of a withdrawal has the content that was withdrawn.
        Figure = Compared.Wanted.Figure ?? Compared.Stored!.Figure,
        Late = _isAfterClosing,
        RowVersion = Compared.LastVersion + 1,
        Id = id,
        Reason = Compared.Wanted.Reason,
        Deleted = Compared.Wanted.Figure is null,
        RecordedAt = now,
        RecordedBy = author.Name,
    };
}

/// <summary>Figures that may be recorded, in the order in which they were wanted.</summary>
public sealed class AllowedFigures
{
    internal AllowedFigures(IReadOnlyList<AllowedFigure> all) => All = all;

    /// <summary>The figures.</summary>
    public IReadOnlyList<AllowedFigure> All { get; }

    /// <summary>How many there are of one kind of change.</summary>
    public int Count(ActualChange change) => All.Count(figure => figure.Compared.Change == change);

    /// <summary>Those that change something, the first of them.</summary>
    public AllowedFigures Changes(int most = int.MaxValue) => new([.. All.Where(figure => figure.Compared.IsChange).Take(most)]);

    /// <summary>These and others of the same recording.</summary>
    public AllowedFigures And(AllowedFigures others) => new([.. All, .. others.All]);

    /// <summary>No figures.</summary>
    public static AllowedFigures None { get; } = new([]);
}
