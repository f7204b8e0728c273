using System.Globalization;
using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Targets;

public sealed class ListResolutionTargets : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/resolutions/{code}/targets", HandleAsync).WithFiles();

    /// <summary>The targets of a resolution, in its own order.</summary>
    /// <param name="code">The resolution's code.</param>
    /// <param name="asOf">As it stood at this instant.</param>
    internal static async Task<Results<Ok<Page<TargetResponse>>, FileAnswer, Problem>> HandleAsync(
        string code, string? asOf, [AsParameters] FileRequest file, [AsParameters] PageRequest page,
        HttpContext http, IndicatorDbContext context, ReferenceDataCache cache, AsOf moment, CancellationToken cancellationToken)
    {
        var (reference, then, refused) = await moment.ReadAsync(asOf, known => known.Resolution(code) is not null, cancellationToken);
        if (reference is null) return refused!;
        if (reference.Resolution(code) is not { } resolution) return Problem.Unknown(Noun.Resolution, code);
        var errors = new Errors();
        var choice = file.Read(errors);
        var size = page.Size(errors);
        var after = page.After(errors, 1) is [var text] && int.TryParse(text, CultureInfo.InvariantCulture, out var position) ? position : 0;
        if (errors.AreFatal(out var problem)) return problem;

        var all = then is { } instant ? context.TargetsAt(instant) : context.Targets.AsNoTracking().Cast<TargetTerms>();
        var found = all
            .Where(target => target.OrganisationUnitId == resolution.OrganisationUnitId && target.ResolutionId == resolution.Id && (choice != null || target.Position > after))
            .OrderBy(target => target.Position);
        if (choice is not null)
            return FileAnswer.Of(choice, found.AsAsyncEnumerable().NamedAsync(cache, reference, then is null, row => (row.OrganisationUnitId, row.IndicatorId), Item, cancellationToken), "targets", code);
        var rows = await found.Take(size + 1).ToListAsync(cancellationToken);
        if (then is null) reference = await cache.NamingAsync(reference, rows, row => (row.OrganisationUnitId, row.IndicatorId), cancellationToken);
        return TypedResults.Ok(Pages.From(http, rows, size, row => [row.Position.ToString(CultureInfo.InvariantCulture)], row => Item(row, reference)));
    }

    private static TargetResponse Item(TargetTerms row, ReferenceData reference) =>
        TargetResponse.From(row, row is TargetVersion version ? version.TargetId : ((Target)row).Id, reference);
}
