namespace IndicatorApi.Calculation;

/// <summary>What the level above has set for the same unit, indicator and time.</summary>
/// <param name="Rule">Its rule; a bare number is an <see cref="AtLeast"/>, or under a ceiling an <see cref="AtMost"/>.</param>
/// <param name="Version">Names the version of that target in explanations.</param>
public sealed record AssignedTarget(TargetRule Rule, string Version);
