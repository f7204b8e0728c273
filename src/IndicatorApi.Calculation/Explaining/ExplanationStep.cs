namespace IndicatorApi.Calculation;

/// <summary>One number on the way to the percent.</summary>
/// <param name="Symbol">The letter that stands for it in the expression: <c>A</c>, <c>T</c>, <c>B</c>, <c>N</c>.</param>
/// <param name="Words">What it is.</param>
/// <param name="Arithmetic">How it was found from the numbers before it; null for a number that was given.</param>
/// <param name="Value">The number.</param>
public sealed record ExplanationStep(string Symbol, Phrase Words, string? Arithmetic, decimal Value);
