using IndicatorApi.Calculation;

namespace IndicatorApi.Features.Dhis2;

/// <summary>Periods as DHIS2 writes them: <c>2022</c>, <c>2022S1</c>, <c>2022Q3</c>, <c>202205</c>. It has no terms and no ranges, and its days and weeks are
/// none of ours.</summary>
public static class Dhis2Period
{
    private const int YearLength = 4;
    private const int PartLength = 6;

    /// <summary>Length of our text of a year's part, <c>2022-Q3</c>; what is longer has no form in DHIS2.</summary>
    internal const int LongestOfOurs = 7;

    /// <summary>Our period of DHIS2's text.</summary>
    public static bool TryRead(string? text, out Period period)
    {
        period = default;
        return text?.Length switch
        {
            YearLength => Period.TryParse(text, null, out period),
            PartLength => Period.TryParse($"{text[..YearLength]}-{text[YearLength..]}", null, out period),
            _ => false,
        };
    }

    /// <summary>DHIS2's text of our period; null where it has none.</summary>
    public static string? Write(Period period) =>
        period.Kind is PeriodKind.Term or PeriodKind.Range ? null : period.ToString().Replace("-", "", StringComparison.Ordinal);
}
