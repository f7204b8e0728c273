using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Imports;

public sealed class GetImport : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/imports/{id}", HandleAsync);

    /// <summary>How far an import is, and what came of it. It is kept for a week after its end.</summary>
    /// <param name="id">The import's id.</param>
    internal static async Task<Results<Ok<ImportResponse>, Problem>> HandleAsync(string id, ImportJobs jobs, HttpContext http, CancellationToken cancellationToken)
    {
        var (job, unknown) = await ImportSight.FindAsync(id, jobs, http, cancellationToken);
        return job is null ? unknown! : TypedResults.Ok(ImportResponse.From(job));
    }
}
