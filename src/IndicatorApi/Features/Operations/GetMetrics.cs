using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Operations;

public sealed class GetMetrics : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", Handle).Produces<string>(StatusCodes.Status200OK, "text/plain");

    /// <summary>What the server measures of itself, as Prometheus reads it: requests, connections, memory, pools.</summary>
    internal static ContentHttpResult Handle(Metrics metrics) => TypedResults.Text(metrics.Write(), "text/plain; version=0.0.4; charset=utf-8");
}
