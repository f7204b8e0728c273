using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Operations;

public sealed class GetHealth : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/healthz", Handle);

    /// <summary>Answers while the process lives, whatever the database does.</summary>
    internal static Ok<HealthResponse> Handle() => TypedResults.Ok(new HealthResponse("ok"));
}

/// <summary>The state of the process.</summary>
/// <param name="Status"><c>ok</c>.</param>
public sealed record HealthResponse(string Status);
