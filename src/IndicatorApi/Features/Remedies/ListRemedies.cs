using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Remedies;

public sealed class ListRemedies(IndicatorDbContext context, ReferenceDataCache cache)
    : Endpoint<ListRemediesRequest, Results<Ok<Page<RemedyResponse>>, FileAnswer, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/remedies");
        Group<RemediesGroup>();
        Policies(Right.Read);
        Description(route => route.WithFiles());
    }

    /// <summary>What was asked of units and how far they have got, the oldest question first.</summary>
    public override async Task<Results<Ok<Page<RemedyResponse>>, FileAnswer,
    Problem>> ExecuteAsync(ListRemediesRequest request, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var errors = new Errors();
        var choice = FileChoice.Of(request, HttpContext.Request, errors);
        var size = request.Size(errors);
        var states = ParameterText.Words<RemedyState>(errors, "state", request.State);
        var rows = context.CurrentRemedies();
        if (request.After(HttpContext, errors, 1) is [var after])
        {
            if (Guid.TryParse(after, out var last)) rows = rows.Where(row => row.Id > last);
            else errors.Add("cursor", ErrorCodes.InvalidCursor);
        }
        if (errors.AreFatal(out var problem)) return problem;
        foreach (var (code, isWhole) in ((string?, bool)[])[(request.OrgUnit, false), (request.Under, true)])
        {
            if (code is null) continue;
            if (reference.Unit(code) is not { } unit) return Problem.Unknown(Noun.OrganisationUnit, code);
            Guid[] units = isWhole ? [.. reference.Under(unit).Select(other => other.Id)] : [unit.Id];
            rows = rows.Where(row => units.Contains(row.OrganisationUnitId));
        }
        if (request.Target is { } target)
        {
            if (!Guid.TryParse(target, out var key)) return Problem.Unknown(Noun.Target, target);
            rows = rows.Where(row => row.TargetId == key);
        }
        if (states is not null)
        {
            RemedyState[] wanted = [.. states];
            rows = rows.Where(row => wanted.Contains(row.State));
        }
        var ordered = rows.OrderBy(row => row.Id);
        var found = await (choice is null ? ordered.Take(size + 1) : ordered).ToListAsync(cancellationToken);
        // After the rows, so that it can name all of them.
        reference = await cache.GetAsync(cancellationToken);
        if (choice is not null) return FileAnswer.Of(choice, found.Select(row => RemedyResponse.From(row, reference)), "remedies",
            request.OrgUnit ?? request.Under);
        return TypedResults.Ok(Pages.From(HttpContext, found, size, row => [$"{row.Id}"], row => RemedyResponse.From(row, reference)));
    }
}

/// <summary>Which remedies.</summary>
public sealed record ListRemediesRequest : ListRequest
{
    /// <summary>Only what was asked of this unit.</summary>
    [QueryParam] public string? OrgUnit { get; init; }

    /// <summary>Only what was asked of this unit and of all under it.</summary>
    [QueryParam] public string? Under { get; init; }

    /// <summary>Only what is in this state; several are comma-separated.</summary>
    [QueryParam] public string? State { get; init; }

    /// <summary>Only what was asked about this target.</summary>
    [QueryParam] public string? Target { get; init; }
}
