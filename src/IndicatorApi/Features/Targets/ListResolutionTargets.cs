using System.Globalization;
using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Targets;

public sealed class ListResolutionTargets(IndicatorDbContext context, ReferenceDataCache cache, AsOf moment)
    : Endpoint<ListResolutionTargetsRequest, Results<Ok<Page<TargetResponse>>, FileAnswer, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/resolutions/{code}/targets");
        Group<TargetsGroup>();
        Policies(Right.Read);
        Description(route => route.WithFiles());
    }

    /// <summary>The targets of a resolution, in its own order.</summary>
    public override async Task<Results<Ok<Page<TargetResponse>>, FileAnswer, Problem>> ExecuteAsync(
        ListResolutionTargetsRequest request, CancellationToken cancellationToken)
    {
        var (reference, then, refused) = await moment.ReadAsync(request.AsOf, known => known.Resolution(request.Code) is not null, cancellationToken);
        if (reference is null) return refused!;
        if (reference.Resolution(request.Code) is not { } resolution) return Problem.Unknown(Noun.Resolution, request.Code);
        var errors = new Errors();
        var choice = FileChoice.Of(request, HttpContext.Request, errors);
        var size = request.Size(errors);
        var after = request.After(HttpContext, errors, 1) is [var text] && int.TryParse(text, CultureInfo.InvariantCulture, out var position) ? position : 0;
        if (errors.AreFatal(out var problem)) return problem;

        var lead = request.Lead?.Normalize();
        var all = then is { } instant ? context.TargetsAt(instant) : context.Targets.AsNoTracking().Cast<TargetTerms>();
        var found = all
            .Where(target => target.OrganisationUnitId == resolution.OrganisationUnitId && target.ResolutionId == resolution.Id
                && (choice != null || target.Position > after) && (lead == null || target.Lead == lead))
            .OrderBy(target => target.Position);
        if (choice is not null)
            return FileAnswer.Of(choice, found.AsAsyncEnumerable()
                .NamedAsync(new Naming(cache, reference, then is null), row => (row.OrganisationUnitId, row.IndicatorId), Item, cancellationToken), "targets",
                request.Code);
        var rows = await found.Take(size + 1).ToListAsync(cancellationToken);
        if (then is null) reference = await cache.NamingAsync(reference, rows, row => (row.OrganisationUnitId, row.IndicatorId), cancellationToken);
        return TypedResults.Ok(Pages.From(HttpContext, rows, size, row => [row.Position.ToString(CultureInfo.InvariantCulture)], row => Item(row, reference)));
    }

    private static TargetResponse Item(TargetTerms row, ReferenceData reference) =>
        TargetResponse.From(row, row is TargetVersion version ? version.TargetId : ((Target)row).Id, reference);
}

/// <summary>Which targets.</summary>
public sealed record ListResolutionTargetsRequest : ListRequest
{
    /// <summary>The resolution's code.</summary>
    [RouteParam] public required string Code { get; init; }

    /// <summary>Only those that this office answers for.</summary>
    [QueryParam] public string? Lead { get; init; }

    /// <summary>As it stood at this instant.</summary>
    [QueryParam] public string? AsOf { get; init; }
}
