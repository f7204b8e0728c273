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
    /// <summary>A later level replaces it.</summary>
    Superseded,
}
