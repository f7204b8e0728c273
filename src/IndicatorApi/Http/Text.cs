using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IndicatorApi.Http;

/// <summary>What codes and texts may hold.</summary>
public static partial class Text
{
    /// <summary>Adds an error unless it is a code: the identity in addresses and bodies.</summary>
    public static void CheckCode(Errors errors, string where, string? code)
    {
        if (code is not null && !IsCode(code)) errors.Add(where, ErrorCodes.InvalidCode);
    }

    /// <summary>Whether the text is a code.</summary>
    public static bool IsCode(string code) => Code().IsMatch(code);

    /// <summary>The text in NFC without blanks around it; null stays null. Text that shows nothing or deceives is an error.</summary>
    public static string? Clean(Errors errors, string where, string? text, int longest)
    {
        if (text is null) return null;
        if (!IsWellFormed(text))
        {
            errors.Add(where, ErrorCodes.InvalidText);
            return null;
        }
        var clean = text.Normalize(NormalizationForm.FormC).Trim();
        if (clean.Length == 0) errors.Add(where, ErrorCodes.InvalidText);
        else if (clean.Length > longest) errors.Add(where, ErrorCodes.TooLong, longest);
        return clean;
    }

    /// <summary>As <see cref="Clean"/>, for what stands on one line: names, titles, numbers.</summary>
    public static string? Line(Errors errors, string where, string? text, int longest)
    {
        if (text is null || text.AsSpan().IndexOfAny("\n\t\u2028\u2029") < 0) return Clean(errors, where, text, longest);
        errors.Add(where, ErrorCodes.InvalidText);
        return null;
    }

    /// <summary>Lower case without marks and with single blanks, so that "Phuong 4" finds "Phường 4".</summary>
    public static string Search(params string?[] texts)
    {
        var result = new StringBuilder();
        foreach (var letter in string.Join(' ', texts.Where(text => text is not null)).Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark) continue;
            if (char.IsWhiteSpace(letter) && (result.Length == 0 || result[^1] == ' ')) continue;
            result.Append(letter is 'đ' or 'Đ' ? 'd' : char.ToLowerInvariant(letter));
        }
        return result.ToString().TrimEnd();
    }

    /// <summary>Whether a database takes it as text at all; what else is wrong with it is for those to say who know what it is for.</summary>
    public static bool IsStorable(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0') return false;
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }
        return true;
    }

    /// <summary>Text that can be stored and shown: no broken surrogates, no control characters but line ends, nothing invisible or turning the
    /// direction.</summary>
    public static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            }
            else if (text[i] is not ('\n' or '\t'))
            {
                var category = CharUnicodeInfo.GetUnicodeCategory(text, i);
                if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
                    return false;
                continue;
            }
            if (char.IsHighSurrogate(text[i]))
            {
                if (CharUnicodeInfo.GetUnicodeCategory(text,
                    i) is UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned) return false;
                i++;
            }
        }
        return true;
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,63}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Code();
}
