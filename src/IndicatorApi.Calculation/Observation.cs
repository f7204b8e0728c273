namespace IndicatorApi.Calculation;

/// <summary>One reported figure, or a sum of such figures that the database has already added.</summary>
/// <remarks>Exactly one of <see cref="Value"/>, the pair <see cref="Numerator"/> and <see cref="Denominator"/>, or <see cref="Level"/> is given.</remarks>
public readonly record struct Observation
{
    /// <summary>The time the figure is about. For a term it has been given the resolution's own dates.</summary>
    public required Period Period { get; init; }

    /// <summary>The number, in the indicator's unit. Zero is a value like any other.</summary>
    public decimal? Value { get; init; }

    /// <summary>The part, for a ratio.</summary>
    public decimal? Numerator { get; init; }

    /// <summary>The whole, for a ratio.</summary>
    public decimal? Denominator { get; init; }

    /// <summary>The step reached, for an ordered scale.</summary>
    public string? Level { get; init; }

    /// <summary>Set where the source only gives a bound.</summary>
    public Bound? Bound { get; init; }

    /// <summary>True until the figure is final.</summary>
    public bool Provisional { get; init; }

    /// <summary>Names the stored revision in explanations.</summary>
    public Guid Revision { get; init; }

    /// <summary>When it was recorded, as a number that grows with time: where nothing else decides between figures, the later recorded counts.</summary>
    public long Recorded { get; init; }

    /// <summary>
    /// How many figures of equal period length were added to make this one. More than 1 only when all of them are of one
    /// regular kind (months, quarters, half-years or years), do not overlap, and lie in the window, so that adding them early
    /// changes nothing. <see cref="Period"/> is then the span from the first to the last of them.
    /// </summary>
    /// <remarks>
    /// Actual, percent, verdict, coverage and pace are then those of the single figures, as long as the figures are of the indicator's own
    /// <see cref="IndicatorDefinition.Frequency"/>. What adds up may be given so, and a ratio of sums by its counts. Everything else needs the
    /// single figures: a mean, which is weighed by days; a level (<see cref="TimeCombining.Last"/>); a ratio of which some figures came without
    /// their counts; a target to maintain, whose periods are judged one by one; and a rule that compares whole years
    /// (<see cref="TargetRule.ComparesWholes"/>). <see cref="Achievement.MetOn"/> is only known to the day on which the added span ends.
    /// </remarks>
    public int Parts { get => field + 1; init => field = value - 1; }
}
