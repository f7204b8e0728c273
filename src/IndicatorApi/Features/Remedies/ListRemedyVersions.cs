using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Remedies;

public sealed class ListRemedyVersions(IndicatorDbContext context, ReferenceDataCache cache) : Endpoint<RemedyRequest, Results<Ok<Page<RemedyResponse>>,
Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/remedies/{id}/versions");
        Group<RemediesGroup>();
        Policies(Right.Read);
    }

    /// <summary>Every version of a remedy, the newest first.</summary>
    public override async Task<Results<Ok<Page<RemedyResponse>>, Problem>> ExecuteAsync(RemedyRequest request, CancellationToken cancellationToken)
    {
        var rows = !Guid.TryParse(request.Id, out var key) ? []
            : await context.Remedies.AsNoTracking().Where(row => row.Id == key).OrderByDescending(row => row.RowVersion).Take(Pages.Most)
                .ToListAsync(cancellationToken);
        if (rows.Count == 0) return Problem.Unknown(Noun.Remedy, request.Id);
        var reference = await cache.GetAsync(cancellationToken);
        return TypedResults.Ok(new Page<RemedyResponse>([.. rows.Select(row => RemedyResponse.From(row, reference))], null, null));
    }
}
