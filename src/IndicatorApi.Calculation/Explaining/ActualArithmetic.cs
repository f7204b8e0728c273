namespace IndicatorApi.Calculation;

/// <summary>How the actual was found from the observations used, with numbers.</summary>
internal static class ActualArithmetic
{
    /// <summary>Null where the actual is one figure as it was reported.</summary>
    public static string? Of(IndicatorDefinition indicator, TargetRule rule, Achievement achievement)
    {
        if (indicator.ValueType is IndicatorValueType.Level or IndicatorValueType.YesNo)
            return null;
        var used = achievement.Used;
        if (achievement.Numerator is not null)
            return $"{Sum(used, one => one.Numerator!.Value)} / {Sum(used, one => one.Denominator!.Value)} × {Formula.N(indicator.Factor)}";
        var combining = rule.Combining(indicator, achievement.BaselineUsed is not null);
        var parts = used.Sum(one => one.Parts);
        var isTotal = combining == TimeCombining.Sum && indicator.ValueType == IndicatorValueType.Number;
        if (isTotal || parts == 1)
            return used.Count == 1 ? null : string.Join(" + ", used.Select(one => Formula.N(one.Value!.Value)));
        return $"({string.Join(" + ", used.Select(one => FigureOf(indicator, one)))}) / {parts}";
    }

    private static string FigureOf(IndicatorDefinition indicator, Observation one) => ObservedNumber.IsPair(one)
        ? $"{Formula.N(one.Numerator!.Value)} / {Formula.N(one.Denominator!.Value)} × {Formula.N(indicator.Factor)}"
        : Formula.N(one.Value!.Value);

    private static string Sum(IReadOnlyList<Observation> used, Func<Observation, decimal> number) => used.Count == 1
        ? Formula.N(number(used[0]))
        : $"({string.Join(" + ", used.Select(one => Formula.N(number(one))))})";
}
