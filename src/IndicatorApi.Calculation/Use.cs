namespace IndicatorApi.Calculation;

/// <summary>What became of an observation.</summary>
internal enum Use : byte
{
    /// <summary>Not in the window, or without a figure.</summary>
    Outside,
    /// <summary>In the window, not chosen yet.</summary>
    Fits,
    /// <summary>It makes the actual.</summary>
    Used,
    /// <summary>A longer one that contains or overlaps it was used.</summary>
    Covered,
    /// <summary>Others that overlap it, none of them longer, were used.</summary>
    CoveredTogether,
    /// <summary>A later one replaces it.</summary>
    Superseded,
    /// <summary>It belongs to a year whose figures leave days out, and totals are compared by whole years.</summary>
    YearIncomplete,
}
