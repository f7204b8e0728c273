using System.Globalization;
using IndicatorApi.Calculation;

namespace IndicatorApi.Features.Embeds;

/// <summary>A badge: a line of text on the left, what came of it on the right, as one small SVG that stands alone.</summary>
public static class Badge
{
    /// <summary>The media type.</summary>
    public const string MediaType = "image/svg+xml";

    // Tall enough for marks above and below a letter, as in Ậ.
    private const int Height = 24;
    private const int Margin = 8;
    private const decimal Bold = 1.12m;

    /// <summary>The badge as SVG text.</summary>
    /// <param name="language">The language of both texts.</param>
    /// <param name="label">What it is about.</param>
    /// <param name="message">What came of it.</param>
    /// <param name="verdict">Gives the colour.</param>
    public static string Svg(string language, string label, string message, Verdict verdict)
    {
        var (left, right) = (Width(label, 1), Width(message, Bold));
        var (safeLabel, safeMessage) = (EmbedWords.Safe(label), EmbedWords.Safe(message));
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{Height}"
              viewBox="0 0 {left + right} {Height}" role="img" xml:lang="{language}" aria-label="{safeLabel}: {safeMessage}">
            <title>{safeLabel}: {safeMessage}</title>
            <rect width="{left}" height="{Height}" fill="#3b444d"/><rect x="{left}" width="{right}" height="{Height}" fill="{Colour(verdict)}"/>
            <g fill="#fff" font-family="Verdana,'DejaVu Sans','Noto Sans',sans-serif" font-size="12">
            <text x="{Margin}" y="16.5" textLength="{left - (2 * Margin)}" lengthAdjust="spacingAndGlyphs">{safeLabel}</text>
            <text x="{left + Margin}" y="16.5" textLength="{right - (2 * Margin)}" lengthAdjust="spacingAndGlyphs" font-weight="700">{safeMessage}</text>
            </g></svg>

            """);
    }

    // The width is an estimate from the letters of common fonts; textLength makes the text keep to it, whatever font there is.
    private static int Width(string text, decimal weight)
    {
        var wide = 0m;
        foreach (var letter in text)
        {
            wide += letter switch
            {
                'i' or 'l' or 'j' or 'í' or 'ì' or 'ỉ' or 'ĩ' or 'ị' or '.' or ',' or ':' or '|' or '\'' or 'I' or ' ' or '\u00a0' => 4.5m,
                'm' or 'w' or 'M' or 'W' or '%' or '▲' or '●' or '▼' or '○' => 11.5m,
                >= 'A' and <= 'Z' => 8.6m,
                _ => 7.6m,
            };
        }
        return (int)decimal.Ceiling(wide * weight) + (2 * Margin);
    }

    // White on each of these has a contrast of at least 4.5.
    private static string Colour(Verdict verdict) => verdict switch
    {
        Verdict.Exceeded => "#1d4f91",
        Verdict.Met => "#2f6fae",
        Verdict.NotMet => "#a23f07",
        _ => "#5b646d",
    };
}
