using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FastEndpoints;
using IndicatorApi.Calculation;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Embeds;

public sealed class GetEmbed(EmbedQuery embeds) : Endpoint<EmbedRequest, IResult>
{
    private const string Style = """
        :root{color-scheme:light dark;--page:#fff;--ink:#14181d;--quiet:#4b535c;--rule:#c8ced5;
          --exceeded:#1d4f91;--met:#2f74b5;--notMet:#a23f07;--noData:#4b535c}
        @media(prefers-color-scheme:dark){:root{--page:#12161b;--ink:#eef1f4;--quiet:#b3bcc6;--rule:#3d4651;
          --exceeded:#8fc0ff;--met:#9cc6ff;--notMet:#ffae73;--noData:#b3bcc6}}
        body{margin:0;padding:.9rem 1rem;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
        h1{font-size:1.2rem;line-height:1.4;margin:0}p{margin:.1rem 0 .5rem;color:var(--quiet)}a{color:inherit}
        .score{font-size:2.2rem;font-weight:700;line-height:1.2;color:var(--ink)}.score small{font-size:1rem;font-weight:400;color:var(--quiet)}
        table{border-collapse:collapse;width:100%}
        th,td{text-align:left;font-weight:400;padding:.35rem .6rem .35rem 0;border-top:1px solid var(--rule);vertical-align:top}
        td{text-align:right;white-space:nowrap;font-weight:600;padding-right:0}th small{display:block;color:var(--quiet)}
        .exceeded{color:var(--exceeded)}.met{color:var(--met)}.notMet{color:var(--notMet)}.noData,.notAssessable{color:var(--noData)}
        """;

    // Only embeds may stand in a frame of another page, and they load and run nothing at all; the one style is named by its hash.
    private static readonly string FramePolicy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors *";

    public override void Configure()
    {
        Get("/embed/{orgUnit}/{period}");
        Group<EmbedsGroup>();
        Policies(Right.Read);
        Description(route => route.Produces<string>(StatusCodes.Status200OK, "text/html"));
    }

    /// <summary>A unit's scorecard as a small page for a frame in another page. Needs no script.</summary>
    public override async Task<IResult> ExecuteAsync(EmbedRequest request, CancellationToken cancellationToken)
    {
        var (card, instead) = await embeds.ReadAsync(request, HttpContext, cancellationToken);
        if (card is null) return instead!;
        HttpContext.Response.Headers.ContentSecurityPolicy = FramePolicy;
        return TypedResults.Text(Page(card), "text/html; charset=utf-8");
    }

    private static string Page(EmbedCard card)
    {
        var (reached, applicable) = card.Score;
        var say = card.Language;
        var lines = new StringBuilder();
        foreach (var line in card.Lines) lines.Append(Line(say, line));
        var table = card.Lines.Count == 0 ? $"<p>{say.Say("Không có chỉ tiêu nào cho kỳ này.", "No targets for this period.")}</p>"
            : $"<table><tbody>{lines}</tbody></table>";
        var name = EmbedWords.Safe(card.UnitName);
        var page = $"/#/ward/{card.Unit}?period={card.Period}&amp;lang={say.Code()}";
        var score = string.Create(CultureInfo.InvariantCulture, $"{reached}/{applicable}");
        return $"""
            <!doctype html>
            <html lang="{say.Code()}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{name}</title><style>{Style}</style></head>
            <body><main><h1><a href="{page}" target="_blank" rel="noopener">{name}</a></h1>
            <p>{say.Say("Thực hiện nghị quyết", "Resolution and results")}, {EmbedWords.Period(card.Period)}</p>
            <div class="score">{score} <small>{say.Say("chỉ tiêu đạt và vượt", "targets met or exceeded")}</small></div>
            {table}</main></body></html>

            """;
    }

    private static string Line(Language say, EmbedLine line)
    {
        var sign = $"""<span aria-hidden="true">{EmbedWords.Sign(line.Verdict)}</span>""";
        return $"""<tr><th scope="row">{EmbedWords.Safe(line.Indicator)} <small lang="vi">{EmbedWords.Safe(line.TargetText)}</small></th>"""
            + $"""<td class="{WireNames<Verdict>.Of(line.Verdict)}">{say.Percent(line.Percent, line.Verdict)} {sign} {say.Word(line.Verdict)}</td></tr>""";
    }
}
