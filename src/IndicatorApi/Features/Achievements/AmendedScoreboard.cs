namespace IndicatorApi.Features.Achievements;

/// <summary>A closed answer by what targets say now; the answer itself is as it was closed.</summary>
/// <param name="Targets">How many targets were amended, added or removed since.</param>
/// <param name="Scoreboard">The counts with them.</param>
/// <param name="RollUp">The aggregate with them; null unless rows are indicators.</param>
public sealed record AmendedScoreboard(int Targets, ScoreboardResponse Scoreboard, RollUpResponse? RollUp = null);
