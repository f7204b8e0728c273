using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>Grow by a rate per year on average (tăng trưởng bình quân 13%/năm).</summary>
/// <remarks>
/// <para>
/// Percent <c>G / g × 100</c>. With a baseline the observations are levels and <c>G</c> is compound: the n-th root of <c>A / B</c> less
/// one, over the years from the baseline to the end of the actual (days / 365.25, taken as whole within five days). Without a
/// baseline the observations are themselves yearly rates and <c>G</c> is their mean, weighed by days. The formula's name in the answer says which.
/// </para>
/// <para>
/// Over whole years the verdict is decided without a root, by setting <c>A</c> against <c>B (1 + g)^n</c>. Where figures add up, the
/// level is the total of the latest year whose figures leave no day out. A level or a baseline below zero has no growth to speak of
/// (<see cref="Reason.NoMeaning"/>).
/// </para>
/// <para>
/// The rate is a floor, also of zero or less ("giảm không quá 3%/năm" is -3): better is more. The verdict then goes by the difference of the rates,
/// and there is no percent of such a rate.
/// </para>
/// <para>
/// A band of rates ("tăng 8-9 %/năm") has <c>lower</c> and <c>upper</c> in the place of the rate: below it <c>G / L × 100</c>, inside it 100,
/// above it <c>G / U × 100</c> and exceeded. Over whole years <c>A</c> stands against <c>B (1 + L)^n</c> and <c>B (1 + U)^n</c>.
/// </para>
/// </remarks>
/// <example>
/// Phường Vĩnh Hưng: "Tốc độ tăng trưởng giá trị sản xuất bình quân đến năm 2025 là 13%" with yearly rates of 12, 13.8 and 15.6: the mean 13.8
/// is 13.8 / 13 × 100 = 106.15 %.
/// </example>
public sealed record AverageGrowth() : NumericRule(Kind, Direction.Up, Methods.Growth)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "averageGrowth";

    /// <summary>The rate per year in percent. Left out where <c>lower</c> and <c>upper</c> give a band.</summary>
    [JsonPropertyOrder(-1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? RatePercent { get; init; }

    /// <summary>The least rate of a band, in the place of the one rate.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Lower { get; init; }

    /// <summary>The rate above which the band is exceeded; with <see cref="Lower"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Upper { get; init; }

    internal override bool IsBand => RatePercent is null;

    internal override decimal? Number => RatePercent;

    internal override NumericRule WithNumber(decimal number) => this with { RatePercent = number };

    internal override NumericRule? Times(decimal factor) =>
        IsBand ? this with { Lower = Lower * factor, Upper = Upper * factor } : base.Times(factor);

    private decimal Least => RatePercent ?? Lower ?? 0;

    private decimal? Most => IsBand ? Upper : null;

    private protected override string Say(in Tongue tongue)
    {
        var unit = tongue.Of("%/năm", "% a year");
        return IsBand ? SaidBand(tongue, Lower, Upper, tongue.Of("trên", "over"), unit) : Said(tongue, RatePercent, tongue.Of("trên", "over"), unit);
    }

    // Without a baseline the observations are rates, and a rate is no starting level.
    internal override bool CountsFromBaseline(bool isKnown) => isKnown;

    private protected override void CheckNumber(RuleProblems problems)
    {
        if (problems.OneOrBand("ratePercent", RatePercent, Lower, Upper) <= -100)
            problems.Add(IsBand ? "lower" : "ratePercent", "Phải lớn hơn -100.", "Must be greater than -100.");
        problems.PositiveBaseline();
    }

    /// <inheritdoc/>
    internal override Bounds Effective(in RuleContext context)
    {
        if (context.Baseline is not { } baseline)
            return new(Least, Most);
        return baseline > 0 && GrowthYears.Of(context.DaysSinceBaseline) is { } years
            ? new(Goal(baseline, years, Least), Most is { } most ? Goal(baseline, years, most) : null)
            : default;
    }

    /// <inheritdoc/>
    private protected override Judgement JudgeNumber(decimal actual, in RuleContext context)
    {
        if (context.Baseline is not { } baseline)
            return JudgeRate(actual, Beyond.Rates(actual, Least), Most is { } upper ? Beyond.Rates(actual, upper) : null);
        if (baseline <= 0)
            return Judgement.WithoutPercent(Reason.NoMeaning, Verdict.NoData);
        if (GrowthYears.Of(context.DaysSinceBaseline) is not { } years)
            return Judgement.WithoutPercent(Reason.NoMeaning, Verdict.NoData);
        var difference = actual - Goal(baseline, years, Least);
        if (actual < 0)
            return Judgement.WithoutPercent(Reason.NoMeaning, Verdict.NotMet, difference);
        var growth = GrowthOf(actual, baseline, years);
        return JudgeRate(
            growth,
            Beyond.Levels(years, difference, growth - Least),
            Most is { } most ? Beyond.Levels(years, actual - Goal(baseline, years, most), growth - most) : null);
    }

    /// <inheritdoc/>
    internal override Formula Explain(decimal actual, in RuleContext context)
    {
        List<ExplanationStep> rates = Most is { } most
            ? [new("L", Symbols.LeastRate, null, Least), new("U", Symbols.MostRate, null, most)]
            : [new("g", Symbols.Rate, null, Least)];
        if (context.Baseline is not { } baseline)
        {
            return new(Banded("A"), Divided(Formula.N(actual), Beyond.Rates(actual, Least), Most is { } rate ? Beyond.Rates(actual, rate) : null),
                Tested(actual), new(
                "Bình quân tốc độ tăng các năm, theo số ngày, chia cho tốc độ đề ra.",
                "The mean of the yearly rates, weighed by days, over the rate asked."), rates);
        }

        var expression = Banded("((A / B) ^ (1 / n) - 1) × 100");
        Phrase words = new(
            "Tốc độ tăng bình quân nhân (căn bậc n của A / B trừ 1) chia cho tốc độ đề ra.",
            "Compound growth per year (the n-th root of A / B, less one) over the rate asked.");
        if (GrowthYears.Of(context.DaysSinceBaseline) is not { } years || baseline <= 0 || actual < 0)
            return new(expression, "", "", words, rates);
        var ratio = $"({Formula.N(actual)} / {Formula.N(baseline)}) ^ (1 / {Formula.N(years.Years)})";
        var growth = GrowthOf(actual, baseline, years);
        var goal = Goal(baseline, years, Least);
        var beyondLeast = Beyond.Levels(years, actual - goal, growth - Least);
        Beyond? beyondMost = Most is { } upper ? Beyond.Levels(years, actual - Goal(baseline, years, upper), growth - upper) : null;
        rates.Add(new("n", Symbols.Years, years.AreWhole ? null : $"{context.DaysSinceBaseline} / 365.25", years.Years));
        rates.Add(new("T", Symbols.Target, $"{Formula.N(baseline)} × (1 + {Formula.N(Least)} / 100) ^ {Formula.N(years.Years)}", goal));
        rates.Add(new("G", Symbols.Growth, $"({ratio} - 1) × 100", growth));
        var test = !years.AreWhole ? Tested(growth)
            : Most is { } bound ? Formula.Placed(actual, goal, Goal(baseline, years, bound)) : Formula.Compared(actual, goal);
        return new(expression, Divided($"({ratio} - 1) × 100", beyondLeast, beyondMost), test, words, rates);
    }

    internal override string FormulaId(in RuleContext context) => (IsBand, context.Baseline) switch
    {
        (false, null) => "growthMean/2",
        (false, _) => "growthCompound/2",
        (true, null) => "growthMeanBand/1",
        _ => "growthCompoundBand/1",
    };

    /// <inheritdoc/>
    internal override PaceShape Shape(in RuleContext context) => PaceShape.ElapsedOnly;

    internal override TimeCombining Combining(IndicatorDefinition indicator, bool hasBaseline) => (indicator.OverTime, hasBaseline) switch
    {
        (TimeCombining.None, _) => TimeCombining.None,
        (_, true) => TimeCombining.Last,
        _ => TimeCombining.Average,
    };

    private Judgement JudgeRate(decimal growth, in Beyond least, in Beyond? most)
    {
        if (most is { Decider: > 0 } above)
            return Share(growth, Most!.Value, above.Difference, Verdict.Exceeded);
        if (most is not null && least.Decider >= 0)
            return Judgement.Of(1, 1, 0, least.Decider == 0 ? VerdictOf(0) : Verdict.Met);
        return Share(growth, Least, least.Difference, VerdictOf(least.Decider));
    }

    private string Banded(string rate) => IsBand ? $"G = {rate}; G < L: G / L × 100; L ≤ G ≤ U: 100; G > U: G / U × 100" : $"{rate} / g × 100";

    private string Divided(string rate, in Beyond least, in Beyond? most) =>
        most is { Decider: > 0 } ? $"{rate} / {Formula.N(Most!.Value)} × 100"
        : most is not null && least.Decider >= 0 ? "100"
        : $"{rate} / {Formula.N(Least)} × 100";

    private string Tested(decimal rate) => Most is { } most ? Formula.Placed(rate, Least, most) : Formula.Compared(rate, Least);

    private static decimal Goal(decimal baseline, in GrowthYears years, decimal rate) => baseline * years.Compound(1 + (rate / 100));

    private static decimal GrowthOf(decimal actual, decimal baseline, in GrowthYears years) => (years.Root(actual / baseline) - 1) * 100;

    /// <summary>How far beyond one of the rates: what decides, and what is shown.</summary>
    private readonly record struct Beyond(decimal Decider, decimal Difference)
    {
        public static Beyond Rates(decimal growth, decimal rate) => new(growth - rate, growth - rate);

        /// <summary>Over whole years the levels decide, so that no root does.</summary>
        public static Beyond Levels(in GrowthYears years, decimal level, decimal rate) => new(years.AreWhole ? level : rate, level);
    }
}
