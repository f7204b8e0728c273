using IndicatorApi.Calculation;
using IndicatorApi.Data;

namespace IndicatorApi.Figures;

/// <summary>Something that a person should look at.</summary>
public sealed record QualityRow
{
    /// <summary>Code of the unit.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Its name.</summary>
    public required string OrgUnitName { get; init; }

    /// <summary>Code of the indicator.</summary>
    public required string Indicator { get; init; }

    /// <summary>Its name.</summary>
    public required string IndicatorName { get; init; }

    /// <summary>The sub-group; null for the whole.</summary>
    public required string? Group { get; init; }

    /// <summary>The figure's period.</summary>
    public required Period Period { get; init; }

    /// <summary>What looks wrong.</summary>
    public required QualityKind Kind { get; init; }

    /// <summary>The figure.</summary>
    public required decimal? Value { get; init; }

    /// <summary>What it was held against.</summary>
    public required decimal? Expected { get; init; }

    /// <summary>In words.</summary>
    public required Phrase Message { get; init; }

    /// <summary>All of it in one sentence.</summary>
    internal Phrase InWords => new($"{OrgUnitName}, {IndicatorName}, {Period}: {Message.Vi}", $"{OrgUnitName}, {IndicatorName}, {Period}: {Message.En}");

    /// <summary>The row of a warning.</summary>
    public static QualityRow From(FactKey key, QualityWarning warning, ReferenceData reference) => new()
    {
        OrgUnit = reference.Unit(key.Unit).Code,
        OrgUnitName = reference.Unit(key.Unit).Name,
        Indicator = reference.Indicator(key.Indicator).Code,
        IndicatorName = reference.Indicator(key.Indicator).Name,
        Group = key.Group.Length > 0 ? key.Group : null,
        Period = warning.Period,
        Kind = warning.Kind,
        Value = warning.Value is { } value ? decimal.Round(value, 10) : null,
        Expected = warning.Expected is { } expected ? decimal.Round(expected, 10) : null,
        Message = warning.Message,
    };
}
