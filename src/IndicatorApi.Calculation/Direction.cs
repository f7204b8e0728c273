using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>Which way better lies. It comes from the target rule, never from a word such as "vượt".</summary>
public enum Direction
{
    /// <summary>More is better.</summary>
    [JsonStringEnumMemberName("up")] Up,
    /// <summary>Less is better.</summary>
    [JsonStringEnumMemberName("down")] Down,
    /// <summary>Staying inside two bounds is better.</summary>
    [JsonStringEnumMemberName("within")] Within,
}
