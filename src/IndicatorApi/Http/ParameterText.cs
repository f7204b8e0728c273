using System.Globalization;
using IndicatorApi.Calculation;

namespace IndicatorApi.Http;

/// <summary>Reads what stands as text in a parameter: a word of a closed list, an instant, a period.</summary>
public static class ParameterText
{
    /// <summary>One word of an enumeration, or null when the parameter is not given.</summary>
    public static T? Word<T>(Errors errors, string parameter, string? text) where T : struct, Enum
    {
        if (text is null) return null;
        if (WireNames<T>.TryParse(text, out var value)) return value;
        errors.Add(parameter, ErrorCodes.UnknownWord, text, string.Join(", ", WireNames<T>.All));
        return null;
    }

    /// <summary>Words of an enumeration with commas between them, or null when the parameter is not given.</summary>
    public static IReadOnlySet<T>? Words<T>(Errors errors, string parameter, string? text) where T : struct, Enum =>
        text?.Split(',', StringSplitOptions.TrimEntries).Select(word => Word<T>(errors, parameter, word)).OfType<T>().ToHashSet();

    /// <summary>An instant with its zone that has passed, or null when the parameter is not given.</summary>
    public static DateTimeOffset? PastInstant(Errors errors, string parameter, string? text, TimeProvider clock)
    {
        if (text is null) return null;
        // A plus sign in an address is a blank once it has been read.
        var iso = text.Replace(' ', '+');
        var hasZone = iso.EndsWith('Z') || (iso.Length > 6 && iso[^6] is '+' or '-');
        if (!hasZone || !DateTimeOffset.TryParseExact(iso, InstantForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant))
            errors.Add(parameter, ErrorCodes.InvalidInstant, text);
        else if (instant > clock.GetUtcNow()) errors.Add(parameter, ErrorCodes.OutOfRange, "not in the future");
        else return instant.ToUniversalTime();
        return null;
    }

    private static readonly string[] InstantForms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    /// <summary>A period, or null when the parameter is not given.</summary>
    public static Period? Period(Errors errors, string parameter, string? text)
    {
        if (text is null) return null;
        if (Calculation.Period.TryParse(text, CultureInfo.InvariantCulture, out var period)) return period;
        errors.Add(parameter, ErrorCodes.InvalidPeriod, text);
        return null;
    }
}
