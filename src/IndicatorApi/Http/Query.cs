using System.Globalization;
using IndicatorApi.Calculation;

namespace IndicatorApi.Http;

/// <summary>Reads query parameters from closed lists.</summary>
public static class Query
{
    /// <summary>One word of an enumeration, or null when the parameter is not given.</summary>
    public static T? Word<T>(Errors errors, string parameter, string? text) where T : struct, Enum
    {
        if (text is null) return null;
        if (WireNames<T>.TryParse(text, out var value)) return value;
        errors.Add(parameter, ErrorCodes.UnknownWord, text, string.Join(", ", WireNames<T>.All));
        return null;
    }

    /// <summary>A period, or null when the parameter is not given.</summary>
    public static Period? Period(Errors errors, string parameter, string? text)
    {
        if (text is null) return null;
        if (Calculation.Period.TryParse(text, CultureInfo.InvariantCulture, out var period)) return period;
        errors.Add(parameter, ErrorCodes.InvalidPeriod, text);
        return null;
    }
}
