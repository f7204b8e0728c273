using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Access;

public sealed class ListKeys : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/keys", HandleAsync);

    /// <summary>Keys, oldest first, revoked ones included; never the keys themselves.</summary>
    internal static async Task<Results<Ok<Page<KeyResponse>>, Problem>> HandleAsync(
        [AsParameters] PageRequest page, HttpContext http, ApiKeys keys, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var size = page.Size(errors);
        Guid? after = null;
        if (page.After(errors, 1) is [var text])
        {
            if (Guid.TryParse(text, out var id)) after = id;
            else errors.Add("cursor", ErrorCodes.InvalidCursor);
        }
        if (errors.AreFatal(out var problem)) return problem;
        var found = await keys.ListAsync(after, size + 1, cancellationToken);
        return TypedResults.Ok(Pages.From(http, found, size, row => [$"{row.Key.Id}"], KeyResponse.From));
    }
}
