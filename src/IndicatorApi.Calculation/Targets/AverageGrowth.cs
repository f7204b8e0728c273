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
/// </remarks>
/// <example>
/// Phường Vĩnh Hưng: "Tốc độ tăng trưởng giá trị sản xuất bình quân đến năm 2025 là 13%" with yearly rates of 12, 13.8 and 15.6: the mean 13.8
/// is 13.8 / 13 × 100 = 106.15 %.
/// </example>
public sealed record AverageGrowth() : TargetRule(Kind, Direction.Up, Methods.Growth)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "averageGrowth";

    /// <summary>The rate per year in percent.</summary>
    public required decimal RatePercent { get; init; }

    /// <inheritdoc/>
    public override string TargetText() => $"{Numbers.Vietnamese(RatePercent)}%/năm";

    // Without a baseline the observations are rates, and a rate is no starting level.
    internal override bool CountsFromBaseline(bool isKnown) => isKnown;

    private protected override void Check(RuleProblems problems)
    {
        if (RatePercent <= -100)
            problems.Add("ratePercent", "Phải lớn hơn -100.", "Must be greater than -100.");
        problems.PositiveBaseline();
    }

    /// <inheritdoc/>
    internal override Bounds Effective(in RuleContext context)
    {
        if (context.Baseline is not { } baseline)
            return new(RatePercent);
        return baseline > 0 && GrowthYears.Of(context.DaysSinceBaseline) is { } years
            ? new(baseline * years.Compound(1 + (RatePercent / 100)))
            : default;
    }

    /// <inheritdoc/>
    internal override Judgement Judge(decimal actual, in RuleContext context)
    {
        if (context.Baseline is not { } baseline)
            return JudgeRate(actual, actual - RatePercent, actual - RatePercent);
        if (baseline <= 0)
            return Judgement.WithoutPercent(Reason.NoMeaning, Verdict.NoData);
        if (GrowthYears.Of(context.DaysSinceBaseline) is not { } years)
            return Judgement.WithoutPercent(Reason.NoMeaning, Verdict.NoData);
        var difference = actual - (baseline * years.Compound(1 + (RatePercent / 100)));
        if (actual < 0)
            return Judgement.WithoutPercent(Reason.NoMeaning, Verdict.NotMet, difference);
        var growth = (years.Root(actual / baseline) - 1) * 100;
        return JudgeRate(growth, years.AreWhole ? difference : growth - RatePercent, difference);
    }

    /// <inheritdoc/>
    internal override Formula Explain(decimal actual, in RuleContext context)
    {
        var rate = new ExplanationStep("g", Symbols.Rate, null, RatePercent);
        if (context.Baseline is not { } baseline)
        {
            return new("A / g × 100", $"{Formula.N(actual)} / {Formula.N(RatePercent)} × 100", Formula.Compared(actual, RatePercent), new(
                "Bình quân tốc độ tăng các năm, theo số ngày, chia cho tốc độ đề ra.",
                "The mean of the yearly rates, weighed by days, over the rate asked."), rate);
        }

        const string Expression = "((A / B) ^ (1 / n) - 1) × 100 / g × 100";
        Phrase words = new(
            "Tốc độ tăng bình quân nhân (căn bậc n của A / B trừ 1) chia cho tốc độ đề ra.",
            "Compound growth per year (the n-th root of A / B, less one) over the rate asked.");
        if (GrowthYears.Of(context.DaysSinceBaseline) is not { } years || baseline <= 0 || actual < 0)
            return new(Expression, "", "", words, rate);
        var ratio = $"({Formula.N(actual)} / {Formula.N(baseline)}) ^ (1 / {Formula.N(years.Years)})";
        var growth = (years.Root(actual / baseline) - 1) * 100;
        var goal = baseline * years.Compound(1 + (RatePercent / 100));
        return new(Expression, $"({ratio} - 1) × 100 / {Formula.N(RatePercent)} × 100",
            years.AreWhole ? Formula.Compared(actual, goal) : Formula.Compared(growth, RatePercent), words,
            rate,
            new ExplanationStep("n", Symbols.Years, years.AreWhole ? null : $"{context.DaysSinceBaseline} / 365.25", years.Years),
            new ExplanationStep("T", Symbols.Target, $"{Formula.N(baseline)} × (1 + {Formula.N(RatePercent)} / 100) ^ {Formula.N(years.Years)}", goal),
            new ExplanationStep("G", Symbols.Growth, $"({ratio} - 1) × 100", growth));
    }

    internal override string FormulaId(in RuleContext context) => context.Baseline is null ? "growthMean/2" : "growthCompound/2";

    /// <inheritdoc/>
    internal override PaceShape Shape(in RuleContext context) => PaceShape.ElapsedOnly;

    internal override TimeCombining Combining(IndicatorDefinition indicator, bool hasBaseline) => (indicator.OverTime, hasBaseline) switch
    {
        (TimeCombining.None, _) => TimeCombining.None,
        (_, true) => TimeCombining.Last,
        _ => TimeCombining.Average,
    };

    private Judgement JudgeRate(decimal growth, decimal decider, decimal difference)
    {
        var verdict = decider > 0 ? Verdict.Exceeded : decider == 0 ? Verdict.Met : Verdict.NotMet;
        return RatePercent > 0
            ? Judgement.Of(growth, RatePercent, difference, verdict)
            : Judgement.WithoutPercent(RatePercent == 0 ? Reason.TargetZero : Reason.NoMeaning, verdict, difference);
    }
}
