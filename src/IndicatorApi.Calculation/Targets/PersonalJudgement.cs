namespace IndicatorApi.Calculation;

/// <summary>The verdict that a person has set on a target that nothing countable decides.</summary>
/// <param name="Verdict">Exceeded, met or not met.</param>
/// <param name="Why">The reason.</param>
/// <param name="On">The day of the judgement.</param>
/// <param name="Evidence">The document or the place that shows it.</param>
public sealed record PersonalJudgement(Verdict Verdict, string Why, DateOnly On, string Evidence)
{
    /// <summary>What is wrong with it; empty when it may be saved.</summary>
    public IReadOnlyList<RuleProblem> Validate()
    {
        List<RuleProblem> found = [];
        if (Verdict is not (Verdict.Exceeded or Verdict.Met or Verdict.NotMet))
            found.Add(new("verdict", new("Phải là vượt, đạt hoặc chưa đạt.", "Must be exceeded, met or notMet.")));
        if (string.IsNullOrWhiteSpace(Why))
            found.Add(new("why", new("Cần lý do.", "A reason is needed.")));
        if (On == default)
            found.Add(new("on", new("Cần ngày đánh giá.", "The day of the judgement is needed.")));
        if (string.IsNullOrWhiteSpace(Evidence))
            found.Add(new("evidence", new("Cần minh chứng.", "Evidence is needed.")));
        return found;
    }
}
