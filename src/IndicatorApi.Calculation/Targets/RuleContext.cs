namespace IndicatorApi.Calculation;

/// <summary>What a rule must know besides its own numbers and the actual.</summary>
/// <param name="Indicator">The indicator.</param>
/// <param name="Baseline">The value at the start, where it is known.</param>
/// <param name="Years">How many elapsed years an eachYear target is asked for together; 1 otherwise.</param>
/// <param name="DaysSinceBaseline">From the day of the baseline to the end of the actual; 0 without an actual.</param>
internal readonly record struct RuleContext(IndicatorDefinition Indicator, decimal? Baseline, int Years = 1, int DaysSinceBaseline = 0)
{
    /// <summary>Whether figures add up over time, so that several years are asked for several times the yearly number.</summary>
    public bool AddsUp => Indicator.AddsUp;

    /// <summary>What a yearly value is multiplied by.</summary>
    public decimal ValueTimes => AddsUp ? Years : 1;

    /// <summary>The baseline against which the window is set: once for each year where figures add up.</summary>
    public decimal? ScaledBaseline => Baseline * ValueTimes;
}

/// <summary>The number to reach, and the upper bound of a band.</summary>
internal readonly record struct Bounds(decimal? Target, decimal? Upper = null);

/// <summary>What a rule makes of an actual.</summary>
/// <param name="Part">Above the line of the percent.</param>
/// <param name="Whole">Below the line; null when there is no percent.</param>
/// <param name="Difference">How far beyond the number to reach, in the good direction.</param>
/// <param name="Verdict">The judgement.</param>
/// <param name="Reason">Why there is no percent or no verdict.</param>
internal readonly record struct Judgement(decimal Part, decimal? Whole, decimal? Difference, Verdict Verdict, Reason? Reason = null)
{
    /// <summary>Part over whole, times 100; multiplied first, so that what is exact stays exact.</summary>
    public decimal? Percent => Part * 100 / Whole;

    public static Judgement Of(decimal part, decimal whole, decimal difference, Verdict verdict) => new(part, whole, difference, verdict);

    public static Judgement WithoutPercent(Reason reason, Verdict verdict, decimal? difference = null) =>
        new(0, null, difference, verdict, reason);
}

/// <summary>What pace means for a target.</summary>
internal enum PaceShape
{
    /// <summary>Nothing at all: no number is known.</summary>
    None,
    /// <summary>Only the time that has passed can be said: a step, a direction, a rate.</summary>
    ElapsedOnly,
    /// <summary>A level to reach from a start that is not known, so that there is no line and no index.</summary>
    OpenLevel,
    /// <summary>A level to hold: all of it is expected at any time.</summary>
    Hold,
    /// <summary>A way from the baseline to the number to reach.</summary>
    Path,
    /// <summary>A total that grows with time.</summary>
    Total,
    /// <summary>A total that may not be used up: expected with time, but to be under it is no lead.</summary>
    Ceiling,
}

/// <summary>The names of the formulas.</summary>
internal static class Methods
{
    public const string Ratio = "ratio";
    public const string Complement = "complement";
    public const string InverseRatio = "inverseRatio";
    public const string Reduction = "reduction";
    public const string Increase = "increase";
    public const string Path = "path";
    public const string Band = "band";
    public const string StrictBand = "strictBand";
    public const string Maintain = "maintain";
    public const string Ordinal = "ordinal";
    public const string Direction = "direction";
    public const string Growth = "growth";
    public const string Unstated = "unstated";
    public const string Near = "near";
    public const string Rank = "rank";
    public const string Composite = "composite";
    public const string EveryUnit = "everyUnit";
    public const string AsAssigned = "asAssigned";
    public const string Judged = "judged";

    public static string IdOf(string method) => method switch
    {
        Ratio => "ratio/1",
        Complement => "complement/2",
        InverseRatio => "inverseRatio/2",
        Reduction => "reduction/2",
        Increase => "increase/2",
        Path => "path/2",
        Band => "band/1",
        StrictBand => "strictBand/1",
        Ordinal => "ordinal/1",
        Direction => "direction/2",
        Unstated => "unstated/1",
        Near => "near/1",
        Rank => "rank/1",
        EveryUnit => "everyUnit/1",
        AsAssigned => "asAssigned/1",
        Judged => "judged/1",
        _ => method + "/1",
    };
}
