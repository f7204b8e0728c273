using FastEndpoints;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Achievements;

public sealed class GetSeries(AchievementReadings readings)
    : Endpoint<GetSeriesRequest, Results<Ok<SeriesResponse>, FileAnswer, StatusCodeHttpResult, Problem>>
{
    // Enough for every month of a term; a target of a century by months is nobody's chart.
    private const int MostPoints = 600;

    public override void Configure()
    {
        Get("/api/v1/achievements/series");
        Group<AchievementsGroup>();
        Policies(Right.Read);
        Description(route => route.WithFiles());
    }

    /// <summary>One target over time: actual, expected path, percent and verdict at the end of each reporting period, to date.</summary>
    public override async Task<Results<Ok<SeriesResponse>, FileAnswer, StatusCodeHttpResult, Problem>> ExecuteAsync(
        GetSeriesRequest request, CancellationToken cancellationToken)
    {
        var (orgUnit, indicator, target) = (request.OrgUnit, request.Indicator, request.Target);
        var errors = new Errors();
        if (orgUnit is null) errors.Add("orgUnit", ErrorCodes.Required);
        if (indicator is null) errors.Add("indicator", ErrorCodes.Required);
        var choice = FileChoice.Of(request, HttpContext.Request, errors);
        var which = new AchievementRequest
        {
            OrgUnit = orgUnit,
            Indicator = indicator,
            Resolution = request.Resolution,
            Group = request.Group,
            Period = AllTime,
            AsOf = request.AsOf,
            Against = request.Against,
            Compare = request.Compare,
        };
        var opened = await readings.OpenAsync(which, HttpContext, errors, question => question with { EveryObservation = true }, cancellationToken);
        if (opened.Problem is { } problem) return problem;
        if (opened.Reading is not { } reading) return AchievementReadings.NotModified;

        var targets = await reading.TargetsAsync(cancellationToken);
        var asked = targets.Where(row => target is null || row.Id.ToString() == target).MaxBy(row => row.Definition.Scope.End);
        if (asked is null) return Problem.Unknown(Noun.Target, target ?? $"{orgUnit}/{indicator}");
        if (choice is not null) return FileAnswer.Of(choice, Points(asked, reading.Compare, reading.Reference), "series", orgUnit, indicator, request.Group);
        return TypedResults.Ok(Answer(asked, targets, reading));
    }

    private static SeriesResponse Answer(TargetFacts asked, List<TargetFacts> targets, AchievementReading reading)
    {
        var reference = reading.Reference;
        var unit = reference.Unit(asked.Unit);
        var measured = reference.Indicator(asked.Indicator);
        return new SeriesResponse
        {
            OrgUnit = unit.Code,
            OrgUnitName = unit.Name,
            Indicator = measured.Code,
            IndicatorName = measured.Name,
            Measure = measured.Measure,
            Group = asked.Group.Length > 0 ? asked.Group : null,
            Resolution = reference.Resolution(asked.Resolution).Code,
            TargetId = asked.Id,
            TargetPeriod = asked.Period,
            ScopeStart = asked.Definition.Scope.Start,
            ScopeEnd = asked.Definition.Scope.End,
            Rule = asked.Definition.Rule,
            TargetText = asked.Definition.Rule.TargetText(),
            Baseline = asked.Definition.Baseline?.Value,
            Items = [.. Points(asked, reading.Compare, reference)],
            Benchmarks = [.. reading.Benchmarks.Select(row => SeriesBenchmark.From(row, reference))],
            AlsoAsked = [.. targets.Where(row => row.Id != asked.Id).Select(row =>
                new OtherTarget(row.Id, reference.Resolution(row.Resolution).Code, row.Group.Length > 0 ? row.Group : null, row.Period))],
        };
    }

    private static readonly string AllTime = new Period(new DateOnly(Period.MinYear, 1, 1), new DateOnly(Period.MaxYear, 12, 31)).ToString();

    private static IEnumerable<SeriesPoint> Points(TargetFacts target, IReadOnlySet<ComparedWith>? compare, ReferenceData reference)
    {
        var definition = reference.Definition(target.Indicator);
        foreach (var period in Periods(target, definition.Frequency).Take(MostPoints))
        {
            var achievement = target.Judge(period, reference);
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
        if (frequency == Frequency.Irregular) return inScope.Select(observation => observation.Period).DistinctBy(period => period.End).OrderBy(period => period.End);
        return new Period(Period.Containing(scope.Start, frequency).Start, Period.Containing(last, frequency).End).Split(frequency);
    }
}

/// <summary>Which target.</summary>
public sealed record GetSeriesRequest : FiledRequest
{
    /// <summary>The unit's code; required.</summary>
    [QueryParam] public string? OrgUnit { get; init; }

    /// <summary>The indicator's code; required.</summary>
    [QueryParam] public string? Indicator { get; init; }

    /// <summary>The resolution, where several set a target; the latest otherwise.</summary>
    [QueryParam] public string? Resolution { get; init; }

    /// <summary>The sub-group, where targets are set for several.</summary>
    [QueryParam] public string? Group { get; init; }

    /// <summary>The target's id, to be exact.</summary>
    [QueryParam] public string? Target { get; init; }

    /// <summary>The answer as the facts stood at this instant.</summary>
    [QueryParam] public string? AsOf { get; init; }

    /// <summary>Compares each point with earlier periods: <c>previous</c>, <c>samePeriodLastYear</c>, or both parted by a comma.</summary>
    [QueryParam] public string? Compare { get; init; }

    /// <summary>Set against targets as they stand (revised) or as first set (original).</summary>
    [QueryParam] public string? Against { get; init; }
}

/// <summary>One target over time.</summary>
public sealed record SeriesResponse
{
    /// <summary>Code of the unit.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Its name.</summary>
    public required string OrgUnitName { get; init; }

    /// <summary>Code of the indicator.</summary>
    public required string Indicator { get; init; }

    /// <summary>Its name.</summary>
    public required string IndicatorName { get; init; }

    /// <summary>The unit of its figures.</summary>
    public required string Measure { get; init; }

    /// <summary>The sub-group the target is for.</summary>
    public required string? Group { get; init; }

    /// <summary>Code of the resolution.</summary>
    public required string Resolution { get; init; }

    /// <summary>Id of the target.</summary>
    public required Guid TargetId { get; init; }

    /// <summary>The time the target is for.</summary>
    public required string TargetPeriod { get; init; }

    /// <summary>First day of that time.</summary>
    public required DateOnly ScopeStart { get; init; }

    /// <summary>Last day of that time.</summary>
    public required DateOnly ScopeEnd { get; init; }

    /// <summary>What is asked.</summary>
    public required TargetRule Rule { get; init; }

    /// <summary>How the resolution says it.</summary>
    public required string TargetText { get; init; }

    /// <summary>The value at the start.</summary>
    public required decimal? Baseline { get; init; }

    /// <summary>The points, in order of time.</summary>
    public required IReadOnlyList<SeriesPoint> Items { get; init; }

    /// <summary>Values of wider units to compare with.</summary>
    public required IReadOnlyList<SeriesBenchmark> Benchmarks { get; init; }

    /// <summary>Other targets of the same indicator.</summary>
    public required IReadOnlyList<OtherTarget> AlsoAsked { get; init; }
}

/// <summary>One point of a series, to date.</summary>
public sealed record SeriesPoint
{
    /// <summary>The period that the point closes.</summary>
    public required Period Period { get; init; }

    /// <summary>Its last day: the time column of a chart.</summary>
    public required DateOnly PeriodEnd { get; init; }

    /// <summary>The number to reach: the target line.</summary>
    public required decimal? Target { get; init; }

    /// <summary>The upper bound of a band.</summary>
    public required decimal? TargetUpper { get; init; }

    /// <summary>The actual to date.</summary>
    public required decimal? Actual { get; init; }

    /// <summary>Set where a figure used is only a bound.</summary>
    public required Bound? ActualBound { get; init; }

    /// <summary>Percent of the whole target.</summary>
    public required decimal? Percent { get; init; }

    /// <summary>The judgement.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why there is no percent or verdict.</summary>
    public required Reason? Reason { get; init; }

    /// <summary>Whether the target's time has ended.</summary>
    public required bool Due { get; init; }

    /// <summary>What would be expected by then: the path.</summary>
    public required decimal? Expected { get; init; }

    /// <summary>Achieved share over elapsed share.</summary>
    public required decimal? PaceIndex { get; init; }

    /// <summary>Its class.</summary>
    public required PaceClass? PaceClass { get; init; }

    /// <summary>Share of the due reporting periods that have a figure.</summary>
    public required decimal? Coverage { get; init; }

    /// <summary>True when a figure used is not final.</summary>
    public required bool Provisional { get; init; }

    /// <summary>The period's own figure beside those of earlier periods; null unless <c>compare</c> asks for it.</summary>
    public required ComparisonRows? Comparisons { get; init; }
}

/// <summary>A wider unit's value.</summary>
/// <param name="Period">The time it is about.</param>
/// <param name="PeriodEnd">Its last day.</param>
/// <param name="Scope">Code of the wider unit.</param>
/// <param name="ScopeName">Its name.</param>
/// <param name="Value">The value.</param>
public sealed record SeriesBenchmark(Period Period, DateOnly PeriodEnd, string Scope, string ScopeName, decimal Value)
{
    /// <summary>The answer for a stored benchmark.</summary>
    public static SeriesBenchmark From(BenchmarkValue benchmark, ReferenceData reference)
    {
        var scope = reference.Unit(benchmark.Scope);
        return new SeriesBenchmark(benchmark.Period, benchmark.PeriodEnd, scope.Code, scope.Name, benchmark.Value);
    }
}
