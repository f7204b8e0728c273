namespace IndicatorApi.Calculation;

/// <summary>The points and the grade that a scheme makes of achievements, with every step.</summary>
/// <remarks>
/// A target with a verdict and no percent scores all or nothing. One without either scores nothing yet, which is not zero: its points are null,
/// the total is of what is known, and there is no grade until everything is.
/// </remarks>
/// <example>
/// 60 points in proportion at 90 percent are 54; 40 points by steps, 30 of them from 80 percent, at 85 percent are 30; one late report takes 2:
/// together 82, and of grades from 90, 70 and 50 the second.
/// </example>
/// <param name="Criteria">One line for each criterion of the scheme, in its order.</param>
/// <param name="Deductions">One line for each deduction of the scheme, in its order.</param>
/// <param name="Gained">What the criteria that are known give together.</param>
/// <param name="Deducted">What the deductions take together.</param>
/// <param name="Total">The one less the other, and never below 0.</param>
/// <param name="IsComplete">Whether every criterion is known.</param>
/// <param name="Grade">The grade; null below the least, and while a criterion is not known.</param>
public sealed record Score(
    IReadOnlyList<ScoredLine> Criteria, IReadOnlyList<DeductedLine> Deductions, decimal Gained, decimal Deducted, decimal Total, bool IsComplete, string? Grade)
{
    /// <summary>Scores achievements.</summary>
    /// <param name="scheme">The scheme, which has no problem.</param>
    /// <param name="achievements">The achievement of each criterion, by its code; one that is missing is not known.</param>
    /// <param name="times">How many times each deduction came about, by its code; none where it is missing.</param>
    /// <exception cref="OverflowException">The numbers are too large.</exception>
    public static Score Of(
        ScoringScheme scheme, IReadOnlyDictionary<string, (decimal? Percent, Verdict? Verdict)> achievements, IReadOnlyDictionary<string, int> times)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(achievements);
        ArgumentNullException.ThrowIfNull(times);
        ScoredLine[] criteria = [.. scheme.Criteria.Select(criterion => Line(criterion, achievements.GetValueOrDefault(criterion.Code)))];
        DeductedLine[] deductions = [.. scheme.Deductions.Select(deduction => Line(deduction, times.GetValueOrDefault(deduction.Code)))];
        var gained = criteria.Sum(line => line.Points ?? 0);
        var deducted = deductions.Sum(line => line.Points);
        var total = Math.Max(0, gained - deducted);
        var isComplete = criteria.All(line => line.Points is not null);
        var grade = isComplete ? scheme.Grades.Where(one => total >= one.From).MaxBy(one => one.From)?.Name : null;
        return new(criteria, deductions, gained, deducted, total, isComplete, grade);
    }

    private static ScoredLine Line(Criterion criterion, (decimal? Percent, Verdict? Verdict) achieved)
    {
        if (achieved.Percent is { } percent)
        {
            (var points, var step) = criterion.Rule.Score(percent, criterion.Points);
            return new(criterion.Code, percent, achieved.Verdict, criterion.Points, points, step);
        }

        return achieved.Verdict switch
        {
            Verdict.Exceeded or Verdict.Met => new(criterion.Code, null, achieved.Verdict, criterion.Points, criterion.Points,
                new($"Đạt, không có tỷ lệ: {Numbers.Vietnamese(criterion.Points)} điểm",
                    $"Met, without a percent: {Numbers.Invariant(criterion.Points)} points")),
            Verdict.NotMet => new(criterion.Code, null, achieved.Verdict, criterion.Points, 0,
                new("Chưa đạt, không có tỷ lệ: 0 điểm", "Not met, without a percent: 0 points")),
            _ => new(criterion.Code, null, achieved.Verdict, criterion.Points, null, new("Chưa có kết quả: chưa chấm điểm", "No result: not scored yet")),
        };
    }

    private static DeductedLine Line(ScoringDeduction deduction, int times)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(times);
        var whole = deduction.Points * times;
        var points = deduction.Most is { } most ? Math.Min(whole, most) : whole;
        var cap = points == whole ? "" : $" → {Numbers.Vietnamese(points)}";
        var capInEnglish = points == whole ? "" : $" → {Numbers.Invariant(points)}";
        return new(deduction.Code, times, points, new(
            $"{times} × {Numbers.Vietnamese(deduction.Points)} = {Numbers.Vietnamese(whole)}{cap}",
            $"{times} × {Numbers.Invariant(deduction.Points)} = {Numbers.Invariant(whole)}{capInEnglish}"));
    }
}

/// <summary>The points of one criterion.</summary>
/// <param name="Code">The criterion.</param>
/// <param name="Percent">The percent that was scored; null where there is none.</param>
/// <param name="Verdict">The verdict; null where nothing is known.</param>
/// <param name="Most">The points for the whole.</param>
/// <param name="Points">The points; null while they are not known.</param>
/// <param name="Step">How they are found.</param>
public sealed record ScoredLine(string Code, decimal? Percent, Verdict? Verdict, decimal Most, decimal? Points, Phrase Step);

/// <summary>The points that one deduction takes.</summary>
/// <param name="Code">The deduction.</param>
/// <param name="Times">How many times it came about.</param>
/// <param name="Points">The points.</param>
/// <param name="Step">How they are found.</param>
public sealed record DeductedLine(string Code, int Times, decimal Points, Phrase Step);
