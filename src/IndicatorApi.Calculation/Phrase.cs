namespace IndicatorApi.Calculation;

/// <summary>One sentence in the two languages that the product speaks.</summary>
/// <param name="Vi">In Vietnamese.</param>
/// <param name="En">In English.</param>
public sealed record Phrase(string Vi, string En);
