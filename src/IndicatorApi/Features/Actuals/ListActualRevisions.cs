using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Figures;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Actuals;

public sealed class ListActualRevisions(IndicatorDbContext context, ReferenceDataCache cache)
    : Endpoint<ListActualRevisionsRequest, Results<Ok<Page<ActualRevisionResponse>>, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/actuals/{orgUnit}/{indicator}/{period}/revisions");
        Group<ActualsGroup>();
        Policies(Right.Read);
    }

    /// <summary>Every figure that ever stood here, the newest first; withdrawals included.</summary>
    public override async Task<Results<Ok<Page<ActualRevisionResponse>>, Problem>> ExecuteAsync(
        ListActualRevisionsRequest request, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var (place, unknown) = ActualPlace.Find(request.OrgUnit, request.Indicator, request.Period, reference);
        if (place is null) return unknown!;
        var errors = new Errors();
        var size = request.Size(errors);
        var before = request.After(HttpContext, errors, 1) is [var version] && long.TryParse(version, out var number) ? number : long.MaxValue;
        if (errors.AreFatal(out var problem)) return problem;

        var (text, group) = (place.Period.ToString(), request.Group ?? "");
        var rows = await context.ActualRevisions.AsNoTracking()
            .Where(row => row.OrganisationUnitId == place.Unit.Id && row.IndicatorId == place.Indicator.Id
                && row.GroupCode == group && row.Period == text && row.RowVersion < before)
            .OrderByDescending(row => row.RowVersion)
            .Take(size + 1)
            .ToListAsync(cancellationToken);
        if (rows.Count == 0 && request.Cursor is null) return Problem.Unknown(Noun.Actual, $"{request.OrgUnit}/{request.Indicator}/{text}");
        return TypedResults.Ok(Pages.From(HttpContext, rows, size, row => [$"{row.RowVersion}"], row => ActualRevisionResponse.From(row, reference)));
    }
}

/// <summary>Of which figure.</summary>
public sealed record ListActualRevisionsRequest : PagedRequest
{
    /// <summary>The unit's code.</summary>
    [RouteParam] public required string OrgUnit { get; init; }

    /// <summary>The indicator's code.</summary>
    [RouteParam] public required string Indicator { get; init; }

    /// <summary>The time it is about.</summary>
    [RouteParam] public required string Period { get; init; }

    /// <summary>The sub-group it is for; the whole when left out.</summary>
    [QueryParam] public string? Group { get; init; }
}

/// <summary>A figure as it stood.</summary>
public sealed record ActualRevisionResponse
{
    /// <summary>Id of the revision; explanations name it.</summary>
    public required Guid Revision { get; init; }

    /// <summary>The version's number.</summary>
    public required long Version { get; init; }

    /// <summary>True when this is its withdrawal.</summary>
    public required bool Deleted { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Who recorded it.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>Why, if it was said.</summary>
    public required string? Reason { get; init; }

    /// <summary>The figure.</summary>
    public required ActualResponse Actual { get; init; }

    /// <summary>The answer for a stored revision.</summary>
    public static ActualRevisionResponse From(ActualRevision revision, ReferenceData reference) => new()
    {
        Revision = revision.Id,
        Version = revision.RowVersion,
        Deleted = revision.Deleted,
        RecordedAt = revision.RecordedAt,
        RecordedBy = revision.RecordedBy,
        Reason = revision.Reason,
        Actual = ActualResponse.From(revision, revision.Id, reference),
    };
}
