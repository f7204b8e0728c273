namespace IndicatorApi.Calculation;

/// <summary>A figure beside that of an earlier period.</summary>
public sealed record Comparison
{
    /// <summary>The earlier period; null where there is none to compare with.</summary>
    public Period? Period { get; init; }

    /// <summary>The earlier value, in the indicator's unit; for a level its position on the scale. It is given also where it is not compared.</summary>
    public decimal? Value { get; init; }

    /// <summary>The value now less the earlier one; points where the unit is %.</summary>
    public decimal? Change { get; init; }

    /// <summary>The change in percent of the earlier value: exact.</summary>
    public decimal? PercentChange { get; init; }

    /// <summary>Whether the change is for the better, by the direction of the target; null where nothing changed for better or worse.</summary>
    public bool? Better { get; init; }

    /// <summary>Why there is no change, or no percent of it.</summary>
    public ComparisonReason? Reason { get; init; }

    /// <summary>The change of the standard that lies between the two.</summary>
    public SeriesBreak? Break { get; init; }
}
