using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Files;

namespace IndicatorApi.Features.Achievements;

/// <summary>From a target to the points of its series: what was achieved by the end of each reporting period.</summary>
internal static class SeriesPoints
{
    // Enough for every month of a term; a target of a century by months is nobody's chart.
    private const int MostPoints = 600;

    /// <summary>The members of a point, each with what has to be worked out for it.</summary>
    public static Columns<SeriesPoint> Columns { get; } = new([.. AnswerColumns<SeriesPoint>.Columns.All.Select(column => column with
    {
        Detail = column.Name switch
        {
            "coverage" => Detail.Coverage,
            "expected" or "paceIndex" or "paceClass" => Detail.Pace,
            _ => Detail.None,
        },
    })]);

    /// <summary>The points of a target, in order of time, with no more worked out than these members show.</summary>
    public static IEnumerable<SeriesPoint> Of(
        TargetFacts target, IReadOnlyList<Column<SeriesPoint>> columns, IReadOnlySet<ComparedWith>? compare, ReferenceData reference)
    {
        var detail = columns.Aggregate(Detail.None, (needed, column) => needed | column.Detail);
        var definition = reference.Definition(target.Indicator);
        foreach (var period in Periods(target, definition.Frequency).Take(MostPoints))
        {
            var achievement = target.Judge(period, reference, detail);
            yield return new SeriesPoint
            {
                Period = period,
                PeriodEnd = period.End,
                Target = AchievementRow.Wire(achievement.Target),
                TargetUpper = AchievementRow.Wire(achievement.TargetUpper),
                Actual = AchievementRow.Wire(achievement.Actual),
                ActualBound = achievement.ActualBound,
                Percent = achievement.Percent is { } percent ? Percent.ForWire(percent, achievement.Verdict) : null,
                Verdict = achievement.Verdict,
                Reason = achievement.Reason,
                Due = achievement.Due,
                Expected = AchievementRow.Wire(achievement.Pace?.Expected),
                PaceIndex = AchievementRow.Wire(achievement.Pace?.Index),
                PaceClass = achievement.Pace?.Class,
                Coverage = AchievementRow.Wire(achievement.Coverage),
                Provisional = achievement.Provisional,
                Comparisons = compare is null ? null : ComparisonRows.Of(target, period, compare, reference),
            };
        }
    }

    // Every reporting period of the scope up to the last figure, gaps included; for an irregular indicator the periods that have a figure.
    private static IEnumerable<Period> Periods(TargetFacts target, Frequency frequency)
    {
        var scope = target.Definition.Scope;
        var inScope = target.Figures.Where(observation => observation.Period.End >= scope.Start && observation.Period.End <= scope.End).ToList();
        if (inScope.Count == 0) return [];
        var last = inScope.Max(observation => observation.Period.End);
        if (frequency == Frequency.Irregular) return inScope.Select(observation => observation.Period).DistinctBy(period => period.End)
            .OrderBy(period => period.End);
        return new Period(Period.Containing(scope.Start, frequency).Start, Period.Containing(last, frequency).End).Split(frequency);
    }
}
