namespace IndicatorApi.Calculation;

/// <summary>What of an answer is worked out beside actual, percent, difference and verdict, which always are; the rest stays empty.</summary>
[Flags]
public enum Detail
{
    /// <summary>Nothing else.</summary>
    None = 0,
    /// <summary>Which share of the reporting periods has a figure.</summary>
    Coverage = 1,
    /// <summary>Whether it is on the way.</summary>
    Pace = 2,
    /// <summary>The same only of what is not met yet and still has time: what a <see cref="ScoreboardCounter"/> counts by.</summary>
    PaceWhileOpen = 4,
    /// <summary>On which day it was met, and whether that was lost again.</summary>
    MetOn = 8,
    /// <summary>Which observations were used, and why the others were not.</summary>
    Sources = 16,
    /// <summary>Everything.</summary>
    All = Coverage | Pace | MetOn | Sources,
}
