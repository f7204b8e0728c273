namespace IndicatorApi.Calculation;

/// <summary>
/// What persons expect of the targets that still have time, beside what is computed of them and never in its place ("dự kiến đạt 12, có nguy cơ 3").
/// </summary>
/// <param name="Likely">Expected to be met.</param>
/// <param name="AtRisk">Expected to be in danger.</param>
/// <param name="Unlikely">Expected to be missed.</param>
/// <param name="None">Without an expectation.</param>
public sealed record ExpectedTargets(int Likely = 0, int AtRisk = 0, int Unlikely = 0, int None = 0);
