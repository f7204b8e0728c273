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
