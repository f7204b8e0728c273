using System.Globalization;

namespace IndicatorApi.Calculation;

/// <summary>How an <see cref="Achievement"/> was found, so that a reader can do it again by hand.</summary>
/// <remarks>
/// Made from the answer and the facts that went into it, only when somebody asks: the calculation itself writes no words. Numbers in
/// arithmetic are exact, with a point before the decimals; <c>×</c>, <c>/</c>, <c>^</c> and brackets mean what they always mean.
/// </remarks>
/// <example>
/// For Phường 4's 28 new members of 25: <c>ratio/1</c>, <c>A / T × 100</c>, <c>28 / 25 × 100 = 112</c>, and <c>28 &gt; 25</c> for the verdict.
/// </example>
public sealed record Explanation
{
    /// <summary>The formula with its version; a formula that changes gets a new one.</summary>
    public required string FormulaId { get; init; }

    /// <summary>How the figures became one actual, with its version: <c>sum/2</c>, <c>average/2</c>, <c>last/1</c>, <c>exact/1</c>.</summary>
    public required string ActualId { get; init; }

    /// <summary>The formula in symbols.</summary>
    public required string Expression { get; init; }

    /// <summary>The formula with the numbers of this answer and its result; null where there is no percent.</summary>
    /// <remarks>"=" is exact, "≈" stands before a result that was rounded to ten decimals.</remarks>
    public string? Substituted { get; init; }

    /// <summary>The comparison that decided the verdict, of a value to maintain one for each period that failed; null without an actual.</summary>
    public string? Test { get; init; }

    /// <summary>What the formula means.</summary>
    public required Phrase Words { get; init; }

    /// <summary>The days that count.</summary>
    public required Phrase Window { get; init; }

    /// <summary>For a target as assigned by the level above: what was assigned, by whom and in which version; null for every other.</summary>
    public Phrase? Assigned { get; init; }

    /// <summary>The verdict in words.</summary>
    public required Phrase Verdict { get; init; }

    /// <summary>Why there is no percent or no verdict; null where there are both.</summary>
    public Phrase? Reason { get; init; }

    /// <summary>Every number on the way, in the order in which they are found.</summary>
    public IReadOnlyList<ExplanationStep> Steps { get; init; } = [];

    /// <summary>The observations that made the actual, by revision.</summary>
    public IReadOnlyList<ExplainedObservation> Used { get; init; } = [];

    /// <summary>The observations that did not, each with the reason.</summary>
    public IReadOnlyList<ExplainedObservation> LeftOut { get; init; } = [];

    /// <summary>What a reader should know of the figures used: one that is longer than the days it is counted for.</summary>
    public IReadOnlyList<Phrase> Notes { get; init; } = [];

    /// <summary>Explains an answer.</summary>
    /// <param name="indicator">The indicator it was calculated for.</param>
    /// <param name="target">The target it was calculated for.</param>
    /// <param name="achievement">The answer.</param>
    public static Explanation Of(IndicatorDefinition indicator, TargetDefinition target, Achievement achievement)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(achievement);
        var assigned = (target.Rule as AsAssigned)?.InWords(target.Assigned);
        target = target.Resolved();
        var rule = RuleOf(target, achievement);
        var context = ContextOf(indicator, target, achievement);
        var formula = FormulaOf(rule, achievement, context);
        return new()
        {
            FormulaId = rule.FormulaId(context),
            ActualId = ActualArithmetic.IdOf(CombiningOf(indicator, rule, achievement)),
            Expression = formula.Expression,
            Substituted = achievement.Percent is { } percent ? WithResult(formula.Arithmetic, percent, achievement.Verdict) : null,
            Test = TestOf(achievement, formula),
            Words = formula.Words,
            Window = InWords(achievement.Window),
            Assigned = assigned,
            Verdict = Labels.Of(achievement.Verdict),
            Reason = achievement.Reason is { } reason ? Labels.Of(reason) : null,
            Steps = StepsOf(indicator, rule, achievement, formula),
            Used = [.. achievement.Used.Where(_ => achievement.Actual is not null).Select(used => new ExplainedObservation(used.Revision, used.Period, null))],
            LeftOut = [.. achievement.LeftOut.Select(left =>
                new ExplainedObservation(left.Observation.Revision, left.Observation.Period, Labels.Of(left.Why)))],
            Notes = [.. QualityChecks.OfAchievement(indicator, achievement).Select(warning => warning.Message), .. LifeInWords(achievement)],
        };
    }

    private static TimeCombining CombiningOf(IndicatorDefinition indicator, TargetRule rule, Achievement achievement)
    {
        var combining = rule.Combining(indicator, achievement.BaselineUsed is not null);
        var isLevel = indicator.ValueType is IndicatorValueType.Level or IndicatorValueType.YesNo;
        return isLevel && combining != TimeCombining.None ? TimeCombining.Last : combining;
    }

    // No comparison decides what has no verdict; and what had to hold all the time was decided by the periods in which it did not.
    private static string? TestOf(Achievement achievement, Formula formula)
    {
        if (achievement.Actual is null || formula.Test.Length == 0
            || achievement.Reason is Calculation.Reason.PeriodIncomplete or Calculation.Reason.JudgedOverYears)
            return null;
        return achievement is { FailedPeriods.Count: > 0, Target: { } asked }
            ? string.Join("; ", achievement.FailedPeriods.Select(failed => $"{failed.Period.Text}: {Formula.Compared(failed.Actual, asked)}"))
            : formula.Test;
    }

    private static Formula FormulaOf(TargetRule rule, Achievement achievement, in RuleContext context)
    {
        try
        {
            return rule.ExplainAnswer(achievement, context);
        }
        catch (OverflowException)
        {
            return new("", "", "", Labels.Of(Calculation.Reason.OutOfRange));
        }
    }

    private static TargetRule RuleOf(TargetDefinition target, Achievement achievement)
    {
        foreach (var checkpoint in target.Checkpoints)
        {
            if (checkpoint.On == achievement.CheckpointOn)
                return target.Rule.AtCheckpoint(checkpoint.Value) ?? target.Rule;
        }

        return target.Rule;
    }

    private static RuleContext ContextOf(IndicatorDefinition indicator, TargetDefinition target, Achievement achievement)
    {
        var start = achievement.BaselineOn ?? target.Scope.Start.AddDays(-1);
        var days = achievement.ActualPeriod is { } period ? period.End.DayNumber - start.DayNumber : 0;
        return new(indicator, achievement.BaselineUsed, achievement.YearsCounted, days);
    }

    private static List<ExplanationStep> StepsOf(
        IndicatorDefinition indicator, TargetRule rule, Achievement achievement, Formula formula)
    {
        List<ExplanationStep> steps = [];
        if (achievement.Actual is { } actual)
            steps.Add(new("A", Symbols.Actual, rule.IsMadeOfFigures ? ActualArithmetic.Of(indicator, achievement) : null, actual));
        if (achievement.BaselineUsed is { } baseline && rule.CountsFromBaseline(isKnown: true))
            steps.Add(new("B", Symbols.Baseline, null, baseline));
        steps.AddRange(formula.Steps);
        return steps;
    }

    private static string WithResult(string arithmetic, decimal percent, Verdict verdict)
    {
        var shown = Percent.ForWire(percent, verdict);
        var result = Numbers.Invariant(shown);
        return arithmetic == result ? result : $"{arithmetic} {(shown == percent ? "=" : "≈")} {result}";
    }

    private static IEnumerable<Phrase> LifeInWords(Achievement achievement)
    {
        if (achievement.Lived is not { } lived)
            yield break;
        var days = InWords(lived);
        yield return new($"chỉ tính thời gian đơn vị tồn tại, {days.Vi}", $"counted only over the time in which the unit exists, {days.En}");
    }

    private static Phrase InWords(Period window)
    {
        var culture = CultureInfo.InvariantCulture;
        return new(
            $"từ ngày {window.Start.ToString("dd/MM/yyyy", culture)} đến hết ngày {window.End.ToString("dd/MM/yyyy", culture)}",
            $"from {window.Start.ToString("yyyy-MM-dd", culture)} to {window.End.ToString("yyyy-MM-dd", culture)}, both included");
    }
}

/// <summary>An observation, as an explanation names it.</summary>
/// <param name="Revision">The stored revision.</param>
/// <param name="Period">The time it is about.</param>
/// <param name="Why">Why it was left out; null where it was used.</param>
public sealed record ExplainedObservation(Guid Revision, Period Period, Phrase? Why);
