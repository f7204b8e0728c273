namespace IndicatorApi.Calculation;

/// <summary>The years over which growth is averaged: whole where the days are within five of whole years.</summary>
internal readonly record struct GrowthYears(decimal Years, bool AreWhole)
{
    private const decimal DaysPerYear = 365.25m;
    private const decimal Tolerance = 5;

    /// <summary>Null when no time has passed.</summary>
    public static GrowthYears? Of(int days)
    {
        var years = days / DaysPerYear;
        var whole = decimal.Round(years, MidpointRounding.AwayFromZero);
        if (whole >= 1 && Math.Abs(days - (whole * DaysPerYear)) <= Tolerance)
            return new(whole, true);
        return days > Tolerance ? new(years, false) : null;
    }

    /// <summary>What one unit grows to by a yearly factor.</summary>
    public decimal Compound(decimal yearlyFactor) =>
        AreWhole ? DecimalMath.Power(yearlyFactor, (int)Years) : DecimalMath.Power(yearlyFactor, Years);

    /// <summary>The yearly factor that leads to a ratio of levels.</summary>
    public decimal Root(decimal ratio) =>
        AreWhole ? DecimalMath.Root(ratio, (int)Years) : DecimalMath.Power(ratio, 1 / Years);
}
