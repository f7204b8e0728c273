using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Actuals;

public sealed class ListActualRevisions : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/actuals/{orgUnit}/{indicator}/{period}/revisions", HandleAsync);

    /// <summary>Every figure that ever stood here, the newest first; withdrawals included.</summary>
    /// <param name="orgUnit">The unit's code.</param>
    /// <param name="indicator">The indicator's code.</param>
    /// <param name="period">The time it is about.</param>
    /// <param name="group">The sub-group it is for; the whole when left out.</param>
    internal static async Task<Results<Ok<Page<ActualRevisionResponse>>, Problem>> HandleAsync(
        string orgUnit, string indicator, string period, string? group, [AsParameters] PageRequest page,
        HttpContext http, IndicatorDbContext context, ReferenceDataCache cache, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var (place, unknown) = ActualPlace.Find(orgUnit, indicator, period, reference);
        if (place is null) return unknown!;
        var errors = new Errors();
        var size = page.Size(errors);
        var before = page.After(errors, 1) is [var version] && long.TryParse(version, out var number) ? number : long.MaxValue;
        if (errors.AreFatal(out var problem)) return problem;

        var text = place.Period.ToString();
        var rows = await context.ActualRevisions.AsNoTracking()
            .Where(row => row.OrganisationUnitId == place.Unit.Id && row.IndicatorId == place.Indicator.Id && row.GroupCode == (group ?? "") && row.Period == text && row.RowVersion < before)
            .OrderByDescending(row => row.RowVersion)
            .Take(size + 1)
            .ToListAsync(cancellationToken);
        if (rows.Count == 0 && page.Cursor is null) return Problem.Unknown(Noun.Actual, $"{orgUnit}/{indicator}/{text}");
        return TypedResults.Ok(Pages.From(http, rows, size, row => [$"{row.RowVersion}"], row => ActualRevisionResponse.From(row, reference)));
    }
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
