using System.Globalization;
using System.Text;

namespace IndicatorApi.Files.Reading;

/// <summary>What one number format of a workbook makes of a number: which kind it is, what it is divided by, and the words that stand beside it.</summary>
/// <param name="Kind">A number, a percent or a date.</param>
/// <param name="Words">What the cell shows beside the digits: " triệu đồng" of <c>#,##0" triệu đồng"</c>.</param>
/// <param name="Divisor">What the number is divided by before it is shown: a million for <c>0.0,,</c>.</param>
/// <param name="Decimals">Decimals that are shown; null where the format does not say.</param>
public sealed record CellFormat(TableCellKind Kind, string Words, decimal Divisor, int? Decimals)
{
    /// <summary>The format that says nothing.</summary>
    public static CellFormat General { get; } = new(TableCellKind.Number, "", 1, null);

    /// <summary>Whether the cell shows more than the number that it holds.</summary>
    public bool SaysMore => Divisor != 1 || Words.Length > 0;

    /// <summary>The number as the cell shows it, without the words.</summary>
    public decimal Shown(decimal number)
    {
        var shown = number / Divisor;
        return Decimals is { } decimals ? decimal.Round(shown, Math.Min(decimals, 28), MidpointRounding.AwayFromZero) : shown;
    }
}

/// <summary>A number format (ECMA-376, 18.8.31) with its sections: for positive numbers, negative ones, zero, or under conditions.</summary>
internal sealed class NumberFormat
{
    private readonly List<(Func<decimal, bool>? Holds, CellFormat Format)> _sections = [];

    private NumberFormat() { }

    /// <summary>A format of one section.</summary>
    public static NumberFormat Of(CellFormat format)
    {
        var made = new NumberFormat();
        made._sections.Add((null, format));
        return made;
    }

    /// <summary>Reads the code of a format.</summary>
    public static NumberFormat Parse(string code)
    {
        var format = new NumberFormat();
        foreach (var section in Sections(code)) format._sections.Add(Section(section));
        return format._sections.Count == 0 ? Of(CellFormat.General) : format;
    }

    /// <summary>The section that shows a number.</summary>
    public CellFormat For(decimal number)
    {
        if (_sections.Any(section => section.Holds is not null))
        {
            var (_, chosen) = _sections.Find(section => section.Holds?.Invoke(number) != false);
            return chosen ?? _sections[^1].Format;
        }
        var place = number > 0 ? 0 : number < 0 ? 1 : 2;
        return _sections[place < Math.Min(_sections.Count, 3) ? place : 0].Format;
    }

    private static List<string> Sections(string code)
    {
        List<string> sections = [];
        var section = new StringBuilder();
        for (var i = 0; i < code.Length; i++)
        {
            if (code[i] == ';')
            {
                sections.Add(section.ToString());
                section.Clear();
                continue;
            }
            var end = End(code, i);
            section.Append(code, i, end - i);
            i = end - 1;
        }
        sections.Add(section.ToString());
        return sections;
    }

    // Where the token that begins here ends: text in quotes, brackets and what is escaped are one each.
    private static int End(string code, int begin)
    {
        var last = code[begin] switch
        {
            '"' => code.IndexOf('"', begin + 1),
            '[' => code.IndexOf(']', begin + 1),
            '\\' or '_' or '*' => begin + 1,
            _ => begin,
        };
        return last < 0 ? code.Length : Math.Min(last + 1, code.Length);
    }

    private static (Func<decimal, bool>? Holds, CellFormat Format) Section(string code)
    {
        Func<decimal, bool>? holds = null;
        var (words, divisor, commas, isPercent, isDate, decimals, isPoint) = (new StringBuilder(), 1m, 0, false, false, (int?)null, false);
        for (var i = 0; i < code.Length; i = End(code, i))
        {
            var token = code[i..End(code, i)];
            if (token[0] != ',') commas = 0;
            switch (token[0])
            {
                case '"': words.Append(token.AsSpan().Trim('"')); break;
                case '\\': words.Append(token.AsSpan(1)); break;
                // Room for a letter, and a letter that fills the cell.
                case '_' or '*': break;
                case '[' when Condition(token) is { } condition: holds = condition; break;
                case '[' when token.StartsWith("[$", StringComparison.Ordinal): words.Append(token[2..].Split('-', ']')[0]); break;
                // Time that has passed: [h], [mm], [ss]. Other brackets hold colours.
                case '[': isDate |= token.Trim('[', ']') is { Length: > 0 } inner && inner.All(letter => letter is 'h' or 'H' or 'm' or 'M' or 's' or 'S'); break;
                case '%': (isPercent, divisor) = (true, divisor / 100); break;
                case '0' or '#' or '?':
                    decimals = isPoint ? decimals + 1 : decimals ?? 0;
                    divisor *= Pow(Behind(code, i));
                    break;
                case '.': isPoint = true; decimals ??= 0; break;
                case ',': commas++; break;
                case 'G' or 'g' when code.AsSpan(i).StartsWith("General", StringComparison.OrdinalIgnoreCase):
                    (i, decimals) = (i + 6, null);
                    break;
                case 'E' or 'e' when i + 1 < code.Length && code[i + 1] is '+' or '-': i++; break;
                case 'd' or 'D' or 'm' or 'M' or 'y' or 'Y' or 'h' or 'H' or 's' or 'S': isDate = true; break;
                case '@' or ' ' or '-' or '+' or '(' or ')' or '/' or ':': words.Append(token[0] is ' ' ? " " : ""); break;
                default: words.Append(token); break;
            }
        }
        var kind = isDate ? TableCellKind.Date : isPercent ? TableCellKind.Percent : TableCellKind.Number;
        var said = words.ToString().Trim(' ', '\u00A0', '\u202F', '-', '+', '(', ')', ':', '.', ',');
        // A percent sign that only stands beside the number does not multiply it.
        return (holds, new CellFormat(kind, said, isPercent ? divisor * 100 : divisor, isDate ? null : decimals));
    }

    // Commas right behind the last digit divide by a thousand each; between digits they only part them.
    private static int Behind(string code, int digit)
    {
        var at = digit + 1;
        while (at < code.Length && code[at] == ',') at++;
        var isLast = at >= code.Length || code[at] is not ('0' or '#' or '?');
        return isLast ? at - digit - 1 : 0;
    }

    private static decimal Pow(int thousands)
    {
        var power = 1m;
        for (var i = 0; i < Math.Min(thousands, 4); i++) power *= 1000;
        return power;
    }

    private static Func<decimal, bool>? Condition(string token)
    {
        var text = token.Trim('[', ']');
        foreach (var sign in (string[])["<=", ">=", "<>", "<", ">", "="])
        {
            if (!text.StartsWith(sign, StringComparison.Ordinal)) continue;
            if (!decimal.TryParse(text.AsSpan(sign.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var limit)) return null;
            return sign switch
            {
                "<=" => number => number <= limit,
                ">=" => number => number >= limit,
                "<>" => number => number != limit,
                "<" => number => number < limit,
                ">" => number => number > limit,
                _ => number => number == limit,
            };
        }
        return null;
    }
}
