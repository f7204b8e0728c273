using System.Text.Json.Serialization;

namespace IndicatorApi.Data;

/// <summary>What became of a target after a period was closed.</summary>
public enum ClosedChange
{
    /// <summary>It asks for something else now (điều chỉnh).</summary>
    [JsonStringEnumMemberName("amended")] Amended,
    /// <summary>It was set only afterwards (bổ sung).</summary>
    [JsonStringEnumMemberName("added")] Added,
    /// <summary>It was removed (bãi bỏ).</summary>
    [JsonStringEnumMemberName("removed")] Removed,
}
