using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>How a percent is made of a ceiling; reports print none, so the answer always names the one used.</summary>
public enum CeilingMethod
{
    /// <summary><c>2 - A / T</c>: 100 at the ceiling, 200 at zero, falling by as much as the actual exceeds it.</summary>
    [JsonStringEnumMemberName("complement")] Complement,
    /// <summary><c>T / A</c>: 100 at the ceiling, without end towards zero, so there is none for an actual of zero.</summary>
    [JsonStringEnumMemberName("inverseRatio")] InverseRatio,
}
