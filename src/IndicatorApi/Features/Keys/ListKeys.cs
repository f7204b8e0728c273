using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Keys;

public sealed class ListKeys(ApiKeys keys) : Endpoint<ListKeysRequest, Results<Ok<Page<KeyResponse>>, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/keys");
        Group<KeysGroup>();
        Metadata(new SeesEveryWrite());
        Policies(Right.Administer);
    }

    /// <summary>Keys, oldest first, revoked ones included; never the keys themselves.</summary>
    public override async Task<Results<Ok<Page<KeyResponse>>, Problem>> ExecuteAsync(ListKeysRequest request, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var size = request.Size(errors);
        Guid? after = null;
        if (request.After(HttpContext, errors, 1) is [var text])
        {
            if (Guid.TryParse(text, out var id)) after = id;
            else errors.Add("cursor", ErrorCodes.InvalidCursor);
        }
        if (errors.AreFatal(out var problem)) return problem;
        var found = await keys.ListAsync(after, size + 1, cancellationToken);
        return TypedResults.Ok(Pages.From(HttpContext, found, size, row => [$"{row.Key.Id}"], Mapping.To<FoundKey, KeyResponse>));
    }
}

/// <summary>Which keys.</summary>
public sealed record ListKeysRequest : PagedRequest;
