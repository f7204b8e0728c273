using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>What a resolution asks of an indicator (chỉ tiêu đề ra). One file per kind; the list here is the only other line a new kind needs.</summary>
/// <remarks>
/// <para>
/// A rule is only the question: it holds the numbers of the resolution's sentence and the arithmetic that belongs to them. Which
/// observations count and for which days is not its business. In JSON it is an object with <c>kind</c> first and the kind's
/// parameters beside it.
/// </para>
/// <para>
/// A kind says five things: which way better lies and by which formula the percent is made (in its constructor), what must be refused
/// when it is saved (<see cref="Validate"/>), the number to reach (<see cref="Effective"/>), the judgement (<see cref="Judge"/>), and
/// how a reader can find it again (<see cref="Explain"/>).
/// </para>
/// </remarks>
/// <example>
/// "tỷ lệ hộ nghèo giảm 2 hộ" is <c>{ "kind": "reduceBy", "amount": 2 }</c>; "kết nạp 4 - 6 đảng viên/năm" is
/// <c>{ "kind": "between", "lower": 4, "upper": 6 }</c> in each year.
/// </example>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(AtLeast), AtLeast.Kind)]
[JsonDerivedType(typeof(AtMost), AtMost.Kind)]
[JsonDerivedType(typeof(RaiseTo), RaiseTo.Kind)]
[JsonDerivedType(typeof(ReduceTo), ReduceTo.Kind)]
[JsonDerivedType(typeof(RaiseBy), RaiseBy.Kind)]
[JsonDerivedType(typeof(ReduceBy), ReduceBy.Kind)]
[JsonDerivedType(typeof(RaiseByPercent), RaiseByPercent.Kind)]
[JsonDerivedType(typeof(ReduceByPercent), ReduceByPercent.Kind)]
[JsonDerivedType(typeof(MultiplyBy), MultiplyBy.Kind)]
[JsonDerivedType(typeof(MaintainAtLeast), MaintainAtLeast.Kind)]
[JsonDerivedType(typeof(MaintainAtMost), MaintainAtMost.Kind)]
[JsonDerivedType(typeof(Between), Between.Kind)]
[JsonDerivedType(typeof(Within), Within.Kind)]
[JsonDerivedType(typeof(Achieve), Achieve.Kind)]
[JsonDerivedType(typeof(Increase), Increase.Kind)]
[JsonDerivedType(typeof(Decrease), Decrease.Kind)]
[JsonDerivedType(typeof(AverageGrowth), AverageGrowth.Kind)]
[JsonDerivedType(typeof(Unstated), Unstated.Kind)]
[JsonDerivedType(typeof(Near), Near.Kind)]
[JsonDerivedType(typeof(RankWithin), RankWithin.Kind)]
[JsonDerivedType(typeof(Composite), Composite.Kind)]
[JsonDerivedType(typeof(EveryUnit), EveryUnit.Kind)]
[JsonDerivedType(typeof(AsAssigned), AsAssigned.Kind)]
[JsonDerivedType(typeof(Judged), Judged.Kind)]
public abstract record TargetRule
{
    private protected TargetRule(string kind, Direction direction, string method)
    {
        KindName = kind;
        Direction = direction;
        Method = method;
    }

    /// <summary>The kind as JSON names it.</summary>
    [JsonIgnore]
    public string KindName { get; }

    /// <summary>Which way better lies.</summary>
    [JsonIgnore]
    public Direction Direction { get; }

    /// <summary>The name of the formula that makes the percent.</summary>
    [JsonIgnore]
    public virtual string Method { get; }

    /// <summary>
    /// Whether figures are set against what stood before and add up, so that only a whole can be compared with a whole: every figure counts for
    /// itself, and until they cover every day there is no verdict (<see cref="Reason.PeriodIncomplete"/>).
    /// </summary>
    /// <param name="indicator">The indicator it is set on.</param>
    public bool ComparesWholes(IndicatorDefinition indicator)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        return indicator.AddsUp && CountsFromBaseline(isKnown: true);
    }

    /// <summary>What the number becomes on paper: "trên 80", "4 - 6", "giảm 2", "giảm còn 0", "13%/năm".</summary>
    /// <remarks>
    /// The words of a resolution, in Vietnamese, without the unit and without the recurrence, which have fields of their own.
    /// Numbers are written the Vietnamese way.
    /// </remarks>
    public string TargetText() => WithQualifier(Say(Tongue.Vietnamese));

    /// <summary>The same in English: "over 80", "4 - 6", "down by 2".</summary>
    public string TargetTextInEnglish() => WithQualifier(Say(Tongue.English));

    /// <summary>
    /// A word that softens or widens the target and cannot be computed (cơ bản, hướng tới, nâng cao chất lượng). Kept and shown; it changes no
    /// percent and no verdict.
    /// </summary>
    /// <example>Nghệ An: "cơ bản hình thành chính quyền số trước 2030" is <c>{ "kind": "achieve", "level": "yes", "qualifier": "cơ bản" }</c>.</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Qualifier { get; init => field = Wording.Tidy(value); }

    /// <summary>What must be refused when the target is saved.</summary>
    /// <remarks>A baseline that is needed and missing is not a problem here: it may be known later, and until then the answer says
    /// <see cref="Reason.BaselineMissing"/>.</remarks>
    /// <param name="indicator">The indicator it is set on.</param>
    /// <param name="baseline">The value at the start, if it is known.</param>
    /// <param name="recurrence">How often it is asked for.</param>
    /// <returns>Every problem; empty when it may be saved.</returns>
    public IReadOnlyList<RuleProblem> Validate(IndicatorDefinition indicator, Baseline? baseline, Recurrence recurrence = Recurrence.Once)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        var problems = new RuleProblems(indicator, baseline?.Value, recurrence);
        if (Qualifier is { } qualifier)
            Wording.Check(problems, "qualifier", qualifier);
        if (recurrence == Recurrence.PerYearAverage && !CanBeAveragedOverYears(indicator))
        {
            problems.Add("recurrence", "Bình quân mỗi năm chỉ dùng cho số cộng dồn và cho mức tăng, giảm.",
                "An average per year is only for amounts that add up and for changes.");
        }

        if (TakesNumbers && indicator.ValueType is IndicatorValueType.Level or IndicatorValueType.YesNo)
        {
            problems.Add("kind", $"Chỉ tiêu \"{indicator.Code}\" là mức xếp loại: hãy dùng achieve, increase hoặc decrease.",
                $"The indicator \"{indicator.Code}\" is a level: use achieve, increase or decrease.");
            return problems.Found;
        }

        try
        {
            Check(problems);
        }
        catch (OverflowException)
        {
            // Whatever a kind multiplies to check itself: what cannot be checked cannot be saved.
            problems.TooLarge("kind");
        }

        return problems.Found;
    }

    /// <summary>Whether "bình quân mỗi năm" has a meaning: what the years are asked for adds up to one number for all of them.</summary>
    internal virtual bool CanBeAveragedOverYears(IndicatorDefinition indicator) => false;

    /// <summary>Whether the answer is made of figures of the target's own indicator.</summary>
    internal virtual bool IsMadeOfFigures => true;

    /// <summary>The answer of a kind that no figure makes; null for a kind that is judged by figures.</summary>
    internal virtual Achievement? AnswerWithoutFigures(TargetDefinition target, in AssessmentFrame frame) => null;

    /// <summary>What stands at the stretch; null for a target without one.</summary>
    internal virtual StretchAchievement? JudgeStretch(decimal? actual, in RuleContext context) => null;

    /// <summary>The kind's own words, without the qualifier.</summary>
    private protected abstract string Say(in Tongue tongue);

    private string WithQualifier(string words) => Qualifier is null ? words : $"{words} ({Qualifier})";

    /// <summary>Which periods must hold; null for a rule that is judged on one number.</summary>
    internal virtual Holding? Held => null;

    /// <summary>Whether the value must hold all the time, in the periods that <see cref="Held"/> names.</summary>
    internal bool HoldsThroughout => Held is not null;

    /// <summary>Why no figure could ever be judged; null for a rule that only waits for one.</summary>
    internal virtual Reason? Unanswerable => null;

    /// <summary>Whether the answer is counted from the value at the start, which for one year of several is what stood before that year.</summary>
    internal virtual bool CountsFromBaseline(bool isKnown) => false;

    /// <summary>False for the kinds that may be set on an ordered scale.</summary>
    private protected virtual bool TakesNumbers => true;

    /// <summary>Adds what is wrong with the kind's own parameters.</summary>
    private protected abstract void Check(RuleProblems problems);

    /// <summary>The number to reach in the indicator's own unit, and the upper bound of a band.</summary>
    internal abstract Bounds Effective(in RuleContext context);

    /// <summary>Judges an actual. The verdict is decided on exact values, before any division.</summary>
    internal abstract Judgement Judge(decimal actual, in RuleContext context);

    /// <summary>Says how the percent and the verdict of an actual are found, in symbols, numbers and words.</summary>
    internal abstract Formula Explain(decimal actual, in RuleContext context);

    /// <summary>The same for an answer, of which a kind may need more than the actual.</summary>
    internal virtual Formula ExplainAnswer(Achievement achievement, in RuleContext context) => Explain(achievement.Actual ?? 0, context);

    /// <summary>The name of the formula with its version; a constant, so that an answer can carry it at no cost.</summary>
    internal virtual string FormulaId(in RuleContext context) => Methods.IdOf(Method);

    /// <summary>What pace means for this kind.</summary>
    internal abstract PaceShape Shape(in RuleContext context);

    /// <summary>The rule that a checkpoint's value makes of this one; null where a value in between has no meaning.</summary>
    internal virtual TargetRule? AtCheckpoint(decimal value) => null;

    /// <summary>The rule for several units together, made of their added or averaged bounds and baselines; null where there is none.</summary>
    internal virtual TargetRule? ForUnits(decimal? target, decimal? upper, decimal? baseline) => null;

    /// <summary>How the observations combine for this kind, which is how the indicator says unless the kind needs otherwise.</summary>
    internal virtual TimeCombining Combining(IndicatorDefinition indicator, bool hasBaseline) => indicator.OverTime;
}
