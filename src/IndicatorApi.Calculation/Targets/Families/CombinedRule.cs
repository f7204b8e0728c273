namespace IndicatorApi.Calculation;

/// <summary>The kinds whose answer is made of other answers: several measures of one line, or the same measure of every unit.</summary>
/// <remarks>
/// Each part is judged by itself with the ordinary calculation, and <see cref="AchievementCalculator.Combine"/> puts them together. So the line
/// has one row and counts once, and a reader finds under it what it is made of. A part that does not apply is left out.
/// </remarks>
public abstract record CombinedRule : TargetRule
{
    private protected CombinedRule(string kind, Direction direction, string method)
        : base(kind, direction, method)
    {
    }

    /// <summary>The target of one part: the line's own time and recurrence, with the part's rule and baseline.</summary>
    /// <param name="line">The target as a whole.</param>
    /// <param name="rule">The rule of the part.</param>
    /// <param name="baseline">The value at the start of the part's own figures, where it is known.</param>
    public static TargetDefinition PartOf(TargetDefinition line, TargetRule rule, Baseline? baseline = null)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line with { Rule = rule, Baseline = baseline, Checkpoints = [] };
    }

    private protected sealed override bool TakesNumbers => false;

    internal sealed override bool IsMadeOfFigures => false;

    internal sealed override Reason? Unanswerable => Reason.PartMissing;

    /// <summary>Puts the parts together.</summary>
    internal abstract Achievement Combine(IReadOnlyList<AchievementPart> parts, in AssessmentFrame frame);

    internal sealed override Achievement? AnswerWithoutFigures(TargetDefinition target, in AssessmentFrame frame) =>
        Blank(frame) with { Reason = Reason.PartMissing };

    /// <summary>An answer without a number.</summary>
    internal Achievement Blank(in AssessmentFrame frame) => new()
    {
        Window = frame.Window,
        Due = frame.Due,
        Direction = Direction,
        Verdict = Verdict.NoData,
        Method = Method,
        FormulaId = FormulaId(default),
        YearsCounted = frame.Years,
    };

    /// <summary>No part has a verdict, or not all that are needed.</summary>
    private protected static Reason WhyMissing(in AssessmentFrame frame, bool anyJudged) =>
        !anyJudged && !frame.AnyDue ? Reason.NotDue : Reason.PartMissing;

    /// <inheritdoc/>
    internal sealed override Bounds Effective(in RuleContext context) => default;

    /// <inheritdoc/>
    internal sealed override Judgement Judge(decimal actual, in RuleContext context) =>
        Judgement.WithoutPercent(Reason.PartMissing, Verdict.NoData);

    /// <inheritdoc/>
    internal sealed override Formula Explain(decimal actual, in RuleContext context) => new("", "", "", Labels.Of(Reason.PartMissing));

    /// <inheritdoc/>
    internal sealed override PaceShape Shape(in RuleContext context) => PaceShape.None;
}

/// <summary>How the verdicts of several parts stand together.</summary>
internal readonly record struct PartCounts(int Exceeded, int Met, int NotMet, int NoData)
{
    public int All => Exceeded + Met + NotMet + NoData;

    public int Judged => Exceeded + Met + NotMet;

    public int Held => Exceeded + Met;

    public static PartCounts Of(IReadOnlyList<AchievementPart> parts)
    {
        var counts = new int[5];
        foreach (var part in parts)
            counts[(int)part.Answer.Verdict]++;
        return new(counts[(int)Verdict.Exceeded], counts[(int)Verdict.Met], counts[(int)Verdict.NotMet], counts[(int)Verdict.NoData]);
    }

    /// <summary>All of them must hold: one that fails decides at once, one without data leaves it open, and only all together exceed.</summary>
    public Verdict OfAll() => (NotMet, NoData, Held) switch
    {
        ( > 0, _, _) => Verdict.NotMet,
        (_, > 0, _) or (_, _, 0) => Verdict.NoData,
        _ => Exceeded == All ? Verdict.Exceeded : Verdict.Met,
    };

    /// <summary>So many of them must hold: what is not known yet may still decide either way.</summary>
    public Verdict OfAtLeast(int least) => Held > least ? Verdict.Exceeded
        : Held + NoData < least ? Verdict.NotMet
        : Held == least ? Verdict.Met
        : Verdict.NoData;
}
