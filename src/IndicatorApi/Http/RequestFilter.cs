using Microsoft.AspNetCore.Http.Features;

namespace IndicatorApi.Http;

/// <summary>
/// Refuses before anything is bound what an endpoint does not know: a misspelt filter would otherwise answer with everything, and a number
/// without digits would be a zero. What no database takes as text goes no further than here.
/// </summary>
public sealed class RequestFilter(RequestShape request)
{
    private const string NoText = "it holds what no text holds";

    private readonly string _known = request.Query.Count > 0 ? string.Join(", ", request.Query.Keys.Order(StringComparer.Ordinal)) : "-";

    /// <summary>Passes the request on, or answers what is wrong with it.</summary>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next) =>
        (OfRoute(invocation.HttpContext.Request) ?? OfQuery(invocation.HttpContext.Request) ?? OfBody(invocation.HttpContext)) is { } problem
            ? ValueTask.FromResult<object?>(problem) : next(invocation);

    private static Problem? OfRoute(HttpRequest asked)
    {
        List<Error>? errors = null;
        foreach (var (name, value) in asked.RouteValues)
        {
            if (value is string text && !Text.IsStorable(text)) (errors ??= []).Add(new Error(name, ErrorCodes.InvalidQuery, NoText));
        }
        return errors is null ? null : new Problem(errors);
    }

    private Problem? OfQuery(HttpRequest asked)
    {
        List<Error>? errors = null;
        foreach (var (name, values) in asked.Query)
        {
            // The dictionary compares letter by letter, so that a name has one spelling.
            if (!request.Query.TryGetValue(name, out var member)) (errors ??= []).Add(new Error(name, ErrorCodes.UnknownParameter, _known));
            else if (values.Count > 1) (errors ??= []).Add(new Error(name, ErrorCodes.InvalidQuery, "it is given more than once"));
            else if (values[0] is { } text && !Text.IsStorable(text))
                (errors ??= []).Add(name == "cursor" ? new Error(name, ErrorCodes.InvalidCursor) : new Error(name, ErrorCodes.InvalidQuery, NoText));
            else if (string.IsNullOrEmpty(values[0]) && member.PropertyType != typeof(string))
                (errors ??= []).Add(new Error(name, ErrorCodes.InvalidQuery, "''"));
        }
        return errors is null ? null : new Problem(errors);
    }

    // The binder would answer a body of another type itself, and empty.
    private Problem? OfBody(HttpContext http)
    {
        if (request.Body is null || http.Request.HasJsonContentType()) return null;
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false }) return new Problem(ErrorCodes.UnsupportedMediaType);
        if (!request.MayLackBody) return new Problem(ErrorCodes.MalformedJson, "it is empty or null.");
        // The library refuses a request that names no type, also one that sends nothing; the binder then reads nothing.
        http.Request.ContentType = "application/json";
        return null;
    }
}
