using System.Text.Json.Nodes;

namespace IndicatorApi.Sample;

/// <summary>One set of sample data: items as requests would send them.</summary>
internal interface ISampleSet
{
    /// <summary>The items of one kind, such as <c>targets</c>; null where the set has none.</summary>
    JsonArray? Read(string kind);
}
