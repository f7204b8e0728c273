namespace IndicatorApi.Calculation;

/// <summary>Something that a person should look at.</summary>
/// <param name="Kind">What looks wrong.</param>
/// <param name="Period">The figure's period.</param>
/// <param name="Value">The figure.</param>
/// <param name="Expected">What it was held against, where that is one number.</param>
/// <param name="Message">In words.</param>
public sealed record QualityWarning(QualityKind Kind, Period Period, decimal? Value, decimal? Expected, Phrase Message);

/// <summary>A change of the standard behind a series (the poverty line of 2022).</summary>
/// <param name="On">The first day of the new standard.</param>
/// <param name="Reason">What changed.</param>
public sealed record SeriesBreak(DateOnly On, string Reason);
