namespace IndicatorApi.Calculation;

/// <summary>The number in one observation.</summary>
internal static class ObservedNumber
{
    /// <summary>Whether the observation has a figure of the kind that the indicator takes.</summary>
    public static bool IsIn(IndicatorDefinition indicator, in Observation observation) => indicator.ValueType switch
    {
        IndicatorValueType.Number => observation.Value.HasValue,
        IndicatorValueType.Ratio => observation.Value.HasValue || IsPair(observation),
        _ => observation.Level is not null,
    };

    public static bool IsPair(in Observation observation) => observation is { Numerator: not null, Denominator: not null };

    /// <summary>The figure of one observation by itself; null with the reason where it has none.</summary>
    public static decimal? Of(IndicatorDefinition indicator, in Observation observation, out Reason? problem)
    {
        problem = null;
        if (indicator.ValueType is IndicatorValueType.Level or IndicatorValueType.YesNo)
        {
            var position = Scale.PositionOf(indicator, observation.Level!);
            if (position >= 0)
                return position;
            problem = Reason.LevelUnknown;
            return null;
        }

        if (indicator.ValueType == IndicatorValueType.Ratio && observation is { Numerator: { } part, Denominator: { } whole })
            return OfCounts(indicator, part, whole, out problem);
        return observation.Value / observation.Parts;
    }

    /// <summary>A rate made of counts; null with the reason where it has none.</summary>
    public static decimal? OfCounts(IndicatorDefinition indicator, decimal part, decimal whole, out Reason? problem)
    {
        problem = whole == 0 ? Reason.DenominatorZero : null;
        return Ratio.Of(part, whole, indicator.Factor);
    }

    /// <summary>Orders observations of the same days by when they were recorded, and by their figures, so that the answer never depends on how they
    /// arrive.</summary>
    public static int Compare(in Observation left, in Observation right)
    {
        var byRecording = left.Recorded.CompareTo(right.Recorded);
        if (byRecording != 0)
            return byRecording;
        var byValue = Nullable.Compare(left.Value, right.Value);
        if (byValue != 0)
            return byValue;
        var byPart = Nullable.Compare(left.Numerator, right.Numerator);
        if (byPart != 0)
            return byPart;
        var byWhole = Nullable.Compare(left.Denominator, right.Denominator);
        return byWhole != 0 ? byWhole : string.CompareOrdinal(left.Level, right.Level);
    }
}
