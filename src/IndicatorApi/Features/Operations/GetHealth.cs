using FastEndpoints;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Operations;

public sealed class GetHealth : EndpointWithoutRequest<Ok<HealthResponse>>
{
    public override void Configure()
    {
        Get("/healthz");
        Group<OperationsGroup>();
        AllowAnonymous();
    }

    /// <summary>Answers while the process lives, whatever the database does.</summary>
    public override Task<Ok<HealthResponse>> ExecuteAsync(CancellationToken cancellationToken)
    {
        HttpContext.Response.Headers.CacheControl = "no-store";
        return Task.FromResult(TypedResults.Ok(new HealthResponse("ok")));
    }
}

/// <summary>The state of the process.</summary>
/// <param name="Status"><c>ok</c>; asked whether it is ready: <c>ready</c>, or <c>readsOnly</c> while no primary answers.</param>
public sealed record HealthResponse(string Status);
