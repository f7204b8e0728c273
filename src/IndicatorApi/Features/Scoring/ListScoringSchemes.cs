using System.Globalization;
using FastEndpoints;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Scoring;

public sealed class ListScoringSchemes(StoreScoringSchemes store) : Endpoint<PagedRequest, Results<Ok<Page<ScoringSchemeBody>>, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/scoring-schemes");
        Group<ScoringGroup>();
        Policies(Right.Read);
    }

    /// <summary>Every edition of every scoring scheme, in order of code and first day.</summary>
    public override async Task<Results<Ok<Page<ScoringSchemeBody>>, Problem>> ExecuteAsync(PagedRequest request, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var size = request.Size(errors);
        var after = request.After(HttpContext, errors, 2);
        if (errors.AreFatal(out var problem)) return problem;
        // There are few, and codes are in the order of their bytes, whatever the database's own order is.
        var all = (await store.Current.ToListAsync(cancellationToken))
            .Select(row => (Place: (string[])[row.Code, row.ValidFrom.ToString("O", CultureInfo.InvariantCulture)], Row: row))
            .OrderBy(one => one.Place[0], StringComparer.Ordinal).ThenBy(one => one.Place[1], StringComparer.Ordinal)
            .Where(one => after is null || IsAfter(one.Place, after))
            .Take(size + 1).ToList();
        return TypedResults.Ok(Pages.From(HttpContext, all, size, one => one.Place, one => ScoringSchemeBody.From(one.Row)));
    }

    private static bool IsAfter(string[] place, string[] after) => string.CompareOrdinal(place[0], after[0]) switch
    {
        0 => string.CompareOrdinal(place[1], after[1]) > 0,
        var order => order > 0,
    };
}
