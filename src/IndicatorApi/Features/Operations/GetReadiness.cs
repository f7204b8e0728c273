using FastEndpoints;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Operations;

public sealed class GetReadiness(Readiness readiness) : EndpointWithoutRequest<Results<Ok<HealthResponse>, Problem>>
{
    public override void Configure()
    {
        Get("/readyz");
        Group<OperationsGroup>();
        AllowAnonymous();
    }

    /// <summary>
    /// Answers 200 when requests can be served: the database answers and the process is not stopping. While there is no primary, and a standby
    /// answers reads, the status is <c>readsOnly</c>.
    /// </summary>
    public override async Task<Results<Ok<HealthResponse>, Problem>> ExecuteAsync(CancellationToken cancellationToken)
    {
        HttpContext.Response.Headers.CacheControl = "no-store";
        return await readiness.ProblemAsync(cancellationToken) is { } problem ? problem
            : TypedResults.Ok(new HealthResponse(readiness.IsForReadsOnly ? "readsOnly" : "ready"));
    }
}
