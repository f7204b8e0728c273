using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Access;

public sealed class PostKeys : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/keys", HandleAsync);

    /// <summary>Makes a key. The answer shows it, once: only its hash is stored.</summary>
    internal static async Task<Results<Created<KeyResponse>, Problem>> HandleAsync(
        KeyBody body, HttpContext http, ApiKeys keys, ReferenceDataCache cache, TimeProvider clock, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var made = await body.CreateAsync(keys, await cache.GetAsync(cancellationToken), clock, Caller.Of(http.User).Author, errors, cancellationToken);
        if (errors.AreFatal(out var problem)) return problem;
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/api/v1/keys/{made!.Id}", made);
    }
}
