using System.Runtime.CompilerServices;
using IndicatorApi.Calculation;
using IndicatorApi.Data;

namespace IndicatorApi.Achievements;

/// <summary>Achievements of one moment: rows, targets and names that fit together, whatever is written meanwhile.</summary>
/// <param name="facts">What is read.</param>
/// <param name="verdicts">Only rows judged so; all when null.</param>
/// <param name="compare">What each row is compared with; nothing when null.</param>
/// <param name="then">The instant that was asked for; null for now.</param>
public sealed class AchievementReading(FactReading facts, IReadOnlySet<Verdict>? verdicts, IReadOnlySet<ComparedWith>? compare, DateTimeOffset? then)
{
    /// <summary>The colours of the deployment.</summary>
    public ColourBands? Bands { get; init; }

    /// <summary>Printed counts of whole scoreboards, up to the end of the period; those of the targets read so far.</summary>
    public IReadOnlyList<ScoreboardClaim> Scoreboards => facts.Scoreboards;

    /// <summary>Whether all targets of the units are read, those of one resolution at most and whoever tells them, so that a whole scoreboard can be
    /// counted.</summary>
    public bool IsWhole => facts.Question is { Indicator: null, Group: null, Lead: null, AtBoundaries: false } && verdicts is null;

    /// <summary>Names and definitions.</summary>
    public ReferenceData Reference => facts.Reference;

    /// <summary>The period asked for.</summary>
    public Period Asked => facts.Question.Asked;

    /// <summary>The instant that was asked for; null for now.</summary>
    public DateTimeOffset? Then => then;

    /// <summary>What is compared with; nothing when null.</summary>
    public IReadOnlySet<ComparedWith>? Compare => compare;

    /// <summary>Values of wider units to compare with, in order of time; those of the targets read so far.</summary>
    public IReadOnlyList<BenchmarkValue> Benchmarks => facts.Benchmarks;

    /// <summary>The rows, unit by unit in the order the units were created, within a unit in the order of its resolutions.</summary>
    public IAsyncEnumerable<AchievementRow> RowsAsync(CancellationToken cancellationToken) => RowsAsync(Detail.Coverage | Detail.Pace, cancellationToken);

    /// <summary>The same with no more worked out than is shown.</summary>
    public async IAsyncEnumerable<AchievementRow> RowsAsync(Detail detail, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var target in facts.TargetsAsync(cancellationToken))
        {
            var achievement = target.Judge(Reference, detail);
            if (verdicts is not null && !verdicts.Contains(achievement.Verdict)) continue;
            yield return new AchievementRow(target, achievement, Asked, Reference)
            {
                DeploymentBands = Bands,
                Comparisons = compare is null ? null : ComparisonRows.Of(target, target.Asked, compare, Reference),
            };
        }
    }

    /// <summary>How the targets stand, as far as they are counted, in the same order; unit by unit, whatever the verdict.</summary>
    public IAsyncEnumerable<ReadOnlyMemory<TargetOutcome>> OutcomesAsync(CancellationToken cancellationToken) => facts.OutcomesAsync(cancellationToken);

    /// <summary>The targets with their facts, not judged.</summary>
    public ValueTask<List<TargetFacts>> TargetsAsync(CancellationToken cancellationToken) =>
        facts.TargetsAsync(cancellationToken).ToListAsync(cancellationToken);
}
