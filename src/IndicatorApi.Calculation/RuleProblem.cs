namespace IndicatorApi.Calculation;

/// <summary>Why a target is refused when it is saved.</summary>
/// <param name="Member">The member of the rule in JSON's casing (<c>value</c>), <c>baseline</c>, or <c>kind</c> for the rule as a whole.</param>
/// <param name="Message">What is wrong and what would be right.</param>
/// <param name="TooLarge">Whether the numbers are too large to be checked, let alone kept.</param>
public sealed record RuleProblem(string Member, Phrase Message, bool TooLarge = false);
