using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>How figures of several organisation units combine.</summary>
public enum UnitCombining
{
    /// <summary>Counts add up.</summary>
    [JsonStringEnumMemberName("sum")] Sum,
    /// <summary>Sum of numerators over sum of denominators.</summary>
    [JsonStringEnumMemberName("ratioOfSums")] RatioOfSums,
    /// <summary>Mean weighted by a named indicator (population, households).</summary>
    [JsonStringEnumMemberName("weightedAverage")] WeightedAverage,
    /// <summary>Plain mean.</summary>
    [JsonStringEnumMemberName("average")] Average,
    /// <summary>May not be combined; a roll-up is refused with the reason.</summary>
    [JsonStringEnumMemberName("none")] None,
}
