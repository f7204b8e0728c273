using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Imports;

public sealed class DeleteImport : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapDelete("/api/v1/imports/{id}", HandleAsync);

    /// <summary>Cancels an import that has not ended: nothing of it is stored.</summary>
    /// <param name="id">The import's id.</param>
    internal static async Task<Results<Ok<ImportResponse>, Problem>> HandleAsync(string id, ImportJobs jobs, ImportRunner runner, HttpContext http, CancellationToken cancellationToken)
    {
        var (job, unknown) = await ImportSight.FindAsync(id, jobs, http, cancellationToken);
        if (job is null) return unknown!;
        if (!await jobs.CancelAsync(job.Id, cancellationToken)) return new Problem(ErrorCodes.ImportEnded);
        runner.Cancel(job.Id);
        return TypedResults.Ok(ImportResponse.From((await jobs.FindAsync(job.Id, cancellationToken))!));
    }
}
