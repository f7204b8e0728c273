namespace IndicatorApi.Calculation;

/// <summary>One year of a target, and the last day of the figures that made it.</summary>
internal readonly record struct YearOfTarget(YearAchievement Row, DateOnly End);
