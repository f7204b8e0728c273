namespace IndicatorApi.Calculation;

/// <summary>From the percent of an achievement to points.</summary>
public abstract record PointRule
{
    private protected PointRule()
    {
    }

    /// <summary>The points of a percent.</summary>
    /// <param name="percent">The percent, uncapped.</param>
    /// <param name="points">The points for the whole.</param>
    internal abstract (decimal Points, Phrase Step) Score(decimal percent, decimal points);

    internal abstract void Check(Action<string, string, string> add, decimal points);
}

/// <summary>Points by steps: 10 from 100 percent, 8 from 90, nothing below.</summary>
/// <param name="Steps">The steps, in any order.</param>
public sealed record PointSteps(IReadOnlyList<PointStep> Steps) : PointRule
{
    internal override (decimal Points, Phrase Step) Score(decimal percent, decimal points)
    {
        var reached = Steps.Where(step => percent >= step.From).MaxBy(step => step.From);
        return reached is null
            ? (0, new($"{Numbers.Vietnamese(percent)}% thấp hơn mọi bậc: 0 điểm", $"{Numbers.Invariant(percent)}% is below every step: 0 points"))
            : (reached.Points, new(
                $"{Numbers.Vietnamese(percent)}% ≥ {Numbers.Vietnamese(reached.From)}%: {Numbers.Vietnamese(reached.Points)} điểm",
                $"{Numbers.Invariant(percent)}% ≥ {Numbers.Invariant(reached.From)}%: {Numbers.Invariant(reached.Points)} points"));
    }

    internal override void Check(Action<string, string, string> add, decimal points)
    {
        if (Steps.Count == 0)
            add("steps", "Cần ít nhất một bậc.", "At least one step is needed.");
        if (Steps.Select(step => step.From).Distinct().Count() != Steps.Count)
            add("steps", "Hai bậc có cùng tỷ lệ.", "Two steps begin at the same percent.");
        if (Steps.Any(step => step.Points < 0 || step.Points > points))
            add("steps", "Điểm của bậc phải từ 0 đến điểm tối đa.", "A step gives from 0 to all of the points.");
    }
}

/// <summary>One step.</summary>
/// <param name="From">The least percent, this included.</param>
/// <param name="Points">The points.</param>
public sealed record PointStep(decimal From, decimal Points);

/// <summary>Points in proportion: none up to one percent, all of them at another, and in between as much as lies in between.</summary>
/// <param name="From">The percent that gives nothing; 0 when left out.</param>
/// <param name="To">The percent that gives all points; 100 when left out.</param>
/// <param name="Most">The most that more than that gives, as a share of the points: 1 for no more (when left out), 1.1 for a tenth on top.</param>
public sealed record PointLine(decimal From = 0, decimal To = 100, decimal Most = 1) : PointRule
{
    internal override (decimal Points, Phrase Step) Score(decimal percent, decimal points)
    {
        decimal whole;
        try
        {
            whole = (percent - From) * points / (To - From);
        }
        catch (OverflowException)
        {
            // So far beyond either end that only the end matters.
            var end = percent > From ? Most * points : 0;
            return (end, new($"{Numbers.Vietnamese(percent)}% → {Numbers.Vietnamese(end)}", $"{Numbers.Invariant(percent)}% → {Numbers.Invariant(end)}"));
        }

        var scored = Math.Clamp(whole, 0, Most * points);
        var cap = scored == whole ? "" : $" → {Numbers.Vietnamese(scored)}";
        var capInEnglish = scored == whole ? "" : $" → {Numbers.Invariant(scored)}";
        return (scored, new(
            $"{Way(Numbers.Vietnamese, percent, points)} = {Numbers.Vietnamese(whole)}{cap}",
            $"{Way(Numbers.Invariant, percent, points)} = {Numbers.Invariant(whole)}{capInEnglish}"));
    }

    private string Way(Func<decimal, string> write, decimal percent, decimal points) =>
        $"({write(percent)} - {write(From)}) / ({write(To)} - {write(From)}) × {write(points)}";

    internal override void Check(Action<string, string, string> add, decimal points)
    {
        if (To <= From)
            add("to", "Phải lớn hơn tỷ lệ bắt đầu.", "It must be above the percent that gives nothing.");
        if (Most is < 1 or > 100)
            add("most", "Phải từ 1 đến 100.", "It must be from 1 to 100.");
    }
}
