using IndicatorApi.Achievements;
using IndicatorApi.Calculation;

namespace IndicatorApi.Features.Achievements;

/// <summary>One point of a series, to date.</summary>
public sealed record SeriesPoint
{
    /// <summary>The period that the point closes.</summary>
    public required Period Period { get; init; }

    /// <summary>Its last day: the time column of a chart.</summary>
    public required DateOnly PeriodEnd { get; init; }

    /// <summary>The number to reach: the target line.</summary>
    public required decimal? Target { get; init; }

    /// <summary>The upper bound of a band.</summary>
    public required decimal? TargetUpper { get; init; }

    /// <summary>The actual to date.</summary>
    public required decimal? Actual { get; init; }

    /// <summary>Set where a figure used is only a bound.</summary>
    public required Bound? ActualBound { get; init; }

    /// <summary>Percent of the whole target.</summary>
    public required decimal? Percent { get; init; }

    /// <summary>The judgement.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why there is no percent or verdict.</summary>
    public required Reason? Reason { get; init; }

    /// <summary>Whether the target's time has ended.</summary>
    public required bool Due { get; init; }

    /// <summary>What would be expected by then: the path.</summary>
    public required decimal? Expected { get; init; }

    /// <summary>Achieved share over elapsed share.</summary>
    public required decimal? PaceIndex { get; init; }

    /// <summary>Its class.</summary>
    public required PaceClass? PaceClass { get; init; }

    /// <summary>Share of the due reporting periods that have a figure.</summary>
    public required decimal? Coverage { get; init; }

    /// <summary>True when a figure used is not final.</summary>
    public required bool Provisional { get; init; }

    /// <summary>The period's own figure beside those of earlier periods; null unless <c>compare</c> asks for it.</summary>
    public required ComparisonRows? Comparisons { get; init; }
}
