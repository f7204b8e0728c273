namespace IndicatorApi.Calculation;

/// <summary>The kinds that ask for a change from the baseline: to a value, by an amount or by a share.</summary>
/// <remarks>
/// All of them are one formula, achieved change over planned change, which is what reports print for a reduction (14 of 14): the way
/// back is a negative percent, and it is kept.
/// </remarks>
public abstract record ChangeRule : TargetRule
{
    private protected ChangeRule(string kind, Direction direction, string method)
        : base(kind, direction, method)
    {
    }

    /// <summary>+1 for a raise, -1 for a reduction.</summary>
    private protected int Sign => Direction == Direction.Up ? 1 : -1;

    internal override bool CountsFromBaseline(bool isKnown) => true;

    /// <summary>The planned change from a baseline, positive in the asked direction; null where none can be made of it.</summary>
    private protected abstract decimal? Planned(decimal baseline, in RuleContext context);

    /// <summary>The number to reach where it does not depend on the baseline.</summary>
    private protected virtual decimal? KnownTarget(in RuleContext context) => null;

    /// <inheritdoc/>
    internal override Bounds Effective(in RuleContext context) => new(
        KnownTarget(context)
        ?? (context.ScaledBaseline is { } baseline ? baseline + (Sign * Planned(baseline, context)) : null));

    /// <inheritdoc/>
    internal override Judgement Judge(decimal actual, in RuleContext context)
    {
        var known = KnownTarget(context);
        if (context.ScaledBaseline is not { } baseline || Planned(baseline, context) is not { } planned)
        {
            // A share of a negative start has no meaning; without a start there is nothing to take a share of.
            return known is { } level
                ? Judgement.WithoutPercent(Reason.BaselineMissing, VerdictOf(Sign * (actual - level)), Sign * (actual - level))
                : Judgement.WithoutPercent(context.Baseline is null ? Reason.BaselineMissing : Reason.NoMeaning, Verdict.NoData);
        }

        var achieved = Sign * (actual - baseline);
        var difference = known is { } to ? Sign * (actual - to) : achieved - planned;
        return planned > 0
            ? Judgement.Of(achieved, planned, difference, VerdictOf(difference))
            : Judgement.WithoutPercent(planned == 0 ? Reason.TargetZero : Reason.NoMeaning, VerdictOf(difference), difference);
    }

    /// <inheritdoc/>
    internal override Formula Explain(decimal actual, in RuleContext context)
    {
        var known = KnownTarget(context);
        if (context.ScaledBaseline is not { } baseline || Planned(baseline, context) is not { } planned)
        {
            return known is { } level
                ? ExplainWay(actual, 0, level, [new("T", Symbols.Target, null, level)])
                : ExplainChange(actual, 0, 0, []);
        }

        var target = baseline + (Sign * planned);
        List<ExplanationStep> steps = [];
        if (context.ValueTimes != 1)
            steps.Add(new("B", Symbols.Baseline, $"{Formula.N(context.Baseline!.Value)} × {Formula.N(context.ValueTimes)}", baseline));
        if (known is not null)
            return ExplainWay(actual, baseline, target, [.. steps, new("T", Symbols.Target, null, target)]);
        steps.Add(new("N", Symbols.Planned, PlannedArithmetic(baseline, context), planned));
        steps.Add(new("T", Symbols.Target, $"{Formula.N(baseline)} {(Sign > 0 ? "+" : "-")} {Formula.N(planned)}", target));
        return ExplainChange(actual, baseline, planned, steps);
    }

    /// <summary>How the planned change is found, with numbers; null where it was given.</summary>
    private protected virtual string? PlannedArithmetic(decimal baseline, in RuleContext context) => null;

    private Formula ExplainWay(decimal actual, decimal baseline, decimal target, IReadOnlyList<ExplanationStep> steps) => Sign > 0
        ? new("(A - B) / (T - B) × 100",
            $"({Formula.N(actual)} - {Formula.N(baseline)}) / ({Formula.N(target)} - {Formula.N(baseline)}) × 100",
            Formula.Compared(actual, target),
            new("Mức tăng đã đạt chia cho mức tăng cần có từ số đầu kỳ đến chỉ tiêu.", "The rise reached over the rise needed from the start to the target."),
            steps)
        : new("(B - A) / (B - T) × 100",
            $"({Formula.N(baseline)} - {Formula.N(actual)}) / ({Formula.N(baseline)} - {Formula.N(target)}) × 100",
            Formula.Compared(actual, target),
            new("Mức giảm đã đạt chia cho mức giảm cần có từ số đầu kỳ đến chỉ tiêu.", "The fall reached over the fall needed from the start to the target."),
            steps);

    private Formula ExplainChange(decimal actual, decimal baseline, decimal planned, IReadOnlyList<ExplanationStep> steps) => Sign > 0
        ? new("(A - B) / N × 100",
            $"({Formula.N(actual)} - {Formula.N(baseline)}) / {Formula.N(planned)} × 100",
            Formula.Compared(actual - baseline, planned),
            new("Mức tăng đã đạt chia cho mức tăng đề ra.", "The increase reached over the increase planned."),
            steps)
        : new("(B - A) / N × 100",
            $"({Formula.N(baseline)} - {Formula.N(actual)}) / {Formula.N(planned)} × 100",
            Formula.Compared(baseline - actual, planned),
            new("Mức giảm đã đạt chia cho mức giảm đề ra.", "The reduction reached over the reduction planned."),
            steps);

    /// <inheritdoc/>
    internal override PaceShape Shape(in RuleContext context) => context switch
    {
        { AddsUp: true } => Direction == Direction.Up ? PaceShape.Total : PaceShape.Ceiling,
        { Baseline: null } => PaceShape.OpenLevel,
        _ => PaceShape.Path,
    };

    private static Verdict VerdictOf(decimal difference) => Math.Sign(difference) switch
    {
        > 0 => Verdict.Exceeded,
        0 => Verdict.Met,
        _ => Verdict.NotMet,
    };
}
