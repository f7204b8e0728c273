namespace IndicatorApi.Calculation;

/// <summary>Something that a person should look at.</summary>
/// <param name="Kind">What looks wrong.</param>
/// <param name="Period">The figure's period.</param>
/// <param name="Value">The figure.</param>
/// <param name="Expected">What it was held against, where that is one number.</param>
/// <param name="Message">In words.</param>
public sealed record QualityWarning(QualityKind Kind, Period Period, decimal? Value, decimal? Expected, Phrase Message);
