using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>How many of the members must hold.</summary>
public enum CompositeMode
{
    /// <summary>All of them: the worst decides.</summary>
    [JsonStringEnumMemberName("all")] All,
    /// <summary>At least a number of them, given by <see cref="Composite.Least"/>.</summary>
    [JsonStringEnumMemberName("atLeast")] AtLeast,
    /// <summary>They are forms of one and the same: the first that has data decides.</summary>
    [JsonStringEnumMemberName("anyForm")] AnyForm,
}
