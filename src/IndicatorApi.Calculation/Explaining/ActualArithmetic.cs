namespace IndicatorApi.Calculation;

/// <summary>How the actual was found from the observations used, with numbers.</summary>
internal static class ActualArithmetic
{
    /// <summary>Null where the actual is one figure as it was reported.</summary>
    public static string? Of(IndicatorDefinition indicator, Achievement achievement)
    {
        if (indicator.ValueType is IndicatorValueType.Level or IndicatorValueType.YesNo)
            return null;
        var used = achievement.Used;
        if (achievement.Numerator is not null)
            return $"{Sum(used, one => one.Numerator!.Value)} / {Sum(used, one => one.Denominator!.Value)} × {Formula.N(indicator.Factor)}";
        if (used.Count == 1)
            return ObservedNumber.IsPair(used[0]) ? FigureOf(indicator, used[0]) : null;
        if (indicator.AddsUp)
            return string.Join(" + ", used.Select(one => Formula.N(one.Value!.Value)));
        int[] days = [.. used.Select(one => one.Period.DaysSharedWith(achievement.Window))];
        return days.Distinct().Count() == 1
            ? $"({string.Join(" + ", used.Select(one => FigureOf(indicator, one)))}) / {used.Count}"
            : $"({string.Join(" + ", used.Zip(days, (one, count) => $"{FigureOf(indicator, one)} × {count}"))}) / {days.Sum()}";
    }

    /// <summary>How figures became one number, with its version; a way that changes gets a new one.</summary>
    public static string IdOf(TimeCombining combining) => combining switch
    {
        // 2: the figures that cover most days, no longer the longest first.
        TimeCombining.Sum => "sum/2",
        // 2: the same, and weighed by days.
        TimeCombining.Average => "average/2",
        TimeCombining.Last => "last/1",
        _ => "exact/1",
    };

    private static string FigureOf(IndicatorDefinition indicator, Observation one) => ObservedNumber.IsPair(one)
        ? $"{Formula.N(one.Numerator!.Value)} / {Formula.N(one.Denominator!.Value)} × {Formula.N(indicator.Factor)}"
        : Formula.N(one.Value!.Value);

    private static string Sum(IReadOnlyList<Observation> used, Func<Observation, decimal> number) => used.Count == 1
        ? Formula.N(number(used[0]))
        : $"({string.Join(" + ", used.Select(one => Formula.N(number(one))))})";
}
