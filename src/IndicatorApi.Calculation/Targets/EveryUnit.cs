using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>Every unit of a level below, or every sub-group, must hold it (không còn xã nào dưới 15 tiêu chí; mỗi tỉnh ít nhất 2 huyện).</summary>
/// <remarks>
/// Set on the upper unit. The actual, the number to reach and the difference are the worst unit's, which is named
/// (<see cref="Achievement.WorstPart"/>; of equals the first by code). The percent is the share of units that hold it; one without data does not
/// hold it yet, and coverage says how many have a verdict. One that fails is not met at once; none that fails and some without data is no verdict
/// (<see cref="Reason.PartMissing"/>); exceeded only if every unit is.
/// </remarks>
/// <example>
/// Nghị quyết 25/2021/QH15: "không còn xã đạt dưới 15 tiêu chí" is <c>{ "kind": "everyUnit", "level": "ward", "rule": { "kind": "atLeast", "value": 15 } }</c>.
/// With 19, 16 and 14 in three communes two of three hold it: 66.67 %, not met, the third short by 1.
/// </example>
public sealed record EveryUnit() : CombinedRule(Kind, Direction.Up, Methods.EveryUnit)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "everyUnit";

    /// <summary>What every one of them must do; any kind that is judged by figures.</summary>
    public required TargetRule Rule { get; init; }

    /// <summary>The level of the units below, such as <c>ward</c>; left out for sub-groups.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Level { get; init; }

    /// <summary>The codes of the sub-groups, in the place of a level.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Groups { get; init; }

    private protected override string Say(in Tongue tongue)
    {
        var rule = tongue.IsVietnamese ? Rule?.TargetText() : Rule?.TargetTextInEnglish();
        return Level is null
            ? $"{tongue.Of("mọi nhóm", "every group")} ({string.Join(", ", Groups ?? [])}): {rule}"
            : $"{tongue.Of("mọi đơn vị", "every unit")} ({Level}): {rule}";
    }

    private protected override void Check(RuleProblems problems)
    {
        if ((Level is null) == (Groups is null))
            problems.Add("level", "Cần level (cấp của đơn vị bên dưới) hoặc groups (các nhóm), một trong hai.",
                "Give the level of the units below or groups, one of them.");
        if (Level is { } level && (level.Length is 0 or > 64 || !level.All(char.IsAsciiLetterOrDigit)))
            problems.Add("level", "Không phải tên một cấp.", "Not the name of a level.");
        if (Groups is { } groups)
        {
            if (groups.Count == 0 || groups.Distinct(StringComparer.Ordinal).Count() != groups.Count)
                problems.Add("groups", "Cần ít nhất một nhóm, mỗi nhóm một lần.", "At least one group, each of them once.");
            for (var i = 0; i < groups.Count; i++)
                Wording.CheckCode(problems, $"groups[{i}]", groups[i] ?? "");
        }

        // JSON may put null where the rule should stand.
        if (Rule is null)
            problems.Add("rule", "Thiếu yêu cầu đối với từng đơn vị.", "What every unit must do is missing.");
        else if (!Rule.IsMadeOfFigures)
            problems.Add("rule.kind", "Phải là loại tính được từ số liệu của từng đơn vị.", "Must be of a kind that is judged by each unit's own figures.");
        else
        {
            // Each unit has a start of its own, so the upper unit's baseline says nothing of theirs.
            foreach (var problem in Rule.Validate(problems.Indicator, null, problems.Recurrence).Where(problem => problem.Member != "recurrence"))
                problems.Add($"rule.{problem.Member}", problem.Message.Vi, problem.Message.En);
        }
    }

    internal override bool CanBeAveragedOverYears(IndicatorDefinition indicator) => Rule?.CanBeAveragedOverYears(indicator) == true;

    /// <inheritdoc/>
    internal override Achievement Combine(IReadOnlyList<AchievementPart> parts, in AssessmentFrame frame)
    {
        var blank = Blank(frame) with { Direction = Rule.Direction, Parts = parts, Provisional = parts.Any(part => part.Answer.Provisional) };
        var counts = PartCounts.Of(parts);
        if (counts.All == 0)
        {
            return parts.Count == 0
                ? blank with { Reason = Reason.PartMissing }
                : blank with { Verdict = Verdict.NotAssessable, Reason = Reason.NotApplicable };
        }

        if (counts.Judged == 0)
            return blank with { Reason = WhyMissing(frame, anyJudged: false), Coverage = 0 };
        var worst = WorstOf(parts);
        var verdict = counts.OfAll();
        var percent = counts.Held * 100m / counts.All;
        return blank with
        {
            Verdict = verdict,
            Percent = percent,
            PercentCapped = Percent.Cap(percent),
            DifferencePercent = percent - 100,
            Coverage = (decimal)counts.Judged / counts.All,
            WorstPart = worst?.Code,
            Actual = worst?.Answer.Actual,
            ActualLevel = worst?.Answer.ActualLevel,
            ActualPeriod = worst?.Answer.ActualPeriod,
            Target = worst?.Answer.Target,
            TargetUpper = worst?.Answer.TargetUpper,
            Difference = worst?.Answer.Difference,
            Reason = verdict == Verdict.NoData ? WhyMissing(frame, anyJudged: true) : null,
        };
    }

    // The verdict first: a point with two sides has differences that do not say how bad they are.
    private AchievementPart? WorstOf(IReadOnlyList<AchievementPart> parts) => parts
        .Where(part => part.Answer is { Verdict: Verdict.Exceeded or Verdict.Met or Verdict.NotMet, Difference: not null })
        .OrderByDescending(part => (int)part.Answer.Verdict)
        .ThenBy(part => Rule is Near ? -Math.Abs(part.Answer.Difference!.Value) : part.Answer.Difference)
        .ThenBy(part => part.Code, StringComparer.Ordinal)
        .FirstOrDefault();

    internal override Formula ExplainAnswer(Achievement achievement, in RuleContext context)
    {
        var counts = PartCounts.Of(achievement.Parts);
        var test = achievement is { Actual: { } actual, Target: { } target } ? $"{achievement.WorstPart}: {Formula.Compared(actual, target)}" : "";
        var named = achievement.WorstPart ?? "-";
        List<ExplanationStep> steps = [new("h", Symbols.Holding, null, counts.Held), new("m", Symbols.Units, null, counts.All)];
        if (achievement.Target is { } goal)
            steps.Add(new("T", Symbols.Target, null, goal));
        return new("h / m × 100", $"{counts.Held} / {counts.All} × 100", test, new(
            $"Số đơn vị giữ được chia cho số đơn vị; kết quả là của đơn vị kém nhất ({named}); {counts.NoData} đơn vị chưa có số liệu.",
            $"The units that hold it over all units; the actual is the worst unit's ({named}); {counts.NoData} units have no data."), steps);
    }

    /// <summary>Equal where everything is, group for group.</summary>
    /// <param name="other">Another rule.</param>
    public bool Equals(EveryUnit? other) => base.Equals(other) && Rule == other.Rule && Level == other.Level
        && (Groups is null ? other.Groups is null : other.Groups is not null && Groups.SequenceEqual(other.Groups));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Rule, Level, Groups?.Count);
}
