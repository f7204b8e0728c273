namespace IndicatorApi.Calculation;

/// <summary>A target that nothing countable decides: a person sets the verdict (giữ tỷ lệ thất nghiệp ở mức hợp lý).</summary>
/// <remarks>
/// The judgement comes with its reason, day and evidence as <see cref="TargetDefinition.Judged"/>, and is given back as it was set. There is
/// never a percent (<see cref="Reason.NoNumericTarget"/>), and without a judgement no verdict (<see cref="Reason.JudgementMissing"/>), whatever the figures
/// say.
/// </remarks>
/// <example>
/// "giữ tỷ lệ thất nghiệp ở mức hợp lý" is <c>{ "kind": "judged" }</c>; "giữ vững và nâng cao chất lượng các tiêu chí" is
/// <c>{ "kind": "judged", "qualifier": "nâng cao chất lượng" }</c>.
/// </example>
public sealed record Judged() : TargetRule(Kind, Direction.Up, Methods.Judged)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "judged";

    /// <summary>Which of the judgements of a target counts for a period.</summary>
    /// <remarks>
    /// Of a target that is asked once and whose time is over the latest; before, the latest up to the end of the period, so that what is judged in
    /// 2024 says nothing of 2022. A target of each year is judged in each year: the latest of the years asked for counts, up to the end of the period.
    /// </remarks>
    /// <param name="judgements">The judgements that stand, the latest day first.</param>
    /// <param name="target">The target.</param>
    /// <param name="asked">The period asked for.</param>
    public static PersonalJudgement? Counting(IReadOnlyList<PersonalJudgement> judgements, TargetDefinition target, Period asked)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        ArgumentNullException.ThrowIfNull(target);
        var isOnce = target.Recurrence == Recurrence.Once;
        if (isOnce && target.Scope.End <= asked.End)
            return judgements.Count > 0 ? judgements[0] : null;
        return judgements.FirstOrDefault(judged => judged.On <= asked.End && (isOnce || judged.On.Year >= asked.Start.Year));
    }

    private protected override string Say(in Tongue tongue) => tongue.Of("do người có thẩm quyền đánh giá", "judged by a person");

    private protected override bool TakesNumbers => false;

    internal override bool IsMadeOfFigures => false;

    internal override Reason? Unanswerable => Reason.JudgementMissing;

    private protected override void Check(RuleProblems problems)
    {
    }

    internal override Achievement AnswerWithoutFigures(TargetDefinition target, in AssessmentFrame frame)
    {
        var judged = target.Judged is { Verdict: Verdict.Exceeded or Verdict.Met or Verdict.NotMet } given ? given : null;
        return new()
        {
            Window = frame.Window,
            Due = frame.Due,
            Direction = Direction,
            Verdict = judged?.Verdict ?? Verdict.NoData,
            Reason = judged is null ? Reason.JudgementMissing : Reason.NoNumericTarget,
            Method = Method,
            FormulaId = FormulaId(default),
            YearsCounted = frame.Years,
            Judged = judged,
        };
    }

    /// <inheritdoc/>
    internal override Bounds Effective(in RuleContext context) => default;

    /// <inheritdoc/>
    internal override Judgement Judge(decimal actual, in RuleContext context) => Judgement.WithoutPercent(Reason.JudgementMissing, Verdict.NoData);

    /// <inheritdoc/>
    internal override Formula Explain(decimal actual, in RuleContext context) => new("", "", "", new(
        "Không có con số để tính: người có thẩm quyền đánh giá, có lý do, ngày và minh chứng.",
        "Nothing to compute: a person sets the verdict, with a reason, a day and evidence."));

    internal override Formula ExplainAnswer(Achievement achievement, in RuleContext context) => achievement.Judged is not { } judged
        ? Explain(0, context)
        : new("", "", "", new(
            $"Đánh giá ngày {judged.On:dd/MM/yyyy}: {judged.Why} (minh chứng: {judged.Evidence}).",
            $"Judged on {judged.On:yyyy-MM-dd}: {judged.Why} (evidence: {judged.Evidence})."));

    /// <inheritdoc/>
    internal override PaceShape Shape(in RuleContext context) => PaceShape.None;
}
