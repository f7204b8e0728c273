using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace IndicatorApi.Files;

/// <summary>Text inside XML.</summary>
internal static partial class XmlText
{
    public const string Head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    public const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    public const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>The text with its marks escaped, as a spreadsheet reads it: what XML cannot hold as <c>_x0007_</c>.</summary>
    public static string Escape(string text)
    {
        var escaped = text.Contains("_x", StringComparison.Ordinal) ? EscapeLike().Replace(text, "_x005F_x$1_") : text;
        if (!Special().IsMatch(escaped) && !HasUnpaired(escaped)) return escaped;
        var xml = new StringBuilder(escaped.Length + 16);
        for (var i = 0; i < escaped.Length; i++)
        {
            var letter = escaped[i];
            if (letter == '&') xml.Append("&amp;");
            else if (letter == '<') xml.Append("&lt;");
            else if (letter == '>') xml.Append("&gt;");
            else if (letter == '"') xml.Append("&quot;");
            else if (char.IsHighSurrogate(letter) && i + 1 < escaped.Length && char.IsLowSurrogate(escaped[i + 1])) xml.Append(letter).Append(escaped[++i]);
            else if (letter != '\r' && XmlConvert.IsXmlChar(letter)) xml.Append(letter);
            else xml.Append(CultureInfo.InvariantCulture, $"_x{(int)letter:X4}_");
        }
        return xml.ToString();
    }

    private static bool HasUnpaired(string text) => text.Any(char.IsSurrogate);

    [GeneratedRegex("_x([0-9A-Fa-f]{4})_")]
    private static partial Regex EscapeLike();

    [GeneratedRegex("[&<>\"\\u0000-\\u0008\\u000B-\\u001F\\uFFFE\\uFFFF]")]
    private static partial Regex Special();
}
