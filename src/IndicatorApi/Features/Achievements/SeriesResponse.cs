using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Data;

namespace IndicatorApi.Features.Achievements;

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

    /// <summary>The days on which the unit took the place of others: what is before such a day is theirs. Empty for almost every unit.</summary>
    public required IReadOnlyList<SeriesSuccession> Successions { get; init; }

    /// <summary>Other targets of the same indicator.</summary>
    public required IReadOnlyList<OtherTarget> AlsoAsked { get; init; }

    /// <summary>The answer for one of the targets that were found.</summary>
    public static SeriesResponse From(
        TargetFacts asked, IReadOnlyList<SeriesPoint> points, IReadOnlyList<TargetFacts> targets, AchievementReading reading)
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
            Items = points,
            Benchmarks = [.. reading.Benchmarks.Select(row => SeriesBenchmark.From(row, reference))],
            Successions = SeriesSuccession.Of(asked, reference),
            AlsoAsked = OtherTarget.Beside(asked, targets, reference),
        };
    }
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

/// <summary>That the unit took the place of others.</summary>
/// <param name="From">Its first day.</param>
/// <param name="Predecessors">Codes of those whose place it took then.</param>
/// <param name="Inherited">Whether the series has their figures; false where nobody knows which part of them belongs here, or they cannot be combined.</param>
public sealed record SeriesSuccession(DateOnly From, IReadOnlyList<string> Predecessors, bool Inherited)
{
    /// <summary>Those of a target's unit, and of the units before it, in order of time.</summary>
    public static IReadOnlyList<SeriesSuccession> Of(TargetFacts target, ReferenceData reference) =>
        [.. target.Inherited.Append(target.Unit).SelectMany(reference.Lineage.Into)
            .GroupBy(part => (part.From, IsInherited: target.Inherited.Contains(part.Predecessor))).OrderBy(parts => parts.Key)
            .Select(parts => new SeriesSuccession(parts.Key.From, [.. parts.Select(part => reference.Unit(part.Predecessor).Code)
                .Distinct().Order(StringComparer.Ordinal)], parts.Key.IsInherited))];
}
