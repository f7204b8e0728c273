namespace IndicatorApi.Calculation;

/// <summary>Is it on the way? Linear by days unless the resolution gives checkpoints or the target asks for compound growth.</summary>
/// <remarks>
/// The days run from the baseline's own day where it lies in the scope, else from the day before the scope, to the end of the window.
/// The index is one division of exact products, so that its class never turns on a rounded quotient.
/// </remarks>
internal static class PaceCalculator
{
    private const decimal DaysPerYear = 365.25m;

    public const string Linear = "linear";
    public const string Checkpoints = "checkpoints";
    public const string Cagr = "cagr";

    public static Pace? Of(
        TargetDefinition target, in AssessmentFrame frame, DateOnly? baselineOn, in RuleContext context, decimal? actual,
        in Judgement judgement)
    {
        var shape = target.Rule.Shape(context);
        if (shape == PaceShape.None || frame.Form is not (FrameForm.Once or FrameForm.OneYear))
            return null;
        try
        {
            return Along(PaceLine.Of(target, frame, baselineOn, context, shape), context, actual, judgement);
        }
        catch (OverflowException)
        {
            // Where a line leads may be too large a number; what was achieved is not.
            return null;
        }
    }

    private static Pace Along(in PaceLine line, in RuleContext context, decimal? actual, in Judgement judgement)
    {
        var expected = line.Expected();
        var index = actual is { } reached ? Index(line, reached, expected, judgement) : null;
        // A part of a total has no verdict, and is on its way all the same.
        var verdict = judgement.Reason == Reason.PeriodIncomplete ? Verdict.NotMet : judgement.Verdict;
        return new()
        {
            Elapsed = line.Elapsed,
            Expected = expected,
            Index = index,
            Class = ClassOf(verdict, index),
            ProjectedEnd = actual is { } now ? line.ProjectedEnd(now, index) : null,
            RequiredPerYear = RequiredPerYear(line, context, actual, judgement with { Verdict = verdict }),
            Model = line.Model,
        };
    }

    private static decimal? Index(in PaceLine line, decimal actual, decimal? expected, in Judgement judgement)
    {
        if (line.Passed <= 0)
            return null;
        switch (line.Shape)
        {
            case PaceShape.Path or PaceShape.Total when line.Model != Linear:
                return expected - line.Start is { } way && way != 0 ? (actual - line.Start) / way : null;
            case PaceShape.Total when line.IsBand:
                return judgement.Part * line.All / (judgement.Whole * line.Passed);
            case PaceShape.Path or PaceShape.Total:
                return (actual - line.Start) * line.All / ((line.End - line.Start) * line.Passed);
            default:
                return null;
        }
    }

    private static PaceClass? ClassOf(Verdict verdict, decimal? index) => (verdict, index) switch
    {
        (Verdict.Met or Verdict.Exceeded, >= 1) => PaceClass.Ahead,
        (Verdict.Met or Verdict.Exceeded, _) => PaceClass.Met,
        (Verdict.NotMet, >= 1) => PaceClass.Ahead,
        (Verdict.NotMet, >= 0.95m) => PaceClass.OnTrack,
        (Verdict.NotMet, >= 0.60m) => PaceClass.Behind,
        (Verdict.NotMet, >= 0) => PaceClass.FarBehind,
        (Verdict.NotMet, < 0) => PaceClass.MovingAway,
        _ => null,
    };

    private static decimal? RequiredPerYear(in PaceLine line, in RuleContext context, decimal? actual, in Judgement judgement)
    {
        if (judgement.Verdict is Verdict.Met or Verdict.Exceeded)
            return 0;
        // A mean is not mended by an amount, and a total above its ceiling not at all.
        if (actual is null || judgement.Verdict != Verdict.NotMet || line.Shape is PaceShape.Ceiling or PaceShape.ElapsedOnly
            || context.Indicator.OverTime == TimeCombining.Average)
            return null;
        var missing = line.Shape == PaceShape.Total ? line.End - actual : -judgement.Difference;
        var days = line.All - line.Passed;
        return missing > 0 && days > 0 ? missing * DaysPerYear / days : null;
    }
}
