using IndicatorApi.Calculation;
using IndicatorApi.Data;
using Npgsql;

namespace IndicatorApi.Features.Actuals;

/// <summary>What figures would do to the percents, before they are stored: a dry run of one figure, of a batch, of a whole file.</summary>
/// <remarks>The figures are written in the caller's transaction and read back by the code that answers every achievement, so that what is shown is what would come.</remarks>
public sealed class ActualEffects(FactReadings readings)
{
    /// <summary>Most changes that are worked out; more than anyone reads.</summary>
    public const int Most = 1_000;

    /// <summary>The first changes with their effects. The writes have been compared; afterwards they are in the transaction, which the caller must not commit.</summary>
    public async Task<IReadOnlyList<FigureChange>> OfAsync(
        NpgsqlConnection connection, ActualWriter writer, IReadOnlyList<ActualWrite> writes, ReferenceData reference, Author author, CancellationToken cancellationToken)
    {
        ActualWrite[] shown = [.. writes.Where(write => write.Change != ActualChange.Unchanged).Take(Most)];
        var before = await StandingsAsync(connection, shown, reference, cancellationToken);
        // All of them: a figure may count for a percent together with others of the batch.
        await writer.SaveAsync(writes, author, cancellationToken);
        var after = await StandingsAsync(connection, shown, reference, cancellationToken);
        return [.. shown.Select(write => FigureChange.Of(write, before, after, reference))];
    }

    // The achievements of the period that each figure is about.
    private async Task<Dictionary<FigurePlace, List<TargetStanding>>> StandingsAsync(
        NpgsqlConnection connection, ActualWrite[] writes, ReferenceData reference, CancellationToken cancellationToken)
    {
        Dictionary<FigurePlace, List<TargetStanding>> found = new(writes.Length);
        foreach (var write in writes) found[FigurePlace.Of(write.Figure)] = [];
        foreach (var period in writes.GroupBy(write => write.Figure.Period))
        {
            var question = new FactQuestion { Asked = Period.Parse(period.Key, null), Units = [.. period.Select(write => write.Figure.OrganisationUnitId).Distinct()], EveryObservation = true };
            var reading = await readings.OpenAsync(connection, reference, _ => question, cancellationToken);
            await foreach (var target in reading!.TargetsAsync(cancellationToken))
            {
                if (!found.TryGetValue(new FigurePlace(target.Unit, target.Indicator, target.Group, period.Key), out var standings)) continue;
                var achievement = AchievementCalculator.Calculate(
                    reading.Reference.Definition(target.Indicator), target.Definition, target.Observations, target.Asked);
                standings.Add(new TargetStanding(target, reading.Reference.Resolution(target.Resolution).Code, Standing.From(achievement)));
            }
        }
        return found;
    }
}

/// <summary>How one target stands, with the code of its resolution.</summary>
internal readonly record struct TargetStanding(TargetFacts Target, string Resolution, Standing Standing);

/// <summary>What one figure is about.</summary>
public readonly record struct FigurePlace(Guid Unit, Guid Indicator, string Group, string Period)
{
    /// <summary>The place of a figure.</summary>
    public static FigurePlace Of(ActualFigure figure) => new(figure.OrganisationUnitId, figure.IndicatorId, figure.GroupCode, figure.Period);
}

/// <summary>One figure that would be new or other than it is.</summary>
/// <param name="OrgUnit">Code of the unit.</param>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="Period">The time it is about.</param>
/// <param name="Group">The sub-group it is for; null for the whole.</param>
/// <param name="Change">Whether it is new.</param>
/// <param name="From">The figure that is stored; null when there is none.</param>
/// <param name="To">The figure that would be stored.</param>
/// <param name="Achievements">What comes of it in its own period, target by target; empty where the unit has none.</param>
public sealed record FigureChange(
    string OrgUnit, string Indicator, Period Period, string? Group, ActualChange Change, ActualResponse? From, ActualResponse To, IReadOnlyList<AchievementEffect> Achievements)
{
    internal static FigureChange Of(
        ActualWrite write, Dictionary<FigurePlace, List<TargetStanding>> before,
        Dictionary<FigurePlace, List<TargetStanding>> after, ReferenceData reference)
    {
        var place = FigurePlace.Of(write.Figure);
        var to = ActualResponse.From(write.Figure, reference);
        var were = before[place].ToDictionary(row => row.Target.Id, row => row.Standing);
        return new FigureChange(to.OrgUnit, to.Indicator, to.Period, to.Group, write.Change, write.Replaced is { } replaced ? ActualResponse.From(replaced, reference) : null, to,
            [.. after[place].Where(row => were.ContainsKey(row.Target.Id))
                .Select(row => new AchievementEffect(row.Target.Id, row.Resolution, row.Target.Period, were[row.Target.Id], row.Standing))]);
    }
}

/// <summary>What a figure would do to one achievement.</summary>
/// <param name="TargetId">The target.</param>
/// <param name="Resolution">Code of its resolution.</param>
/// <param name="TargetPeriod">The time the target is for.</param>
/// <param name="Before">How it stands.</param>
/// <param name="After">How it would stand.</param>
public sealed record AchievementEffect(Guid TargetId, string Resolution, string TargetPeriod, Standing Before, Standing After);

/// <summary>How a target stands.</summary>
/// <param name="Actual">The number that the figures make; null when there is none.</param>
/// <param name="Percent">Percent of the resolution, uncapped; null with a reason.</param>
/// <param name="Verdict">The judgement.</param>
/// <param name="Reason">Why there is no percent or no verdict.</param>
/// <param name="Due">Whether the target's time has ended by the end of the figure's period.</param>
/// <param name="PaceClass">Whether it is on the way; null where that has no meaning.</param>
public sealed record Standing(decimal? Actual, decimal? Percent, Verdict Verdict, Reason? Reason, bool Due, PaceClass? PaceClass)
{
    internal static Standing From(Achievement achievement) => new(
        achievement.Actual is { } actual ? decimal.Round(actual, Calculation.Percent.WireDecimals, MidpointRounding.AwayFromZero) : null,
        achievement.Percent is { } percent ? Calculation.Percent.ForWire(percent, achievement.Verdict) : null, achievement.Verdict, achievement.Reason,
        achievement.Due, achievement.Pace?.Class);
}
