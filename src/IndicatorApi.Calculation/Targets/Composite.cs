using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>One numbered target of several measures (cơ cấu kinh tế; hoàn thành 19/19 tiêu chí; hai cách nói của một chỉ tiêu).</summary>
/// <remarks>
/// <para>
/// One line of the resolution and one count. <c>all</c>: one member that fails decides at once, one without data leaves it open
/// (<see cref="Reason.PartMissing"/>), exceeded only if every member is. <c>atLeast</c>: as many as <see cref="Least"/> must hold, more is exceeded.
/// <c>anyForm</c>: the members are the same target said in several ways; the first with a verdict is the answer, and
/// <see cref="Achievement.FormsDisagree"/> warns when another says otherwise.
/// </para>
/// <para>
/// No percent (<see cref="Reason.KindHasNoPercent"/>) unless the target asks for one: the share of members that hold, where one without data does not
/// hold yet, or the mean of the members' capped percents. Where members are counted, the actual and the number to reach are counts.
/// </para>
/// </remarks>
/// <example>
/// Thái Nguyên: "công nghiệp, xây dựng 54,6%; dịch vụ và thuế 36,5%; nông, lâm, thủy sản 8,9%" has three members. With 55, 37 and 9.2 against
/// a ceiling of 8.9 the third fails, so the line is not met.
/// </example>
public sealed record Composite() : CombinedRule(Kind, Direction.Up, Methods.Composite)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "composite";

    /// <summary>The most members of one target.</summary>
    public const int MostMembers = 100;

    /// <summary>How many must hold.</summary>
    [JsonPropertyOrder(-1)]
    [JsonConverter(typeof(JsonStringEnumConverter<CompositeMode>))]
    public required CompositeMode Mode { get; init; }

    /// <summary>The number that must hold, with the mode <c>atLeast</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Least { get; init; }

    /// <summary>The percent, where the target asks for one.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<CompositePercent>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public CompositePercent Percent { get; init; }

    /// <summary>The measures, in the order of the resolution.</summary>
    public required IReadOnlyList<CompositeMember> Members { get; init => field = value ?? []; } = [];

    private bool Counts => Mode == CompositeMode.AtLeast || (Mode == CompositeMode.All && Percent == CompositePercent.ShareMet);

    private protected override string Say(in Tongue tongue)
    {
        var language = tongue;
        var members = string.Join(Mode == CompositeMode.AnyForm ? tongue.Of(" hoặc ", " or ") : "; ", Members.Select(member =>
        {
            var rule = language.IsVietnamese ? member?.Rule?.TargetText() : member?.Rule?.TargetTextInEnglish();
            return $"{member?.Indicator}{(member?.Group is { } group ? $"/{group}" : "")}: {rule}";
        }));
        return Mode == CompositeMode.AtLeast ? $"{tongue.Of("ít nhất", "at least")} {Least}/{Members.Count}: {members}" : members;
    }

    /// <summary>What is wrong with the members, which only who knows their indicators can say.</summary>
    /// <param name="indicator">The indicator of a code; null where there is none.</param>
    /// <param name="recurrence">How often the target is asked for.</param>
    /// <returns>Every problem, with members such as <c>members[0].rule.value</c>; empty when it may be saved.</returns>
    public IReadOnlyList<RuleProblem> ValidateMembers(Func<string, IndicatorDefinition?> indicator, Recurrence recurrence = Recurrence.Once)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        List<RuleProblem> found = [];
        for (var i = 0; i < Members.Count; i++)
        {
            // What is missing altogether is told by the rule's own check.
            if (Members[i] is not { Indicator: not null, Rule: not null } member)
                continue;
            if (indicator(member.Indicator) is { } definition)
            {
                foreach (var problem in member.Rule.Validate(definition, member.Baseline, recurrence))
                    found.Add(problem with { Member = problem.Member == "baseline" ? $"members[{i}].baseline" : $"members[{i}].rule.{problem.Member}" });
            }
            else
            {
                found.Add(new($"members[{i}].indicator", new($"Không có chỉ tiêu \"{member.Indicator}\".", $"There is no indicator \"{member.Indicator}\".")));
            }
        }

        return found;
    }

    private protected override void Check(RuleProblems problems)
    {
        if (Members.Count is < 2 or > MostMembers)
            problems.Add("members", $"Cần từ 2 đến {MostMembers} thành phần.", $"There must be 2 to {MostMembers} members.");
        if (Mode == CompositeMode.AtLeast && (Least is not { } least || least < 1 || least > Members.Count))
            problems.Add("least", "Cần số thành phần phải đạt, từ 1 đến số thành phần.", "How many must hold, from 1 to the number of members.");
        if (Mode != CompositeMode.AtLeast && Least is not null)
            problems.Add("least", "Chỉ dùng với mode atLeast.", "Only with the mode atLeast.");
        if (Mode == CompositeMode.AnyForm && Percent != CompositePercent.None)
            problems.Add("percent", "Các cách nói của một chỉ tiêu lấy tỷ lệ của cách được dùng.",
                "Forms of one target have the percent of the form that is used.");
        for (var i = 0; i < Members.Count; i++)
            CheckMember(problems, i);
    }

    private void CheckMember(RuleProblems problems, int i)
    {
        // JSON may put null where a member or its rule should stand.
        if (Members[i] is not { Indicator: not null, Rule: not null } member)
        {
            problems.Add($"members[{i}]", "Thiếu thành phần.", "A member is missing.");
            return;
        }

        Wording.CheckCode(problems, $"members[{i}].indicator", member.Indicator);
        if (member.Group is { } group)
            Wording.CheckCode(problems, $"members[{i}].group", group);
        if (!member.Rule.IsMadeOfFigures)
        {
            problems.Add($"members[{i}].rule.kind", "Thành phần phải là loại tính được từ số liệu của chính nó.",
                "A member must be of a kind that is judged by figures of its own.");
        }

        if (Mode != CompositeMode.AnyForm && Members.Take(i).Any(other => other is not null && other.Indicator == member.Indicator
            && other.Group == member.Group && other.Rule == member.Rule))
            problems.Add($"members[{i}]", "Trùng với một thành phần ở trên.", "The same member stands above.");
    }

    /// <inheritdoc/>
    internal override Achievement Combine(IReadOnlyList<AchievementPart> parts, in AssessmentFrame frame)
    {
        if (parts.Count != Members.Count)
            throw new ArgumentException($"There are {Members.Count} members and {parts.Count} parts.", nameof(parts));
        var blank = Blank(frame) with { Parts = parts, Provisional = parts.Any(part => part.Answer.Provisional) };
        var counts = PartCounts.Of(parts);
        if (counts.All == 0)
            return blank with { Verdict = Verdict.NotAssessable, Reason = Reason.NotApplicable };
        if (counts.Judged == 0)
            return blank with { Reason = WhyMissing(frame, anyJudged: false) };
        if (Mode == CompositeMode.AnyForm)
            return OfTheFirstForm(blank, counts);
        var asked = Least ?? counts.All;
        var verdict = Mode == CompositeMode.AtLeast ? counts.OfAtLeast(asked) : counts.OfAll();
        var percent = PercentOf(parts, counts, asked);
        return blank with
        {
            Verdict = verdict,
            Percent = percent,
            PercentCapped = percent is { } exact ? Calculation.Percent.Cap(exact) : null,
            DifferencePercent = percent - 100,
            Actual = Counts ? counts.Held : null,
            Target = Counts ? asked : null,
            Difference = Counts ? counts.Held - asked : null,
            Reason = verdict == Verdict.NoData ? WhyMissing(frame, anyJudged: true) : percent is null ? Reason.KindHasNoPercent : null,
        };
    }

    private static Achievement OfTheFirstForm(Achievement blank, in PartCounts counts)
    {
        var first = blank.Parts.First(part => part.Answer.Verdict is Verdict.Exceeded or Verdict.Met or Verdict.NotMet).Answer;
        return blank with
        {
            Verdict = first.Verdict,
            Percent = first.Percent,
            PercentCapped = first.PercentCapped,
            Difference = first.Difference,
            DifferencePercent = first.DifferencePercent,
            Actual = first.Actual,
            Target = first.Target,
            TargetUpper = first.TargetUpper,
            Reason = first.Reason,
            FormsDisagree = counts is { Held: > 0, NotMet: > 0 },
        };
    }

    private decimal? PercentOf(IReadOnlyList<AchievementPart> parts, in PartCounts counts, int asked)
    {
        if (Percent == CompositePercent.ShareMet)
            return counts.Held * 100m / asked;
        if (Percent != CompositePercent.MeanOfCapped)
            return null;
        decimal sum = 0;
        foreach (var part in parts)
        {
            if (part.Answer.Verdict == Verdict.NotAssessable)
                continue;
            if (part.Answer.PercentCapped is not { } percent)
                return null;
            sum += percent;
        }

        return sum / counts.All;
    }

    internal override Formula ExplainAnswer(Achievement achievement, in RuleContext context)
    {
        if (Mode == CompositeMode.AnyForm)
        {
            var percent = achievement.Percent is { } exact ? Numbers.Invariant(Calculation.Percent.ForWire(exact, achievement.Verdict)) : "";
            return new("A₁ | A₂ | …", percent, "", new(
                "Các cách nói của cùng một chỉ tiêu: lấy cách đầu tiên có số liệu.",
                "Several ways of saying one target: the first that has data is taken."));
        }

        var counts = PartCounts.Of(achievement.Parts);
        var asked = Least ?? counts.All;
        Phrase words = Mode == CompositeMode.AtLeast
            ? new($"Đạt khi ít nhất {asked} thành phần đạt; {counts.Held} đang đạt, {counts.NoData} chưa có số liệu.",
                $"Met when at least {asked} members hold; {counts.Held} do, {counts.NoData} have no data.")
            : new($"Thành phần kém nhất quyết định: {counts.Held}/{counts.All} đạt, {counts.NotMet} chưa đạt, {counts.NoData} chưa có số liệu.",
                $"The worst member decides: {counts.Held} of {counts.All} hold, {counts.NotMet} do not, {counts.NoData} have no data.");
        var capped = achievement.Parts.Select(part => part.Answer.PercentCapped).OfType<decimal>().Select(Formula.N);
        return Percent switch
        {
            CompositePercent.ShareMet => new("A / T × 100", $"{counts.Held} / {asked} × 100", Formula.Compared(counts.Held, asked), words,
                new ExplanationStep("T", Symbols.Members, null, asked)),
            CompositePercent.MeanOfCapped => new("Σ min(max(p, 0), 100) / m",
                $"({string.Join(" + ", capped)}) / {counts.All}",
                Counts ? Formula.Compared(counts.Held, asked) : "", words,
                Counts ? [new ExplanationStep("T", Symbols.Members, null, asked)] : []),
            _ => new("", "", Counts ? Formula.Compared(counts.Held, asked) : "", words,
                Counts ? [new ExplanationStep("T", Symbols.Members, null, asked)] : []),
        };
    }

    internal override string FormulaId(in RuleContext context) => Mode switch
    {
        CompositeMode.All => "compositeAll/1",
        CompositeMode.AtLeast => "compositeAtLeast/1",
        _ => "compositeAnyForm/1",
    };

    /// <summary>Equal where everything is, member for member.</summary>
    /// <param name="other">Another rule.</param>
    public bool Equals(Composite? other) => base.Equals(other) && Mode == other.Mode && Least == other.Least && Percent == other.Percent
        && Members.SequenceEqual(other.Members);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Mode, Least, Percent, Members.Count);
}
