using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Keys;

public sealed class PostKeys(ApiKeys keys, ReferenceDataCache cache, TimeProvider clock) : Endpoint<PostKeysRequest, Results<Created<KeyResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/keys");
        Group<KeysGroup>();
        Policies(Right.Administer);
    }

    /// <summary>Makes a key. The answer shows it, once: only its hash is stored.</summary>
    public override async Task<Results<Created<KeyResponse>, Problem>> ExecuteAsync(PostKeysRequest request, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var made = await request.Body.CreateAsync(keys, await cache.GetAsync(cancellationToken), clock, Caller.Of(User).Author, errors, cancellationToken);
        if (errors.AreFatal(out var problem)) return problem;
        HttpContext.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/api/v1/keys/{made!.Id}", made);
    }
}

/// <summary>A key to be made.</summary>
public sealed record PostKeysRequest
{
    /// <summary>The key.</summary>
    [FromBody] public required KeyBody Body { get; init; }
}
