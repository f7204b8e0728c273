using FastEndpoints;
using IndicatorApi.Achievements;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Imports;

public sealed class GetImport(ImportJobs jobs, FactSnapshot snapshot)
    : Endpoint<ImportRequest, Results<Ok<ImportResponse>, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/imports/{id}");
        Group<ImportsGroup>();
        Metadata(new SeesEveryWrite());
        Policies(Right.Report);
    }

    /// <summary>How far an import is, and what came of it. It is kept for a week after its end.</summary>
    public override async Task<Results<Ok<ImportResponse>, Problem>> ExecuteAsync(
        ImportRequest request, CancellationToken cancellationToken)
    {
        var (job, unknown) = await ImportSight.FindAsync(request.Id, jobs, HttpContext, cancellationToken);
        if (job is null) return unknown!;
        // Who hears that it ended finds what it stored.
        if (job.FinishedAt is not null) DataVersion.Say(HttpContext, await snapshot.AfterWriteAsync());
        return TypedResults.Ok(ImportResponse.From(job));
    }
}

/// <summary>Which import.</summary>
public sealed record ImportRequest
{
    /// <summary>The import's id.</summary>
    [RouteParam] public required string Id { get; init; }
}
