using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Imports;

public sealed class DeleteImport(ImportJobs jobs, ImportRunner runner)
    : Endpoint<ImportRequest, Results<Ok<ImportResponse>, Problem>>
{
    public override void Configure()
    {
        Delete("/api/v1/imports/{id}");
        Group<ImportsGroup>();
        Policies(Right.Report);
    }

    /// <summary>Cancels an import that has not ended: nothing of it is stored.</summary>
    public override async Task<Results<Ok<ImportResponse>, Problem>> ExecuteAsync(
        ImportRequest request, CancellationToken cancellationToken)
    {
        var (job, unknown) = await ImportSight.FindAsync(request.Id, jobs, HttpContext, cancellationToken);
        if (job is null) return unknown!;
        if (!await jobs.CancelAsync(job.Id, cancellationToken)) return new Problem(ErrorCodes.ImportEnded);
        runner.Cancel(job.Id);
        return TypedResults.Ok(ImportResponse.From((await jobs.FindAsync(job.Id, cancellationToken))!));
    }
}
