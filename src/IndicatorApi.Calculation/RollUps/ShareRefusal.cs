using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>Why a share of a target, or all of them together, give no number.</summary>
public enum ShareRefusal
{
    /// <summary>The rule states no single number.</summary>
    [JsonStringEnumMemberName("noNumber")] NoNumber,
    /// <summary>The share is of another kind than the whole.</summary>
    [JsonStringEnumMemberName("otherKind")] OtherKind,
    /// <summary>The share is for another time than the whole, or asked for as often in another way.</summary>
    [JsonStringEnumMemberName("otherPeriod")] OtherPeriod,
    /// <summary>Figures of this indicator, or percents of change, do not add up over units.</summary>
    [JsonStringEnumMemberName("notAdditive")] NotAdditive,
    /// <summary>The shares would have to be weighed by figures that are not there.</summary>
    [JsonStringEnumMemberName("weightsUnknown")] WeightsUnknown,
    /// <summary>The numbers are too large.</summary>
    [JsonStringEnumMemberName("outOfRange")] OutOfRange,
}
