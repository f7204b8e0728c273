using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>What percent a composite has; none unless the target asks for one.</summary>
public enum CompositePercent
{
    /// <summary>None: several measures have no common ratio.</summary>
    [JsonStringEnumMemberName("none")] None,
    /// <summary>The members that hold over those asked for, as criteria are counted (19/19 tiêu chí).</summary>
    [JsonStringEnumMemberName("shareMet")] ShareMet,
    /// <summary>The mean of the members' capped percents.</summary>
    [JsonStringEnumMemberName("meanOfCapped")] MeanOfCapped,
}
