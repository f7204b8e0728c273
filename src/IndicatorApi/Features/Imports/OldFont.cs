using System.Text;

namespace IndicatorApi.Features.Imports;

/// <summary>Tells text that was typed for an old Vietnamese font, TCVN3 (.VnTime) or VNI, and looks like noise in any other.</summary>
/// <remarks>It is recognised where it becomes a known name once it is converted, and never read: two fonts can give one text two meanings.</remarks>
public static class OldFont
{
    // Only the letter under the marks counts for a name. Each line: the letter, and the signs that the font shows as that letter with marks.
    private static readonly Dictionary<char, char> Tcvn3 = Letters(
        ('a', "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË¡¢"), ('e', "ÐÌÎÏÑªÕÒÓÔÖ£"), ('i', "Ý×ØÜÞ"), ('o', "ãßáâä«èåæçé¬íêëìî¤¥"), ('u', "óïñòô\u00ADøõö÷ù¦"), ('y', "ýúûüþ"),
        ('d', "®§"));

    private static readonly Dictionary<char, char> Vni = Letters(
        ('o', "ôÔ"), ('u', "öÖ"), ('i', "æíìóòÆÍÌÓÒ"), ('y', "îÎ"), ('d', "ñÑ"));

    // Signs that VNI writes behind a vowel.
    private const string VniMarks = "ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË";

    /// <summary>The font that a text was typed for; null when it becomes nothing known in any.</summary>
    public static string? Of(string text, Func<string, bool> isKnown)
    {
        if (text.All(char.IsAscii) || isKnown(text)) return null;
        if (isKnown(Convert(text, Tcvn3, ""))) return "TCVN3 (.VnTime)";
        return isKnown(Convert(text, Vni, VniMarks)) ? "VNI" : null;
    }

    private static string Convert(string text, Dictionary<char, char> letters, string dropped)
    {
        var converted = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (letters.TryGetValue(letter, out var plain)) converted.Append(plain);
            else if (!dropped.Contains(letter, StringComparison.Ordinal)) converted.Append(letter);
        }
        return converted.ToString();
    }

    private static Dictionary<char, char> Letters(params (char Plain, string Signs)[] lines) =>
        lines.SelectMany(line => line.Signs.Select(sign => (sign, line.Plain))).ToDictionary(pair => pair.sign, pair => pair.Plain);
}
