namespace IndicatorApi.Calculation;

/// <summary>Why an observation was not used.</summary>
public enum LeftOutReason
{
    /// <summary>Its period is not in the window.</summary>
    OutsideWindow,
    /// <summary>A longer observation that contains or overlaps it was used.</summary>
    CoveredByLonger,
    /// <summary>A later one replaces it (levels).</summary>
    Superseded,
}
