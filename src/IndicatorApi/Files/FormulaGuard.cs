using System.Globalization;
using System.Text;

namespace IndicatorApi.Files;

/// <summary>The apostrophe before text of CSV that a spreadsheet would run when it opens the file; it goes out with the text and is taken off again.</summary>
public static class FormulaGuard
{
    private const char Mark = '\'';

    /// <summary>The text as it may leave. A text that begins with such an apostrophe itself gets one more, so that each comes back as it was.</summary>
    public static string Put(string text) => NeedsOne(text) ? Mark + text : text;

    /// <summary>The text as it was before it left.</summary>
    public static string Take(string text) => text.Length > 1 && text[0] == Mark && NeedsOne(text[1..]) ? text[1..] : text;

    // "-2" is a number and "-2+3" is not. Before a sign blanks and what nobody sees count as nothing.
    private static bool NeedsOne(string text)
    {
        var rest = text.AsSpan();
        if (rest.Length > 0 && rest[0] is '\t' or '\r' or '\n') return true;
        while (rest.Length > 0 && (char.IsWhiteSpace(rest[0]) || CharUnicodeInfo.GetUnicodeCategory(rest[0]) == UnicodeCategory.Format)) rest = rest[1..];
        if (rest.Length == 0) return false;
        if (rest[0] == Mark) return NeedsOne(rest[1..].ToString());
        if (!IsSign(rest[0])) return false;
        return rest[0] != '-' || !decimal.TryParse(rest, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
    }

    // Full-width, small and raised forms become the plain sign where a spreadsheet of East Asia reads them.
    private static bool IsSign(char letter) => letter is '=' or '+' or '-' or '@'
        || (letter > 127 && !char.IsSurrogate(letter) && letter.ToString().Normalize(NormalizationForm.FormKC) is ['=' or '+' or '-' or '@', ..]);
}
