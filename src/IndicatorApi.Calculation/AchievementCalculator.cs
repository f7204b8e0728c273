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
        ArgumentNullException.ThrowIfNull(indicator);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(observations);
        var frame = AssessmentFrame.Of(target, asked);
        if (!target.Applicable || frame.Form == FrameForm.OtherYear)
            return WithoutFigures(indicator, target, frame, Verdict.NotAssessable, Reason.NotApplicable);
        if (frame.Form == FrameForm.Outside)
            return WithoutFigures(indicator, target, frame, Verdict.NoData, frame.Due ? Reason.ActualMissing : Reason.NotDue);
        try
        {
            return new Assessment(indicator, target, observations, frame).Answer();
        }
        catch (OverflowException)
        {
            return WithoutFigures(indicator, target, frame, Verdict.NoData, Reason.OutOfRange);
        }
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
