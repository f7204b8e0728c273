using System.Net;
using IndicatorApi.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Webhooks;

/// <summary>The pages behind the links of mails. A link alone changes nothing, because programs that guard mailboxes follow links: a button does.</summary>
public static class MailPages
{
    /// <summary>Where they are.</summary>
    public const string Path = "/mail";

    /// <summary>Serves them.</summary>
    public static void Map(WebApplication app)
    {
        var pages = app.MapGroup(Path).AllowAnonymous().ExcludeFromDescription();
        foreach (var ends in (bool[])[false, true])
        {
            pages.MapGet($"/{{id:guid}}/{Word(ends)}", async (Guid id, HttpContext http, IndicatorDbContext context, CancellationToken cancellationToken) =>
                await MailConsent.FindAsync(context, LinkOf(id, ends, http), cancellationToken) is { } found ? Ask(http, found, ends) : Unknown(http));
            // Also what mail programs send by themselves, as RFC 8058 has it.
            pages.MapPost($"/{{id:guid}}/{Word(ends)}",
                async (Guid id, HttpContext http, IndicatorDbContext context, TimeProvider clock, CancellationToken cancellationToken) =>
                    await MailConsent.TakeAsync(context, LinkOf(id, ends, http), clock.GetUtcNow(), cancellationToken) ? Done(http, ends) : Unknown(http));
        }
    }

    /// <summary>What a link is for.</summary>
    internal static string Word(bool ends) => ends ? "end" : "confirm";

    private static MailLink LinkOf(Guid id, bool ends, HttpContext http) => new(id, ends, http.Request.Query["token"].ToString());

    private static ContentHttpResult Ask(HttpContext http, Webhook row, bool ends)
    {
        var address = WebUtility.HtmlEncode(row.Person);
        var (vi, en) = ends ? ("Ngừng nhận thư", "Stop these mails") : ("Đồng ý nhận thư", "Receive these mails");
        return Page(http, StatusCodes.Status200OK, $"""<p>{address}</p><form method="post"><button>{vi} / {en}</button></form>""");
    }

    private static ContentHttpResult Done(HttpContext http, bool ends) => Page(http, StatusCodes.Status200OK, ends
        ? """<p>Đã ngừng. Bạn sẽ không nhận thư nữa.</p><p lang="en">Done. You will receive no more mails.</p>"""
        : """<p>Cảm ơn. Bạn sẽ nhận thư khi có thay đổi.</p><p lang="en">Thank you. You will receive mails of changes.</p>""");

    private static ContentHttpResult Unknown(HttpContext http) => Page(http, StatusCodes.Status404NotFound,
        """<p>Liên kết này không còn hiệu lực.</p><p lang="en">This link is valid no more.</p>""");

    private static ContentHttpResult Page(HttpContext http, int status, string content)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        return TypedResults.Text($"""
            <!doctype html>
            <html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><title>Thư báo chỉ tiêu</title></head>
            <body><main><h1>Thư báo chỉ tiêu</h1>{content}</main></body></html>

            """, "text/html; charset=utf-8", statusCode: status);
    }
}
