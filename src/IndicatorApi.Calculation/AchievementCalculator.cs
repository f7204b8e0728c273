using System.Runtime.InteropServices;

namespace IndicatorApi.Calculation;

/// <summary>Facts in, an <see cref="Achievement"/> out: how much of one target one unit has achieved in one period.</summary>
/// <remarks>
/// Pure: the same facts give the same answer, whatever the clock says and in whatever order they come. It never throws for what the
/// facts say; numbers too large for an exact decimal answer <see cref="Reason.OutOfRange"/>.
/// </remarks>
public static class AchievementCalculator
{
    /// <summary>Whether a target has a row for an asked period.</summary>
    /// <remarks>
    /// It has one where its scope overlaps the period, except that a year of an eachYear target belongs to the scope that holds most of
    /// its days: of two consecutive terms only one answers for the congress year.
    /// </remarks>
    /// <param name="target">The target.</param>
    /// <param name="asked">The asked period.</param>
    public static bool Concerns(TargetDefinition target, Period asked)
    {
        ArgumentNullException.ThrowIfNull(target);
        return AssessmentFrame.Of(target, asked).Form is not (FrameForm.Outside or FrameForm.OtherYear);
    }

    /// <summary>Judges one target of one unit for one period.</summary>
    /// <param name="indicator">The indicator.</param>
    /// <param name="target">The target.</param>
    /// <param name="observations">
    /// The unit's observations of the indicator, in any order; those outside the window are left out. What stood before a year is the
    /// baseline of that year, so observations from before the window may matter.
    /// </param>
    /// <param name="asked">The asked period. The percent is against the whole target all the same, never pro rata.</param>
    /// <example>
    /// Phường 4 admitted 28 party members by mid-term; the resolution asks for 25 in the term 2020-2025:
    /// <code>
    /// AchievementCalculator.Calculate(newMembers, target, observations, Period.Parse("2020-05-20--2022-12-31", null))
    /// // Percent 112, Verdict Exceeded, Difference 3, Due false, Pace.Index 2.24
    /// </code>
    /// </example>
    public static Achievement Calculate(
        IndicatorDefinition indicator, TargetDefinition target, IReadOnlyList<Observation> observations, Period asked)
    {
        ArgumentNullException.ThrowIfNull(observations);
        return Calculate(indicator, target, Span(observations), asked, Detail.All);
    }

    /// <inheritdoc cref="Calculate(IndicatorDefinition, TargetDefinition, ReadOnlySpan{Observation}, Period, Detail)"/>
    public static Achievement Calculate(
        IndicatorDefinition indicator, TargetDefinition target, IReadOnlyList<Observation> observations, Period asked, Detail detail)
    {
        ArgumentNullException.ThrowIfNull(observations);
        return Calculate(indicator, target, Span(observations), asked, detail);
    }

    /// <summary>The same where only some of the answer is shown: what is not asked for is not worked out and changes nothing else.</summary>
    /// <param name="indicator">The indicator.</param>
    /// <param name="target">The target.</param>
    /// <param name="observations">The unit's observations of the indicator, in any order.</param>
    /// <param name="asked">The asked period.</param>
    /// <param name="detail">What is asked for beside percent, verdict and difference.</param>
    public static Achievement Calculate(
        IndicatorDefinition indicator, TargetDefinition target, ReadOnlySpan<Observation> observations, Period asked, Detail detail)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        ArgumentNullException.ThrowIfNull(target);
        target = target.Resolved();
        if (target.Life is { } life)
            return CalculateWithin(life, indicator, target, observations, asked, detail);
        return Judge(indicator, target, observations, asked, detail);
    }

    /// <summary>The observations of a list, where they lie.</summary>
    internal static ReadOnlySpan<Observation> Span(IReadOnlyList<Observation> observations) => observations switch
    {
        Observation[] array => array,
        List<Observation> list => CollectionsMarshal.AsSpan(list),
        _ => observations.ToArray(),
    };

    // What is about no day on which the unit exists is left out, and the answer says which days were counted.
    private static Achievement CalculateWithin(
        Period life, IndicatorDefinition indicator, TargetDefinition target, ReadOnlySpan<Observation> observations, Period asked, Detail detail)
    {
        List<Observation> lived = new(observations.Length);
        List<LeftOut> before = [];
        foreach (ref readonly var observation in observations)
        {
            if (observation.Period.Overlaps(life))
                lived.Add(observation);
            else
                before.Add(new(observation, LeftOutReason.OutsideLife));
        }

        var answer = Judge(indicator, target, CollectionsMarshal.AsSpan(lived), asked, detail);
        var days = AssessmentFrame.Of(target, asked).Lived(answer.Window);
        return answer with
        {
            Lived = days == answer.Window ? null : days,
            LeftOut = (detail & Detail.Sources) == 0 ? [] : [.. answer.LeftOut, .. before],
        };
    }

    private static Achievement Judge(
        IndicatorDefinition indicator, TargetDefinition target, ReadOnlySpan<Observation> observations, Period asked, Detail detail)
    {
        var frame = AssessmentFrame.Of(target, asked);
        if (target.NotCounted is not null || frame.Form == FrameForm.OtherYear)
            return WithoutFigures(indicator, target, frame, Verdict.NotAssessable, target.NotCounted ?? Reason.NotApplicable);
        if (frame.Form == FrameForm.Outside)
            return WithoutFigures(indicator, target, frame, Verdict.NoData, frame.Due ? Reason.ActualMissing : Reason.NotDue);
        if (target.Rule.AnswerWithoutFigures(target, frame) is { } answer)
            return answer;
        try
        {
            return new Assessment(indicator, target, observations, frame, detail).Answer();
        }
        catch (OverflowException)
        {
            return WithoutFigures(indicator, target, frame, Verdict.NoData, Reason.OutOfRange);
        }
    }

    /// <summary>Answers a target that is made of several: a <see cref="Composite"/>, or one that every unit must hold (<see cref="EveryUnit"/>).</summary>
    /// <remarks>
    /// The parts are computed first, each by <see cref="Calculate(IndicatorDefinition, TargetDefinition, IReadOnlyList{Observation}, Period)"/>
    /// for the same asked period, with the target that <see cref="CombinedRule.PartOf"/> gives. By itself such a target is answered as one of
    /// which no part is known.
    /// </remarks>
    /// <param name="target">The target; its rule must be one of the combined kinds.</param>
    /// <param name="parts">The members of a composite in their order, or the units or sub-groups in any order.</param>
    /// <param name="asked">The asked period.</param>
    public static Achievement Combine(TargetDefinition target, IReadOnlyList<AchievementPart> parts, Period asked)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(parts);
        if (target.Rule is not CombinedRule rule)
            throw new ArgumentException($"A target of the kind {target.Rule.KindName} is not made of others.", nameof(target));
        var frame = AssessmentFrame.Of(target, asked);
        if (target.NotCounted is not null || frame.Form == FrameForm.OtherYear)
            return rule.Blank(frame) with { Verdict = Verdict.NotAssessable, Reason = target.NotCounted ?? Reason.NotApplicable };
        if (frame.Form == FrameForm.Outside)
            return rule.Blank(frame) with { Reason = frame.Due ? Reason.ActualMissing : Reason.NotDue };
        return rule.Combine(parts, frame);
    }

    private static Achievement WithoutFigures(
        IndicatorDefinition indicator, TargetDefinition target, in AssessmentFrame frame, Verdict verdict, Reason reason) => new()
        {
            Window = frame.Window,
            Due = frame.Due,
            Direction = target.Rule.Direction,
            Verdict = verdict,
            Reason = reason,
            Method = target.Rule.Method,
            FormulaId = target.Rule.FormulaId(new RuleContext(indicator, target.Baseline?.Value)),
            YearsCounted = frame.Years,
        };
}
