using FastEndpoints;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Operations;

public sealed class GetMetrics(Metrics metrics) : EndpointWithoutRequest<ContentHttpResult>
{
    public override void Configure()
    {
        Get("/metrics");
        Group<OperationsGroup>();
        Policies(Right.Measure);
        Description(route => route.Produces<string>(StatusCodes.Status200OK, "text/plain"));
    }

    /// <summary>What the server measures of itself, as Prometheus reads it: requests, connections, memory, pools.</summary>
    public override Task<ContentHttpResult> ExecuteAsync(CancellationToken cancellationToken) =>
        Task.FromResult(TypedResults.Text(metrics.Write(), "text/plain; version=0.0.4; charset=utf-8"));
}
