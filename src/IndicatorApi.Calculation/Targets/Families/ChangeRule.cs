namespace IndicatorApi.Calculation;

/// <summary>The kinds that ask for a change from the baseline: to a value, by an amount or by a share.</summary>
/// <remarks>
/// All of them are one formula, achieved change over planned change, which is what reports print for a reduction (14 of 14): the way
/// back is a negative percent, and it is kept. Of a band of changes ("giảm 0,5 - 1,5 điểm") the change is set against the lower bound
/// while it is below it, is 100 inside the band, and is set against the upper bound above it.
/// </remarks>
public abstract record ChangeRule : NumericRule
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

    /// <summary>The upper bound of a band of changes; null where one change is asked for.</summary>
    private protected virtual decimal? PlannedMost(decimal baseline, in RuleContext context) => null;

    /// <inheritdoc/>
    internal override Bounds Effective(in RuleContext context)
    {
        if (KnownTarget(context) is { } known)
            return new(known);
        return context.ScaledBaseline is { } baseline
            ? new(baseline + (Sign * Planned(baseline, context)), baseline + (Sign * PlannedMost(baseline, context)))
            : default;
    }

    /// <inheritdoc/>
    private protected override Judgement JudgeNumber(decimal actual, in RuleContext context)
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
        if (PlannedMost(baseline, context) is { } most && achieved >= planned)
        {
            return achieved > most
                ? Share(achieved, most, achieved - most, Verdict.Exceeded)
                : Judgement.Of(1, 1, 0, achieved == planned ? VerdictOf(0) : Verdict.Met);
        }

        var difference = known is { } to ? Sign * (actual - to) : achieved - planned;
        return Share(achieved, planned, difference, VerdictOf(difference));
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
        if (PlannedMost(baseline, context) is { } most)
        {
            var found = (PlannedArithmetic(baseline, context, isMost: false), PlannedArithmetic(baseline, context, isMost: true));
            return ExplainBand(actual, baseline, (planned, most), found, steps);
        }

        steps.Add(new("N", Symbols.Planned, PlannedArithmetic(baseline, context, isMost: false), planned));
        steps.Add(new("T", Symbols.Target, $"{Formula.N(baseline)} {(Sign > 0 ? "+" : "-")} {Formula.N(planned)}", target));
        return ExplainChange(actual, baseline, planned, steps);
    }

    /// <summary>How the planned change is found, with numbers; null where it was given.</summary>
    private protected virtual string? PlannedArithmetic(decimal baseline, in RuleContext context, bool isMost) => null;

    private Formula ExplainBand(
        decimal actual, decimal baseline, (decimal Least, decimal Most) planned, (string? Least, string? Most) arithmetic, List<ExplanationStep> steps)
    {
        var change = Sign > 0 ? $"{Formula.N(actual)} - {Formula.N(baseline)}" : $"{Formula.N(baseline)} - {Formula.N(actual)}";
        var achieved = Sign * (actual - baseline);
        steps.Add(new("c", Symbols.Change, change, achieved));
        steps.Add(new("L", Symbols.LeastChange, arithmetic.Least, planned.Least));
        steps.Add(new("U", Symbols.MostChange, arithmetic.Most, planned.Most));
        steps.Add(new("T", Symbols.Target, $"{Formula.N(baseline)} {(Sign > 0 ? "+" : "-")} {Formula.N(planned.Least)}", baseline + (Sign * planned.Least)));
        var bound = achieved > planned.Most ? planned.Most : planned.Least;
        var inside = achieved >= planned.Least && achieved <= planned.Most;
        return new(
            $"c = {(Sign > 0 ? "A - B" : "B - A")}; c < L: c / L × 100; L ≤ c ≤ U: 100; c > U: c / U × 100",
            inside ? "100" : $"({change}) / {Formula.N(bound)} × 100",
            Formula.Placed(achieved, planned.Least, planned.Most),
            new("Mức thay đổi dưới khoảng thì chia cho cận dưới, trong khoảng là 100, trên khoảng thì chia cho cận trên.",
                "The change below the band over its lower bound, inside it 100, above it over its upper bound."),
            steps);
    }

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
}
