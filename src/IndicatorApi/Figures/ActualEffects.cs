using IndicatorApi.Calculation;
using IndicatorApi.Data;
using Npgsql;
using Standings = System.Collections.Generic.List<IndicatorApi.Figures.TargetStanding>;

namespace IndicatorApi.Figures;

/// <summary>What figures would do to the percents, before they are stored: a dry run of one figure, of a batch, of a whole file.</summary>
/// <remarks>The figures are written and read back by the code that answers every achievement, so that what is shown is what would come.</remarks>
public sealed class ActualEffects(FactReadings readings)
{
    /// <summary>Most changes that are worked out; more than anyone reads.</summary>
    public const int Most = 1_000;

    /// <summary>The first changes with their effects. The recording ends with it, and nothing of it stands.</summary>
    public async Task<IReadOnlyList<FigureChange>> OfAsync(Recording recording, AllowedFigures figures, CancellationToken cancellationToken)
    {
        // All of them are tried: a figure may count for a percent together with others of the batch.
        var changes = figures.Changes();
        ComparedFigure[] shown = [.. changes.All.Take(Most).Select(figure => figure.Compared)];
        var reference = recording.Reference;
        var trial = await recording.TryAsync(changes, (connection, ending) => StandingsAsync(connection, shown, reference, ending), cancellationToken);
        return [.. shown.Select((figure, i) => FigureChange.Of(
            figure, trial.Rows[i], trial.Before[figure.Wanted.Place], trial.After[figure.Wanted.Place], reference))];
    }

    // The achievements of the period that each figure is about: of its own target, of those that it is a member of, and of the units above that ask it of all.
    private async Task<Dictionary<FigurePlace, Standings>> StandingsAsync(
        NpgsqlConnection connection, ComparedFigure[] figures, ReferenceData reference, CancellationToken cancellationToken)
    {
        Dictionary<FigurePlace, Standings> found = new(figures.Length);
        foreach (var figure in figures) found[figure.Wanted.Place] = [];
        var above = figures.Select(figure => figure.Wanted.Unit).Distinct().ToDictionary(unit => unit, unit => UnitsAbove(unit, reference));
        var asking = await FactReadings.AskingUnitsBelowAsync(connection, [.. above.Values.SelectMany(units => units).Distinct()], cancellationToken);
        foreach (var period in figures.Select(figure => figure.Wanted).GroupBy(wanted => wanted.Place.Period))
        {
            Guid[] units = [.. period.Select(wanted => wanted.Unit).Distinct()];
            var own = new FactQuestion { Asked = Period.Parse(period.Key, null), Units = units };
            // Those that are asked about anyway are not asked twice.
            var others = from wanted in period
                         from unit in above[wanted.Unit]
                         where asking.Contains((unit, wanted.Indicator)) && !units.Contains(unit)
                         group unit by wanted.Indicator into those
                         select own with { Units = [.. those.Distinct()], Indicator = those.Key };
            foreach (var question in others.Prepend(own))
            {
                var reading = await readings.OpenAsync(connection, reference, _ => question, cancellationToken);
                await foreach (var target in reading!.TargetsAsync(cancellationToken))
                {
                    var places = target.Keys
                        .Select(key => found.GetValueOrDefault(new FigurePlace(key.Unit, key.Indicator, key.Group, period.Key))).OfType<Standings>().ToArray();
                    if (places.Length == 0) continue;
                    var standing = new TargetStanding(target, Standing.From(target.Judge(reading.Reference, Detail.Pace)), reading.Reference);
                    foreach (var place in places) place.Add(standing);
                }
            }
        }
        return found;
    }

    // Wherever the unit stood on some day; who is asked on which day is for the reading to know.
    private static Guid[] UnitsAbove(Guid unit, ReferenceData reference) => [.. reference.Tree.EverAbove(reference.Unit(unit))
        .Select(reference.Unit).OfType<OrganisationUnit>().Select(above => above.Id).Where(above => above != unit)];
}

/// <summary>How one target stands, with the names that it was read with.</summary>
internal readonly record struct TargetStanding(TargetFacts Target, Standing Standing, ReferenceData Reference);

/// <summary>One figure that would be new or other than it is.</summary>
/// <param name="OrgUnit">Code of the unit.</param>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="Period">The time it is about.</param>
/// <param name="Group">The sub-group it is for; null for the whole.</param>
/// <param name="Change">Whether it is new.</param>
/// <param name="From">The figure that is stored; null when there is none.</param>
/// <param name="To">The figure that would be stored.</param>
/// <param name="Achievements">
/// What comes of it in its own period, target by target: its own, those made of several that it is a member of, and those of the units above that every
/// unit must hold; empty where there is none.
/// </param>
public sealed record FigureChange(
    string OrgUnit, string Indicator, Period Period, string? Group, ActualChange Change, ActualResponse? From, ActualResponse To,
    IReadOnlyList<AchievementEffect> Achievements)
{
    internal static FigureChange Of(ComparedFigure figure, Actual row, Standings before, Standings after, ReferenceData reference)
    {
        var to = ActualResponse.From(row, reference);
        var from = figure.Stored is { } stored ? ActualResponse.From(stored, reference) : null;
        var were = before.ToDictionary(standing => standing.Target.Id, standing => standing.Standing);
        return new FigureChange(to.OrgUnit, to.Indicator, to.Period, to.Group, figure.Change, from, to,
            [.. from standing in after
                where were.ContainsKey(standing.Target.Id)
                select AchievementEffect.Of(standing, were[standing.Target.Id])]);
    }
}

/// <summary>What a figure would do to one achievement.</summary>
/// <param name="TargetId">The target.</param>
/// <param name="OrgUnit">Code of the unit the target is set for: the figure's own, or one above it that asks every unit below.</param>
/// <param name="OrgUnitName">Name of that unit.</param>
/// <param name="Indicator">Code of the target's indicator: the figure's own, or one that is made of several.</param>
/// <param name="IndicatorName">Name of that indicator.</param>
/// <param name="Resolution">Code of its resolution.</param>
/// <param name="TargetPeriod">The time the target is for.</param>
/// <param name="Before">How it stands.</param>
/// <param name="After">How it would stand.</param>
public sealed record AchievementEffect(
    Guid TargetId, string OrgUnit, string OrgUnitName, string Indicator, string IndicatorName, string Resolution, string TargetPeriod, Standing Before,
    Standing After)
{
    internal static AchievementEffect Of(TargetStanding after, Standing before)
    {
        var (target, names) = (after.Target, after.Reference);
        var (unit, indicator) = (names.Unit(target.Unit), names.Indicator(target.Indicator));
        return new(target.Id, unit.Code, unit.Name, indicator.Code, indicator.Name, names.Resolution(target.Resolution).Code, target.Period, before,
            after.Standing);
    }
}

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
