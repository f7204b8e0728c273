using IndicatorApi.Http;
using Scalar.AspNetCore;

namespace IndicatorApi.Documentation;

/// <summary>
/// The page at <c>/docs</c> on which the document is read and tried. The page is ours, because the library's own has a script in it, which the
/// content policy forbids; the script that draws it is the library's.
/// </summary>
public static class DocumentationPage
{
    private const string Folder = "docs/";
    private const string Script = "/docs/scalar.js";

    /// <summary>Serves the page and its parts.</summary>
    public static void Map(WebApplication app)
    {
        var page = app.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        page.MapGet("/docs", () => Part("index.html", "text/html; charset=utf-8"));
        page.MapGet("/docs/index.html", () => Part("index.html", "text/html; charset=utf-8"));
        page.MapGet("/docs/page.js", () => Part("page.js", "text/javascript; charset=utf-8"));
        page.MapGet("/docs/page.css", () => Part("page.css", "text/css; charset=utf-8"));
        var library = app.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        ((IEndpointConventionBuilder)library).Finally(endpoint =>
        {
            if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: var route } && route != Script)
                endpoint.RequestDelegate = http => new Problem(ErrorCodes.NotFound).ExecuteAsync(http);
        });
        library.MapScalarApiReference("/docs");
    }

    private static IResult Part(string name, string type) =>
        Results.Stream(typeof(DocumentationPage).Assembly.GetManifestResourceStream(Folder + name)!, type);
}
