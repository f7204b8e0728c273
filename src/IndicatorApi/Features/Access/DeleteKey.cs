using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Access;

public sealed class DeleteKey : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapDelete("/api/v1/keys/{id}", HandleAsync).WithMetadata(new TakesNoIfMatch());

    /// <summary>Revokes a key: within seconds it is worth nothing anywhere, for ever. It stays in the list. The last administrator's key for all units stays.</summary>
    /// <param name="id">The key's id.</param>
    internal static async Task<Results<NoContent, Problem>> HandleAsync(string id, HttpContext http, ApiKeys keys, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var key) ? await keys.RevokeAsync(key, Caller.Of(http.User).Author, cancellationToken) switch
        {
            Revocation.Done => TypedResults.NoContent(),
            Revocation.LastAdministrator => new Problem(ErrorCodes.LastAdministrator),
            _ => Problem.Unknown(Noun.Key, id),
        } : Problem.Unknown(Noun.Key, id);
}
