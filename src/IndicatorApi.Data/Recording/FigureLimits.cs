namespace IndicatorApi.Data;

/// <summary>What a figure of an indicator cannot be, whichever door it comes through.</summary>
/// <remarks>What is only unlikely is for the quality checks. A number that stands already may keep standing, with another note or status.</remarks>
internal static class FigureLimits
{
    /// <summary>The figures whose numbers their indicators cannot have.</summary>
    public static IEnumerable<Obstacle> Beyond(IReadOnlyList<ComparedFigure> figures, ReferenceData reference)
    {
        for (var place = 0; place < figures.Count; place++)
        {
            if (figures[place] is not { IsChange: true, Wanted.Figure: { } figure } compared) continue;
            var indicator = reference.Indicator(compared.Wanted.Indicator);
            if (figure.NumberOf(indicator) is not { } number || number == compared.Stored?.Figure.NumberOf(indicator)) continue;
            var limits = ReferenceData.Define(indicator);
            var member = figure.Value is null ? "numerator" : "value";
            if (number < limits.Minimum || number > limits.Maximum) yield return new OutsideLimits(place, member, number, limits.Minimum, limits.Maximum);
            else if (figure.Value is { } value && limits.IsTooFine(value)) yield return new TooManyDecimals(place, member, value, limits.MostDecimals!.Value);
        }
    }
}
