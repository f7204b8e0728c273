namespace IndicatorApi.Calculation;

/// <summary>Why an observation was not used.</summary>
public enum LeftOutReason
{
    /// <summary>Its period is not in the window.</summary>
    OutsideWindow,
    /// <summary>A longer observation that contains or overlaps it was used.</summary>
    CoveredByLonger,
    /// <summary>
    /// Other observations that overlap it were used, none of them longer: together they cover more days, or as many with fewer figures, or they
    /// were recorded later.
    /// </summary>
    CoveredByOthers,
    /// <summary>A later one replaces it: a later level, a later year, or a figure of the same days that was recorded later.</summary>
    Superseded,
    /// <summary>It belongs to a year whose figures leave days out, and growth of a total is counted by whole years.</summary>
    YearIncomplete,
    /// <summary>It is about no day on which the unit exists.</summary>
    OutsideLife,
}
