using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using IndicatorApi.Calculation;

namespace IndicatorApi.Features.OfficialSheets;

/// <summary>The official sheet as one page that prints on A4, with nothing loaded from elsewhere.</summary>
public static class OfficialHtml
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private const string Style = """
        @page { size: A4 landscape; margin: 14mm 12mm; }
        body { font: 12pt/1.35 "Times New Roman", "Liberation Serif", Tinos, serif; color: #000; background: #fff;
               margin: 1.5rem auto; max-width: 270mm; padding: 0 1rem; }
        .two { display: grid; grid-template-columns: 2fr 3fr; text-align: center; column-gap: 2rem; }
        .two b, .two span, .two i { display: block; }
        .motto { text-decoration: underline; text-underline-offset: 4px; }
        h1 { font-size: 15pt; text-align: center; margin: 1.4rem 0 .2rem; }
        .of { text-align: center; font-style: italic; font-size: 13pt; margin: 0; }
        .when { text-align: center; font-weight: bold; font-size: 13pt; margin: .2rem 0 1rem; }
        table { border-collapse: collapse; width: 100%; }
        th, td { border: 1px solid #444; padding: 4px 6px; vertical-align: middle; }
        th { background: #dde6ef; text-align: center; }
        th:nth-child(2) { width: 34%; }
        .group td { background: #f2f2f2; font-weight: bold; }
        .mid { text-align: center; } .num { text-align: right; white-space: nowrap; }
        .notMet { font-weight: bold; }
        tr { break-inside: avoid; } thead { display: table-header-group; }
        .sum { font-weight: bold; margin: .8rem 0 .4rem; }
        .notes { font-size: 11pt; font-style: italic; margin: 0; padding: 0; list-style: none; }
        .sign { margin-top: 1.4rem; break-inside: avoid; min-height: 9rem; }
        @media print { body { margin: 0; padding: 0; max-width: none; } th, .group td { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
        @media (max-width: 700px) { body { font-size: 10pt; padding: 0 .3rem; } .scroll { overflow-x: auto; } .scroll table { min-width: 42rem; } }
        """;

    /// <summary>The page.</summary>
    public static string Write(OfficialSheet official)
    {
        var words = official.Words;
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"").Append(words.Code)
            .Append("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
            .Append(E($"{words.Title} - {official.Issuer.Own} - {official.Period}")).Append("</title><style>").Append(Style).Append("</style></head><body>\n")
            .Append("<header class=\"two\"><div><span>").Append(E(official.Issuer.Above)).Append("</span><b>").Append(E(official.Issuer.Own))
                .Append("</b></div><div><b>").Append(E(official.Motto.First))
            .Append("</b><b class=\"motto\">").Append(E(official.Motto.Second)).Append("</b><i>").Append(E(words.PlaceAndDay)).Append("</i></div></header>\n")
            .Append("<h1>").Append(E(words.Title)).Append("</h1>");
        foreach (var section in official.Sections) html.Append("<p class=\"of\">").Append(E(section.Title)).Append("</p>");
        html.Append("<p class=\"when\">").Append(E(official.Period)).Append("</p>\n<div class=\"scroll\"><table><thead><tr>");
        foreach (var header in words.Headers) html.Append("<th scope=\"col\">").Append(E(header)).Append("</th>");
        html.Append("</tr></thead><tbody>\n");
        foreach (var section in official.Sections)
        {
            if (official.Sections.Count > 1) Band(html, "", section.Title);
            foreach (var group in section.Groups)
            {
                Band(html, group.Numeral, group.Title);
                foreach (var line in group.Lines) Row(html, line);
            }
        }
        html.Append("</tbody></table></div>\n<p class=\"sum\">").Append(E(official.Summary)).Append("</p>\n<p class=\"notes\"><b>").Append(E(words.NotesHead))
            .Append("</b></p><ul class=\"notes\">");
        foreach (var note in official.Notes) html.Append("<li>").Append(E(note)).Append("</li>");
        return html.Append("</ul>\n<div class=\"two sign\"><div><b>").Append(E(words.PreparedBy)).Append("</b><i>").Append(E(words.SignHere))
            .Append("</i></div><div><b>").Append(E(official.Signer))
            .Append("</b><i>").Append(E(words.SignAndSeal)).Append("</i></div></div>\n</body></html>\n").ToString();
    }

    private static void Band(StringBuilder html, string numeral, string title) =>
        html.Append("<tr class=\"group\"><td class=\"mid\">").Append(E(numeral)).Append("</td><td colspan=\"7\">").Append(E(title)).Append("</td></tr>\n");

    private static void Row(StringBuilder html, OfficialLine line)
    {
        html.Append("<tr>");
        for (var i = 0; i < line.Cells.Count; i++)
        {
            var kind = i switch { 0 or 2 => "mid", 1 => "name", 7 => $"mid {WireNames<Verdict>.Of(line.Verdict)}", _ => "num" };
            html.Append("<td class=\"").Append(kind).Append("\">").Append(E(line.Cells[i])).Append("</td>");
        }
        html.Append("</tr>\n");
    }

    private static string E(string text) => Encoder.Encode(text);
}
