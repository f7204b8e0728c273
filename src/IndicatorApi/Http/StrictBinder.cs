using FastEndpoints;
using Microsoft.AspNetCore.Http.Features;

namespace IndicatorApi.Http;

/// <summary>
/// Binds a request from its route, its query and, where it has one, its JSON body. Forms, cookies, claims and headers fill no member: a form
/// would be read into memory before anyone asked for it, and the others would let one value speak for another.
/// </summary>
/// <typeparam name="T">The request.</typeparam>
public sealed class StrictBinder<T>() : RequestBinder<T>(Sources) where T : notnull
{
    private static readonly RequestShape Shape = RequestShape.Of(typeof(T));

    // Where a body may be left out, one that is empty is not read for JSON.
    private static readonly RequestBinder<T>? WithoutBody =
        Shape.MayLackBody ? new(BindingSource.RouteValues | BindingSource.QueryParams) : null;

    private static BindingSource Sources => BindingSource.RouteValues | BindingSource.QueryParams | (Shape.Body is null ? 0 : BindingSource.JsonBody);

    public override async ValueTask<T> BindAsync(BinderContext binding, CancellationToken cancellationToken)
    {
        if (WithoutBody is not null && binding.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            return await WithoutBody.BindAsync(binding, cancellationToken);
        var request = await base.BindAsync(binding, cancellationToken);
        // JSON's null is a whole body and none.
        if (Shape is { Body: { } body, MayLackBody: false } && body.GetValue(request) is null)
            throw new WireException(ErrorCodes.MalformedJson, "it is empty or null.");
        return request;
    }
}
