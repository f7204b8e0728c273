namespace IndicatorApi.Calculation;

/// <summary>A change of the standard behind a series (the poverty line of 2022).</summary>
/// <param name="On">The first day of the new standard.</param>
/// <param name="Reason">What changed.</param>
public sealed record SeriesBreak(DateOnly On, string Reason);
