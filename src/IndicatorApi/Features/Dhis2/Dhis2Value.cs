using System.Globalization;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Dhis2;

/// <summary>Figures as DHIS2 writes them: always text; a number with a point, a yes or no as <c>true</c> or <c>false</c>, a level by its name.</summary>
public static class Dhis2Value
{
    private const string Yes = "yes";
    private const string No = "no";

    /// <summary>The text of a figure; null where DHIS2 cannot say it: a bound, or a ratio of nothing.</summary>
    public static string? Write(Figure figure, Indicator indicator)
    {
        if (figure.Bound is not null) return null;
        if (figure.Level is { } level) return indicator.ValueType == IndicatorValueType.YesNo ? level == Yes ? "true" : "false" : level;
        // A rate has as many decimals as a figure may have, so that it can come back.
        if (figure.NumberOf(indicator) is not { } value) return null;
        return Numbers.Invariant(decimal.Round(value, StorableNumber.DecimalDigits, MidpointRounding.AwayFromZero));
    }

    /// <summary>Reads a text as the figure of an indicator; what is wrong with it is added to the errors.</summary>
    public static (decimal? Value, string? Level) Read(string text, Indicator indicator, Errors errors)
    {
        switch (indicator.ValueType)
        {
            case IndicatorValueType.Level:
                return (null, text);
            case IndicatorValueType.YesNo:
                if (text is "1" || Is(text, "true", "t")) return (null, Yes);
                if (text is "0" || Is(text, "false", "f")) return (null, No);
                errors.Add("value", ErrorCodes.UnknownWord, text, "true, false");
                return default;
        }
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture,
            out _))
            errors.Add("value", ErrorCodes.NotANumber, text);
        else if (!StorableNumber.TryRead(System.Text.Encoding.ASCII.GetBytes(text), out var value))
            errors.Add("value", ErrorCodes.NumberNotStorable, StorableNumber.IntegerDigits, StorableNumber.DecimalDigits, "");
        else return (Numbers.Normalise(value), null);
        return default;
    }

    private static bool Is(string text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }
}
