using System.Globalization;
using System.Text;

namespace IndicatorApi.Calculation;

/// <summary>The words that people write into a rule.</summary>
internal static class Wording
{
    /// <summary>The most characters of one.</summary>
    public const int Most = 200;

    /// <summary>In the one spelling of Unicode that is kept (NFC); what is not text at all is left to <see cref="Check"/>.</summary>
    public static string? Tidy(string? text) => text is not null && IsText(text) ? text.Trim().Normalize(NormalizationForm.FormC) : text;

    public static void Check(RuleProblems problems, string member, string text)
    {
        if (text.Length is 0 or > Most || !IsText(text) || text.Any(IsUnseen))
            problems.Add(member, $"Phải là chữ, từ 1 đến {Most} ký tự.", $"Must be text of 1 to {Most} characters.");
    }

    /// <summary>A code, as units, indicators and groups have: a-z, 0-9 and -, at most 64.</summary>
    public static void CheckCode(RuleProblems problems, string member, string code)
    {
        if (code.Length is 0 or > 64 || code[0] == '-' || !code.All(one => char.IsAsciiLetterLower(one) || char.IsAsciiDigit(one) || one == '-'))
            problems.Add(member, "Mã chỉ gồm a-z, 0-9 và -, tối đa 64 ký tự.", "A code has only a-z, 0-9 and -, at most 64 characters.");
    }

    private static bool IsUnseen(char letter) => char.GetUnicodeCategory(letter)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static bool IsText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        }

        return true;
    }
}
