using IndicatorApi.Calculation;

namespace IndicatorApi.Data;

/// <summary>What one figure is about.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Indicator">The indicator.</param>
/// <param name="Group">The sub-group; empty for the whole.</param>
/// <param name="Period">Canonical text of the period.</param>
public readonly record struct FigurePlace(Guid Unit, Guid Indicator, string Group, string Period)
{
    /// <summary>The place of a figure.</summary>
    public static FigurePlace Of(ActualFigure figure) => new(figure.OrganisationUnitId, figure.IndicatorId, figure.GroupCode, figure.Period);
}

/// <summary>One figure to be recorded, or to be withdrawn: checked by itself, and not yet compared with what is stored.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Indicator">The indicator.</param>
/// <param name="Group">The sub-group; empty for the whole.</param>
/// <param name="Period">The time it is about, as it was named.</param>
/// <param name="Figure">The figure; null where the one that is stored is to be withdrawn.</param>
/// <param name="Reason">Why, if that was said.</param>
public sealed record WantedFigure(Guid Unit, Guid Indicator, string Group, Period Period, Figure? Figure, string? Reason)
{
    /// <summary>What it is about.</summary>
    public FigurePlace Place { get; } = new(Unit, Indicator, Group, Period.ToString());
}
