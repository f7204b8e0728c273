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
        decimal? known = KnownTarget(context);
        if (context.ScaledBaseline is not { } baseline || Planned(baseline, context) is not { } planned)
        {
            return known is { } level
                ? Judgement.WithoutPercent(Reason.BaselineMissing, VerdictOf(Sign * (actual - level)), Sign * (actual - level))
                : Judgement.WithoutPercent(Reason.BaselineMissing, Verdict.NoData);
        }

        decimal achieved = Sign * (actual - baseline);
        decimal difference = known is { } to ? Sign * (actual - to) : achieved - planned;
        return planned > 0
            ? Judgement.Of(achieved, planned, difference, VerdictOf(difference))
            : Judgement.WithoutPercent(Reason.TargetZero, VerdictOf(difference), difference);
    }

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
