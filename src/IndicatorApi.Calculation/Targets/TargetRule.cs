using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>What a resolution asks of an indicator. One file per kind; this list is the only other line a new kind needs.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(AtLeast), AtLeast.Kind)]
public abstract record TargetRule
{
}
