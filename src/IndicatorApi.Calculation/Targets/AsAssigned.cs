namespace IndicatorApi.Calculation;

/// <summary>What the level above has assigned, or a share of it (đạt 100% chỉ tiêu trên giao).</summary>
/// <remarks>
/// The number is the other issuer's target for the same unit, indicator and time, given as <see cref="TargetDefinition.Assigned"/>. Until it is
/// known there is no percent and no verdict (<see cref="Reason.NoNumericTarget"/>); once it is, the target is judged exactly as the assigned one
/// with its numbers times the share, and the explanation names the version.
/// </remarks>
/// <example>
/// Nghệ An: "tinh giản biên chế bảo đảm chỉ tiêu Trung ương giao" is <c>{ "kind": "asAssigned", "issuer": "trung-uong" }</c>. With
/// "giảm 5%" assigned and a fall of 60 from 1,000: 60 / (1000 × 5 / 100) × 100 = 120.
/// </example>
public sealed record AsAssigned() : TargetRule(Kind, Direction.Up, Methods.AsAssigned)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "asAssigned";

    /// <summary>The largest share: a mistyped percent is not a hundred times the target.</summary>
    public const decimal MostShare = 10;

    /// <summary>Who assigns it.</summary>
    public required string Issuer { get; init => field = Wording.Tidy(value) ?? ""; } = "";

    /// <summary>How much of it, as a factor: 1 for all of it, 1.05 for "vượt 5% chỉ tiêu trên giao".</summary>
    public decimal Share { get; init; } = 1;

    private protected override string Say(in Tongue tongue) => tongue.Of(
        $"{SharePercent(tongue)} chỉ tiêu {Issuer} giao", $"{SharePercent(tongue)} of what {Issuer} assigns");

    // A share that saving refuses is still told as it stands.
    private string SharePercent(in Tongue tongue) => Math.Abs(Share) <= MostShare ? $"{tongue.N(Share * 100)}%" : $"{tongue.N(Share)} ×";

    private protected override bool TakesNumbers => false;

    internal override bool IsMadeOfFigures => false;

    internal override Reason? Unanswerable => Reason.NoNumericTarget;

    internal override bool CanBeAveragedOverYears(IndicatorDefinition indicator) => true;

    private protected override void Check(RuleProblems problems)
    {
        Wording.Check(problems, "issuer", Issuer);
        problems.Positive("share", Share);
        if (Share > MostShare)
            problems.Add("share", $"Là hệ số, nhiều nhất {MostShare}: 100% là 1.", $"A factor of at most {MostShare}: 100 % is 1.");
    }

    /// <summary>The rule that the target becomes; null until something is assigned that can be judged, and a share of it taken.</summary>
    /// <param name="assigned">What is assigned.</param>
    public TargetRule? RuleOf(AssignedTarget? assigned) => assigned?.Rule switch
    {
        null or { IsMadeOfFigures: false } => null,
        { } rule when Share == 1 => rule with { Qualifier = Qualifier ?? rule.Qualifier },
        NumericRule rule => ShareOf(rule) is { } share ? share with { Stretch = null, Qualifier = Qualifier ?? rule.Qualifier } : null,
        _ => null,
    };

    private NumericRule? ShareOf(NumericRule rule)
    {
        try
        {
            return rule.Times(Share);
        }
        catch (OverflowException)
        {
            // A share that no decimal holds is no number that could be asked for.
            return null;
        }
    }

    internal Phrase InWords(AssignedTarget? assigned) => assigned is null
        ? new($"{Issuer} chưa giao chỉ tiêu", $"{Issuer} has not assigned it yet")
        : new($"{Issuer} giao: {assigned.Rule.TargetText()}, lần {assigned.Version}; lấy {SharePercent(Tongue.Vietnamese)}",
            $"assigned by {Issuer}: {assigned.Rule.TargetTextInEnglish()}, version {assigned.Version}; {SharePercent(Tongue.English)} of it");

    /// <inheritdoc/>
    internal override Bounds Effective(in RuleContext context) => default;

    /// <inheritdoc/>
    internal override Judgement Judge(decimal actual, in RuleContext context) => Judgement.WithoutPercent(Reason.NoNumericTarget, Verdict.NoData);

    /// <inheritdoc/>
    internal override Formula Explain(decimal actual, in RuleContext context) => new("", "", "", new(
        "Cấp trên chưa giao con số nên chưa tính được.",
        "The level above has not assigned a number yet, so nothing can be computed."));

    /// <inheritdoc/>
    internal override PaceShape Shape(in RuleContext context) => PaceShape.None;
}
