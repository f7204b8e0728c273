namespace IndicatorApi.Calculation;

/// <summary>The rate that two counts make.</summary>
public static class Ratio
{
    /// <summary>A rate of counts, in the indicator's unit; null where a count is missing, or where the whole is zero.</summary>
    /// <remarks>Multiplied first, so that what is exact stays exact. Nothing is rounded.</remarks>
    /// <example>"Tỷ lệ hộ nghèo": 12 of 480 households with a factor of 100 are 2.5 %.</example>
    /// <param name="part">The part.</param>
    /// <param name="whole">The whole.</param>
    /// <param name="factor">What one is in the indicator's unit: 100 for percent, 1000 for per mille.</param>
    public static decimal? Of(decimal? part, decimal? whole, decimal factor) => whole == 0 ? null : part * factor / whole;
}
