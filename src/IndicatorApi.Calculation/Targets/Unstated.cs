namespace IndicatorApi.Calculation;

/// <summary>A number is set, and the source at hand does not print it.</summary>
/// <remarks>
/// Nothing can be computed: no percent (<see cref="Reason.NoNumericTarget"/>) and no verdict. It keeps the place of the target, so that
/// a percent that was published for it can stand beside the figure as a claim.
/// </remarks>
/// <example>Phường Lương Khánh Thiện: "thu ngân sách bình quân trong 5 năm đạt 172% so với nghị quyết", without the number of the resolution.</example>
public sealed record Unstated() : TargetRule(Kind, Direction.Up, Methods.Unstated)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "unstated";

    private protected override string Say(in Tongue tongue) => tongue.Of("không nêu số", "number not stated");

    private protected override bool TakesNumbers => false;

    internal override bool IsMadeOfFigures => false;

    internal override Reason? Unanswerable => Reason.NoNumericTarget;

    private protected override void Check(RuleProblems problems)
    {
    }

    /// <inheritdoc/>
    internal override Bounds Effective(in RuleContext context) => default;

    /// <inheritdoc/>
    internal override Judgement Judge(decimal actual, in RuleContext context) =>
        Judgement.WithoutPercent(Reason.NoNumericTarget, Verdict.NoData);

    /// <inheritdoc/>
    internal override Formula Explain(decimal actual, in RuleContext context) => new("", "", "", new(
        "Nguồn không nêu con số của chỉ tiêu nên không tính được.",
        "The source does not print the number of the target, so nothing can be computed."));

    /// <inheritdoc/>
    internal override PaceShape Shape(in RuleContext context) => PaceShape.None;
}
