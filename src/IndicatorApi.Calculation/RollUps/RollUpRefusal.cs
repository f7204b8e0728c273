namespace IndicatorApi.Calculation;

/// <summary>Why units were not rolled up.</summary>
public enum RollUpRefusal
{
    /// <summary>The indicator declares that its units may not be combined.</summary>
    NotCombinable,
    /// <summary>The units are asked in different ways (a floor here, a reduction there).</summary>
    MixedRules,
    /// <summary>The rule's kind has no meaning for several units together (a title, a growth rate, a number that is not known).</summary>
    KindNotCombinable,
    /// <summary>A weighted mean lacks the weight of a unit that has a figure.</summary>
    WeightMissing,
    /// <summary>The weights of all units that have a figure are zero.</summary>
    WeightsZero,
    /// <summary>A ratio of sums lacks the counts of a unit that has a figure.</summary>
    CountsMissing,
}
