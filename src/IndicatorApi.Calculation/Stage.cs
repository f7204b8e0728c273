using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>Whether a target still has time.</summary>
public enum Stage
{
    /// <summary>Its scope, or the year asked for, is over: the judgement is final.</summary>
    [JsonStringEnumMemberName("due")] Due,
    /// <summary>It still has time: "not met" means "not yet".</summary>
    [JsonStringEnumMemberName("open")] Open,
}
