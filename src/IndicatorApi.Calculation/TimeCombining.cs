using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>How observations of one unit combine over time; an indicator declares it, no query overrides it.</summary>
public enum TimeCombining
{
    /// <summary>Flows add up (new members, revenue).</summary>
    [JsonStringEnumMemberName("sum")] Sum,
    /// <summary>Levels: the latest counts (income, poor households).</summary>
    [JsonStringEnumMemberName("last")] Last,
    /// <summary>Rates averaged over the observations of the window.</summary>
    [JsonStringEnumMemberName("average")] Average,
    /// <summary>Only an observation of exactly the window counts.</summary>
    [JsonStringEnumMemberName("none")] None,
}
