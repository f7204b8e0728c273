using System.Globalization;
using FastEndpoints;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Mapster;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Audit;

public sealed class ListAudit(IndicatorDbContext context, ReferenceDataCache cache, TimeProvider clock)
    : Endpoint<ListAuditRequest, Results<Ok<Page<AuditEntryResponse>>, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/audit");
        Group<AuditGroup>();
        Policies(Right.Administer);
    }

    /// <summary>The audit log, newest first: who changed what, when, why, and what it was before and after.</summary>
    public override async Task<Results<Ok<Page<AuditEntryResponse>>, Problem>> ExecuteAsync(ListAuditRequest request, CancellationToken cancellationToken)
    {
        var (orgUnit, caller, subject) = (request.OrgUnit, request.Caller, request.Subject);
        var reference = await cache.GetAsync(cancellationToken);
        var errors = new Errors();
        var size = request.Size(errors);
        var (begins, ends) = (ParameterText.PastInstant(errors, "from", request.From, clock), ParameterText.PastInstant(errors, "to", request.To, clock));
        var rows = AuditRow.Of(context, subject, subject is null ? [] : await RevisionsAsync(subject, reference, cancellationToken));
        if (request.After(HttpContext, errors, 2) is [var ticks, var text])
        {
            if (!long.TryParse(ticks, CultureInfo.InvariantCulture, out var at) || at < 0 || at > DateTime.MaxValue.Ticks || !Guid.TryParse(text, out var id))
                return new Problem([new Error("cursor", ErrorCodes.InvalidCursor)]);
            var before = new DateTimeOffset(at, TimeSpan.Zero);
            rows = rows.Where(row => EF.Functions.LessThan(ValueTuple.Create(row.RecordedAt, row.Id), ValueTuple.Create(before, id)));
        }
        if (errors.AreFatal(out var problem)) return problem;
        if (orgUnit is not null)
        {
            if (reference.Unit(orgUnit) is not { } unit) return Problem.Unknown(Noun.OrganisationUnit, orgUnit);
            rows = rows.Where(row => row.AboutUnitId == unit.Id);
        }
        if (begins is not null) rows = rows.Where(row => row.RecordedAt >= begins);
        if (ends is not null) rows = rows.Where(row => row.RecordedAt <= ends);
        if (caller is not null) rows = rows.Where(row => row.Caller == caller || row.CallerId == caller);

        var found = await rows.OrderByDescending(row => row.RecordedAt).ThenByDescending(row => row.Id).Take(size + 1).ToListAsync(cancellationToken);
        var figures = await FiguresAsync(found, reference, cancellationToken);
        return TypedResults.Ok(Pages.From(HttpContext, found, size, row => [row.RecordedAt.UtcTicks.ToString(CultureInfo.InvariantCulture), $"{row.Id}"],
            row => Mapping.To<ToldEntry, AuditEntryResponse>(new(row, row.Changes(figures)))));
    }

    // A figure is written together with others too, under an entry that names only their unit.
    private async Task<Guid[]> RevisionsAsync(string subject, ReferenceData reference, CancellationToken cancellationToken)
    {
        if (subject.Split('?') is not [var address, .. var rest] || address.Split('/') is not [var unit, var indicator, var period]) return [];
        if (reference.Unit(unit) is not { } where || reference.Indicator(indicator) is not { } what
            || !Period.TryParse(period, CultureInfo.InvariantCulture, out var when)) return [];
        var group = rest is [var query] && query.StartsWith("group=", StringComparison.Ordinal) ? query["group=".Length..] : "";
        var term = when.ToString();
        return await context.ActualRevisions
            .Where(row => row.OrganisationUnitId == where.Id && row.IndicatorId == what.Id && row.GroupCode == group && row.Period == term)
            .Select(row => row.Id).ToArrayAsync(cancellationToken);
    }

    private async Task<Dictionary<Guid, AuditChange>> FiguresAsync(List<AuditRow> found, ReferenceData reference, CancellationToken cancellationToken)
    {
        var told = found.Where(row => row.IsOfFigures).ToList();
        if (told.Count == 0) return [];
        var units = told.Select(row => row.Chain).Distinct().ToArray();
        var ids = told.SelectMany(row => row.Revisions).ToArray();
        var pairs = await (
            from after in context.ActualRevisions.AsNoTracking()
            where units.Contains(after.OrganisationUnitId) && ids.Contains(after.Id)
            join row in context.ActualRevisions.AsNoTracking()
                on new { after.OrganisationUnitId, after.IndicatorId, after.GroupCode, after.Period, Before = after.RowVersion - 1 }
                equals new { row.OrganisationUnitId, row.IndicatorId, row.GroupCode, row.Period, Before = row.RowVersion } into befores
            from before in befores.DefaultIfEmpty()
            select new { After = after, Before = before }).ToListAsync(cancellationToken);
        return pairs.ToDictionary(pair => pair.After.Id, pair => AuditChange.Of(Address(pair.After, reference), pair.Before, pair.After));
    }

    private static string Address(ActualRevision row, ReferenceData reference)
    {
        var place = reference.Knows(row.OrganisationUnitId, row.IndicatorId)
            ? $"{reference.Unit(row.OrganisationUnitId).Code}/{reference.Indicator(row.IndicatorId).Code}" : $"{row.OrganisationUnitId}/{row.IndicatorId}";
        return $"{place}/{row.Period}{(row.GroupCode.Length > 0 ? $"?group={row.GroupCode}" : "")}";
    }
}

/// <summary>Which entries.</summary>
public sealed record ListAuditRequest : PagedRequest
{
    /// <summary>Only what is about this unit.</summary>
    [QueryParam] public string? OrgUnit { get; init; }

    /// <summary>Only what was written at this instant or later.</summary>
    [QueryParam] public string? From { get; init; }

    /// <summary>Only what was written at this instant or earlier.</summary>
    [QueryParam] public string? To { get; init; }

    /// <summary>Only what this caller wrote, by name or by <c>callerId</c>.</summary>
    [QueryParam] public string? Caller { get; init; }

    /// <summary>Only what was done to this: a code, an id, or an address as in <c>ward/indicator/period</c> with all under it.</summary>
    [QueryParam] public string? Subject { get; init; }
}

/// <summary>An entry as the list reads it: of an import's many revisions only the first, and no digests.</summary>
internal sealed class AuditRow
{
    public Guid Chain { get; init; }
    public long Sequence { get; init; }
    public Guid Id { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public required string Caller { get; init; }
    public string? CallerId { get; init; }
    public string? RequestId { get; init; }
    public required string Action { get; init; }
    public required string Kind { get; init; }
    public required string Subject { get; init; }
    public Guid? AboutUnitId { get; init; }
    public string? OrgUnit { get; init; }
    public string? Reason { get; init; }
    public string? Before { get; init; }
    public string? After { get; init; }
    public int RevisionCount { get; init; }
    public required Guid[] Revisions { get; init; }
    public required byte[] PreviousHash { get; init; }
    public required byte[] Hash { get; init; }

    /// <summary>Whether it tells of figures, whose revisions hold what they were before and after.</summary>
    public bool IsOfFigures => Kind == "actual";

    /// <summary>Every entry, or those about one subject and the revisions of one figure.</summary>
    public static IQueryable<AuditRow> Of(IndicatorDbContext context, string? subject, Guid[] revisions) => context.Database.SqlQuery<AuditRow>($"""
        SELECT e.organisation_unit_id AS "Chain", e.sequence AS "Sequence", e.id AS "Id", e.recorded_at AS "RecordedAt", e.caller AS "Caller",
          e.caller_id AS "CallerId",
          e.request_id AS "RequestId", e.action AS "Action", e.kind AS "Kind", e.subject AS "Subject", e.about_unit_id AS "AboutUnitId", u.code AS "OrgUnit",
          e.reason AS "Reason", e.before AS "Before", e.after AS "After", cardinality(e.revisions) AS "RevisionCount", e.revisions[1:100] AS "Revisions",
          e.previous_hash AS "PreviousHash", e.hash AS "Hash"
        FROM audit_entry e LEFT JOIN organisation_unit u ON u.id = e.about_unit_id
        WHERE {subject}::text IS NULL OR e.subject = {subject} OR starts_with(e.subject, {subject} || '/') OR e.revisions && {revisions}
        """);

    /// <summary>What the entry changed: of figures as their revisions have it, of anything else as the entry itself keeps it.</summary>
    public IReadOnlyList<AuditChange> Changes(Dictionary<Guid, AuditChange> figures) =>
        IsOfFigures ? [.. Revisions.Where(figures.ContainsKey).Select(id => figures[id])] : IsEmpty ? [] : [AuditChange.Of(Subject, Before, After)];

    /// <summary>How many things the entry changed.</summary>
    public int ChangeCount => IsOfFigures ? RevisionCount : IsEmpty ? 0 : 1;

    private bool IsEmpty => Before is null && After is null;
}

/// <summary>An entry with what it changed.</summary>
internal sealed record ToldEntry(AuditRow Row, IReadOnlyList<AuditChange> Changes);

internal sealed class AuditMapping : IRegister
{
    public void Register(TypeAdapterConfig config)
    {
        config.Keep<IReadOnlyList<AuditChange>>();
        config.NewConfig<ToldEntry, AuditEntryResponse>()
            .Map(answer => answer, told => told.Row)
            .Map(answer => answer.Changes, told => told.Changes)
            .Map(answer => answer.PreviousHash, told => Convert.ToHexStringLower(told.Row.PreviousHash))
            .Map(answer => answer.Hash, told => Convert.ToHexStringLower(told.Row.Hash));
    }
}
