using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>Whether a target will be met, as a person sees it.</summary>
public enum Likelihood
{
    /// <summary>It will be met (dự kiến đạt).</summary>
    [JsonStringEnumMemberName("likely")] Likely,
    /// <summary>It may be missed (có nguy cơ).</summary>
    [JsonStringEnumMemberName("atRisk")] AtRisk,
    /// <summary>It will be missed (khó đạt).</summary>
    [JsonStringEnumMemberName("unlikely")] Unlikely,
}
