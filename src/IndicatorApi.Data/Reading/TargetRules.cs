using System.Text.Json;
using IndicatorApi.Calculation;

namespace IndicatorApi.Data;

/// <summary>Target rules as the database keeps them.</summary>
public static class TargetRules
{
    /// <summary>How rules and checkpoints are kept: as on the wire, in whatever order the database gives the members back.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { AllowOutOfOrderMetadataProperties = true };

    /// <summary>The rule of a stored text.</summary>
    public static TargetRule Parse(string json) => JsonSerializer.Deserialize<TargetRule>(json, Json)!;
}
