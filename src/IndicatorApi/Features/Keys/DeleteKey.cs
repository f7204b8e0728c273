using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Keys;

public sealed class DeleteKey(ApiKeys keys) : Endpoint<DeleteKeyRequest, Results<NoContent, Problem>>
{
    public override void Configure()
    {
        Delete("/api/v1/keys/{id}");
        Group<KeysGroup>();
        Policies(Right.Administer);
        Metadata(new TakesNoIfMatch());
    }

    /// <summary>Revokes a key: within seconds it is worth nothing anywhere, for ever. It stays in the list. The last administrator's key for all units
    /// stays.</summary>
    public override async Task<Results<NoContent, Problem>> ExecuteAsync(DeleteKeyRequest request, CancellationToken cancellationToken) =>
        Guid.TryParse(request.Id, out var key) ? await keys.RevokeAsync(key, Caller.Of(User).Author, cancellationToken) switch
        {
            Revocation.Done => TypedResults.NoContent(),
            Revocation.LastAdministrator => new Problem(ErrorCodes.LastAdministrator),
            _ => Problem.Unknown(Noun.Key, request.Id),
        } : Problem.Unknown(Noun.Key, request.Id);
}

/// <summary>Which key.</summary>
public sealed record DeleteKeyRequest
{
    /// <summary>The key's id.</summary>
    [RouteParam] public required string Id { get; init; }
}
