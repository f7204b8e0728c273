using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Data;

namespace IndicatorApi.Features.Achievements;

/// <summary>From achievements of many units to a summary: counts them, and combines what may be combined.</summary>
/// <param name="reference">Names and definitions.</param>
/// <param name="top">The unit that all are under; its own targets are counted, not added to those of the units under it.</param>
/// <param name="by">What a row stands for.</param>
/// <param name="level">Whose targets are counted; those of the lowest level when null. The aggregate has its own way to keep levels apart.</param>
/// <param name="day">The day whose tree says who is under whom; today's when null.</param>
public sealed class RollUpQuery(ReferenceData reference, OrganisationUnit? top, SummaryBy by, OrganisationUnitLevel? level, DateOnly? day)
{
    private const int MostNames = 100;

    private readonly UnitLevels _levels = new();
    private readonly ByDepth _all = new();
    private readonly Dictionary<RowKey, Row> _rows = [];
    private (Guid Unit, OrganisationUnit Branch)? _branch;

    /// <summary>What was asked of the tree, for the address of the rows.</summary>
    public string? Boundaries { get; init; }

    /// <summary>Whether aggregates are shown beside the counts; of indicators only.</summary>
    public bool IsCombined { get; init; } = true;

    /// <summary>Summarises what is read.</summary>
    public async Task<SummaryResponse> SummariseAsync(AchievementReading reading, CancellationToken cancellationToken)
    {
        if (!IsCombined)
        {
            await foreach (var unit in reading.OutcomesAsync(cancellationToken))
            {
                foreach (ref readonly var outcome in unit.Span) Count(outcome);
            }
        }
        else
        {
            await foreach (var achieved in reading.RowsAsync(Detail.PaceWhileOpen, cancellationToken))
            {
                var (facts, row) = (achieved.Facts, Count(achieved.Outcome));
                if (facts.Unit == top?.Id) continue;
                Add(row.Figures, facts, achieved.Achievement);
                if (facts.Change is null) Add(row.Amended, facts, achieved.Achievement);
                else if (facts.AsAmended is { } amended) Add(row.Amended, amended, achieved.AsAmended!);
            }
        }
        // Which level answers is known only when all have been read.
        var answering = _levels.Answering(level);
        return new SummaryResponse
        {
            Under = top?.Code,
            Period = reading.Asked,
            By = by,
            Levels = _levels.At(answering),
            OtherLevels = _levels.Besides(answering),
            Scoreboard = _all.Scoreboard(answering),
            AmendedAfterClosing = _all.Amended(answering, null),
            // An aggregate is there also where nothing of it is counted.
            Items = [.. _rows.OrderBy(pair => Name(pair.Key), StringComparer.Ordinal).Select(pair => pair.Value)
                .Where(row => by == SummaryBy.Indicator || row.Counters.Has(answering)).Select(row => Answer(row, answering, reading.Asked))],
        };
    }

    private Row Count(in TargetOutcome outcome)
    {
        var depth = _levels.Add(reference.Unit(outcome.Target.Unit));
        _all.Add(depth, outcome);
        var key = Key(outcome.Target);
        if (!_rows.TryGetValue(key, out var row)) _rows[key] = row = new Row(outcome.Target);
        row.Counters.Add(depth, outcome);
        return row;
    }

    private void Add(List<(Guid Unit, UnitFigures Figures)> figures, TargetFacts facts, Achievement achievement)
    {
        if (achievement.Verdict == Verdict.NotAssessable) return;
        figures.Add((facts.Unit, UnitFigures.Of(reference.Definition(facts.Indicator), facts.Definition.Resolved().Rule, achievement, facts.UnitWeight)));
    }

    private RowKey Key(StoredTarget target) => by switch
    {
        SummaryBy.OrgUnit => new(BranchOf(target.Unit).Code),
        SummaryBy.Group => new(reference.Indicator(target.Indicator).Group ?? ""),
        // Targets of different issuers, terms, sub-groups or recurrences are different questions, never added up.
        _ => new(reference.Indicator(target.Indicator).Code, target.Group, reference.Resolution(target.Resolution).Issuer, target.Period,
            target.Definition.Recurrence),
    };

    // The order of rows.
    private static string Name(RowKey key) => $"{key.Code}\n{key.Group}\n{key.Issuer}\n{key.Period}\n{key.Recurrence}";

    // The targets of a unit come one after another.
    private OrganisationUnit BranchOf(Guid unit)
    {
        if (_branch is not { } known || known.Unit != unit) _branch = known = (unit, Branch(reference.Unit(unit)));
        return known.Branch;
    }

    // The unit directly under the top that a unit belongs to; the top itself for its own targets.
    private OrganisationUnit Branch(OrganisationUnit unit)
    {
        var codes = PathOf(unit).Split('/');
        var depth = top is null ? 0 : PathOf(top).Count(letter => letter == '/');
        return codes.Length - 1 > depth ? reference.Unit(codes[depth])! : unit;
    }

    private SummaryRow Answer(Row row, int answering, Period asked)
    {
        var indicator = by == SummaryBy.Indicator ? reference.Indicator(row.First.Indicator) : null;
        var unit = by == SummaryBy.OrgUnit ? Branch(reference.Unit(row.First.Unit)) : null;
        return new SummaryRow
        {
            OrgUnit = unit?.Code,
            OrgUnitName = unit?.Name,
            Indicator = indicator?.Code,
            IndicatorName = indicator?.Name,
            Measure = indicator?.Measure,
            Group = by == SummaryBy.OrgUnit ? null : reference.Indicator(row.First.Indicator).Group,
            Scoreboard = row.Counters.Scoreboard(answering),
            RollUp = indicator is null || !IsCombined ? null : Combine(row, row.Figures, asked),
            AmendedAfterClosing = row.Counters.Amended(answering, indicator is null || !IsCombined ? null : () => Combine(row, row.Amended, asked)),
        };
    }

    private RollUpResponse Combine(Row row, List<(Guid Unit, UnitFigures Figures)> of, Period asked)
    {
        var leftOut = UnitsAbove(of);
        List<UnitFigures> figures = [];
        List<UnitName> missing = [];
        // A unit whose number is not printed cannot be added; it is missing, and does not spoil the sum of the others.
        var isStated = of.Any(figure => figure.Figures.Rule is not Unstated);
        foreach (var (unit, figure) in of)
        {
            if (leftOut.Contains(unit)) continue;
            if (isStated && figure.Rule is Unstated)
            {
                if (missing.Count < MostNames) missing.Add(Name(unit));
                continue;
            }
            figures.Add(figure);
            if (figure.Actual is null && missing.Count < MostNames) missing.Add(Name(unit));
        }
        var definition = reference.Definition(row.First.Indicator);
        var rollUp = UnitCombination.Combine(definition, figures);
        return new RollUpResponse
        {
            Issuer = reference.Resolution(row.First.Resolution).Issuer,
            TargetGroup = row.First.Group.Length > 0 ? row.First.Group : null,
            TargetPeriod = row.First.Period,
            Recurrence = row.First.Definition.Recurrence,
            OverUnits = definition.OverUnits,
            Refused = rollUp.Refusal is { } refusal ? Words(refusal) : null,
            Rule = rollUp.Rule,
            Target = AchievementRow.Wire(rollUp.Target),
            TargetUpper = AchievementRow.Wire(rollUp.TargetUpper),
            Baseline = AchievementRow.Wire(rollUp.Baseline),
            Actual = AchievementRow.Wire(rollUp.Actual),
            Numerator = rollUp.Numerator,
            Denominator = rollUp.Denominator,
            Percent = rollUp.Percent is { } percent ? Percent.ForWire(percent, rollUp.Verdict) : null,
            PercentCapped = rollUp.PercentCapped is { } capped ? Percent.ForWire(capped, rollUp.Verdict) : null,
            Difference = AchievementRow.Wire(rollUp.Difference),
            Verdict = rollUp.Verdict,
            Reason = rollUp.Reason,
            Method = rollUp.Method,
            Explain = Explain(definition, rollUp),
            Rows = $"/api/v1/achievements?indicator={definition.Code}&period={asked}{(top is null ? "" : $"&under={top.Code}")}"
                + $"{(Boundaries is null ? "" : $"&boundaries={Boundaries}")}",
            Units = rollUp.Units,
            UnitsWithFigure = rollUp.UnitsWithFigure,
            CoverageByCount = AchievementRow.Wire(rollUp.CoverageByCount),
            CoverageByWeight = AchievementRow.Wire(rollUp.CoverageByWeight),
            Missing = missing,
            LeftOut = [.. leftOut.Take(MostNames).Select(unit => Name(unit))],
        };
    }

    // The aggregate is explained as what it is: one number judged by one rule.
    private static RollUpExplanation? Explain(IndicatorDefinition definition, RollUp rollUp)
    {
        if (rollUp is not { Rule: { } rule, Actual: { } actual, Percent: not null }) return null;
        var day = new Period(new DateOnly(2000, 1, 1), new DateOnly(2000, 1, 1));
        var alone = new IndicatorDefinition { Code = definition.Code, ValueType = IndicatorValueType.Number, OverTime = TimeCombining.Last };
        var target = new TargetDefinition { Scope = day, Rule = rule, Baseline = rollUp.Baseline is { } value ? new Baseline(value) : null };
        var explanation = Explanation.Of(alone, target, AchievementCalculator.Calculate(
            alone, target, [new Observation { Period = day, Value = actual }], day));
        return new RollUpExplanation(explanation.FormulaId, explanation.Expression, explanation.Substituted, explanation.Test, definition.OverUnits switch
        {
            UnitCombining.Sum => new("Cộng số thực hiện và cộng chỉ tiêu của các đơn vị có số liệu, rồi mới tính tỷ lệ.",
                "Actuals and targets of the units with a figure are added, then the percent is taken."),
            UnitCombining.RatioOfSums => new("Tổng tử số chia tổng mẫu số; chỉ tiêu bình quân theo mẫu số.",
                "Sum of numerators over sum of denominators; targets are averaged by denominator."),
            UnitCombining.WeightedAverage => new("Bình quân có quyền số của số thực hiện và của chỉ tiêu.",
                "Weighted means of the actuals and of the targets."),
            _ => new("Bình quân giản đơn của số thực hiện và của chỉ tiêu.", "Plain means of the actuals and of the targets."),
        });
    }

    // In order of path a unit is followed at once by what is under it.
    private HashSet<Guid> UnitsAbove(IReadOnlyList<(Guid Unit, UnitFigures Figures)> figures)
    {
        var units = figures.Select(figure => reference.Unit(figure.Unit)).DistinctBy(unit => unit.Id).OrderBy(PathOf, StringComparer.Ordinal).ToList();
        HashSet<Guid> above = [];
        for (var i = 0; i + 1 < units.Count; i++)
        {
            if (PathOf(units[i + 1]).StartsWith(PathOf(units[i]), StringComparison.Ordinal)) above.Add(units[i].Id);
        }
        return above;
    }

    private string PathOf(OrganisationUnit unit) => reference.Tree.PathOf(unit, day);

    private UnitName Name(Guid unit) => new(reference.Unit(unit).Code, reference.Unit(unit).Name);

    private static Phrase Words(RollUpRefusal refusal) => refusal switch
    {
        RollUpRefusal.NotCombinable => new("Chỉ tiêu này không được cộng gộp giữa các đơn vị.", "The indicator declares that its units may not be added up."),
        RollUpRefusal.MixedRules => new("Các đơn vị được giao theo cách khác nhau (nơi đạt mức, nơi giảm).",
            "The units are asked in different ways, a floor here and a reduction there."),
        RollUpRefusal.KindNotCombinable => new("Loại chỉ tiêu này không có nghĩa khi gộp nhiều đơn vị.",
            "This kind of target has no meaning for several units together."),
        RollUpRefusal.WeightMissing => new("Thiếu quyền số (dân số, số hộ) của đơn vị có số liệu.",
            "A unit that has a figure lacks its weight (population, households)."),
        RollUpRefusal.WeightsZero => new("Quyền số của các đơn vị có số liệu đều bằng 0.", "The weights of all units that have a figure are zero."),
        _ => new("Thiếu tử số, mẫu số của đơn vị có số liệu.", "A unit that has a figure lacks its numerator and denominator."),
    };

    // Units of different levels are never counted together. What was changed after a closing is counted both as it was closed and as it is now.
    private sealed class ByDepth
    {
        private readonly Dictionary<int, OutcomeCounts> _counts = [];

        public void Add(int depth, in TargetOutcome outcome)
        {
            if (!_counts.TryGetValue(depth, out var counts)) _counts[depth] = counts = new OutcomeCounts();
            counts.Add(outcome);
        }

        public bool Has(int depth) => _counts.ContainsKey(depth);

        public ScoreboardResponse Scoreboard(int depth) =>
            ScoreboardResponse.From((_counts.GetValueOrDefault(depth) ?? new OutcomeCounts()).Closed.ToScoreboard());

        public AmendedScoreboard? Amended(int depth, Func<RollUpResponse>? rollUp) => _counts.GetValueOrDefault(depth)?.Amended(rollUp);
    }

    private readonly record struct RowKey(
        string Code, string Group = "", ResolutionIssuer Issuer = default, string Period = "", Recurrence Recurrence = default);

    private sealed class Row(StoredTarget first)
    {
        public StoredTarget First { get; } = first;

        public ByDepth Counters { get; } = new();

        public List<(Guid Unit, UnitFigures Figures)> Figures { get; } = [];

        /// <summary>The figures against what targets say now.</summary>
        public List<(Guid Unit, UnitFigures Figures)> Amended { get; } = [];
    }
}
