namespace IndicatorApi.Calculation;

/// <summary>Rounding of a percent for readers, which never moves it over the line that the verdict was decided on.</summary>
/// <remarks>
/// The exact value is rounded half away from zero. Where that would show 100 for something that is still below it, or already above
/// it, the last decimal gives way: 99.96 not met shows 99.9, and 100.04 exceeded shows 100.1. Nothing here is used to decide anything.
/// </remarks>
public static class Percent
{
    /// <summary>The decimals that JSON carries.</summary>
    public const int WireDecimals = 10;

    private const decimal Full = 100;

    /// <summary>The percent as JSON carries it: ten decimals, without trailing zeros.</summary>
    /// <param name="percent">The exact percent.</param>
    /// <param name="verdict">The verdict that goes with it.</param>
    public static decimal ForWire(decimal percent, Verdict verdict) => Numbers.Normalise(Display(percent, verdict, WireDecimals));

    /// <summary>The percent as a page or an export shows it.</summary>
    /// <param name="percent">The exact percent.</param>
    /// <param name="verdict">The verdict that goes with it.</param>
    /// <param name="decimals">How many decimals, 0 to 27.</param>
    /// <example><code>Percent.Display(99.96m, Verdict.NotMet)   // 99.9</code></example>
    public static decimal Display(decimal percent, Verdict verdict, int decimals = 1)
    {
        var rounded = decimal.Round(percent, decimals, MidpointRounding.AwayFromZero);
        if (verdict == Verdict.NotMet && percent < Full && rounded >= Full)
            return Full - new decimal(1, 0, 0, false, (byte)decimals);
        if (verdict == Verdict.Exceeded && percent > Full && rounded <= Full)
            return Full + new decimal(1, 0, 0, false, (byte)decimals);
        return rounded == 0 ? 0 : rounded;
    }

    /// <summary>Clipped to 0..100, for averages only.</summary>
    /// <param name="percent">The exact percent.</param>
    public static decimal Cap(decimal percent) => Math.Clamp(percent, 0, Full);
}
