using IndicatorApi.Calculation;
using IndicatorApi.Data;

namespace IndicatorApi.Features.Achievements;

/// <summary>How much of one target one unit has achieved in one period. No member is ever left out: null means that there is none.</summary>
public record AchievementRow
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

    /// <summary>The sub-group the target is for; null for the whole.</summary>
    public required string? Group { get; init; }

    /// <summary>The period asked for.</summary>
    public required Period Period { get; init; }

    /// <summary>Its last day as the unit means it: a time column for charts.</summary>
    public required DateOnly PeriodEnd { get; init; }

    /// <summary>Code of the resolution.</summary>
    public required string Resolution { get; init; }

    /// <summary>Id of the target.</summary>
    public required Guid TargetId { get; init; }

    /// <summary>The time the target is for.</summary>
    public required string TargetPeriod { get; init; }

    /// <summary>Once, or in each year.</summary>
    public required Recurrence Recurrence { get; init; }

    /// <summary>What the resolution asks.</summary>
    public required TargetRule Rule { get; init; }

    /// <summary>The number to reach in the indicator's own unit: 7 for "reduce 9 by 2", the lower bound of a band.</summary>
    public required decimal? Target { get; init; }

    /// <summary>The upper bound of a band.</summary>
    public required decimal? TargetUpper { get; init; }

    /// <summary>How the resolution says it: "trên 80", "4 - 6", "giảm 2".</summary>
    public required string TargetText { get; init; }

    /// <summary>The value at the start of the term.</summary>
    public required decimal? Baseline { get; init; }

    /// <summary>The one number that the figures make for the period; for a level its place on the scale, from 0.</summary>
    public required decimal? Actual { get; init; }

    /// <summary>The part, where the actual is a ratio of counts.</summary>
    public required decimal? Numerator { get; init; }

    /// <summary>The whole, where the actual is a ratio of counts.</summary>
    public required decimal? Denominator { get; init; }

    /// <summary>Set where a figure used is only a bound: the percent is one too.</summary>
    public required Bound? ActualBound { get; init; }

    /// <summary>The time the figures used are about.</summary>
    public required Period? ActualPeriod { get; init; }

    /// <summary>Share of the due reporting periods that have a figure; null for an irregular indicator.</summary>
    public required decimal? Coverage { get; init; }

    /// <summary>Percent of the resolution, uncapped, to ten decimals; null with a reason.</summary>
    public required decimal? Percent { get; init; }

    /// <summary>The percent clipped to 0..100, for averages.</summary>
    public required decimal? PercentCapped { get; init; }

    /// <summary>How far beyond the target in the good direction, in the indicator's unit; negative is short of it.</summary>
    public required decimal? Difference { get; init; }

    /// <summary>The percent less 100.</summary>
    public required decimal? DifferencePercent { get; init; }

    /// <summary>Which way better lies.</summary>
    public required Direction Direction { get; init; }

    /// <summary>The judgement, made on the exact value.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Whether the target's time, or the year asked for, has ended by the end of the period.</summary>
    public required bool Due { get; init; }

    /// <summary>The name of the formula.</summary>
    public required string Method { get; init; }

    /// <summary>Why there is no percent or no verdict.</summary>
    public required Reason? Reason { get; init; }

    /// <summary>Whether it is on the way; null where that has no meaning.</summary>
    public required Pace? Pace { get; init; }

    /// <summary>What a report published, beside ours.</summary>
    public required AchievementClaim? Claim { get; init; }

    /// <summary>True when a figure used is not final.</summary>
    public required bool Provisional { get; init; }

    /// <summary>The row of a target's achievement.</summary>
    public static AchievementRow From(TargetFacts facts, Achievement achievement, Period asked, ReferenceData reference)
    {
        var unit = reference.Unit(facts.Unit);
        var indicator = reference.Indicator(facts.Indicator);
        var rule = facts.Definition.Rule;
        return new AchievementRow
        {
            OrgUnit = unit.Code,
            OrgUnitName = unit.Name,
            Indicator = indicator.Code,
            IndicatorName = indicator.Name,
            Measure = indicator.Measure,
            Group = facts.Group.Length > 0 ? facts.Group : null,
            Period = asked,
            PeriodEnd = facts.Asked.End,
            Resolution = reference.Resolution(facts.Resolution).Code,
            TargetId = facts.Id,
            TargetPeriod = facts.Period,
            Recurrence = facts.Definition.Recurrence,
            Rule = rule,
            Target = Wire(achievement.Target),
            TargetUpper = Wire(achievement.TargetUpper),
            TargetText = rule.TargetText(),
            Baseline = facts.Definition.Baseline?.Value,
            Actual = Wire(achievement.Actual),
            Numerator = achievement.Numerator,
            Denominator = achievement.Denominator,
            ActualBound = achievement.ActualBound,
            ActualPeriod = achievement.ActualPeriod,
            Coverage = Wire(achievement.Coverage),
            Percent = achievement.Percent is { } percent ? Calculation.Percent.ForWire(percent, achievement.Verdict) : null,
            PercentCapped = achievement.PercentCapped is { } capped ? Calculation.Percent.ForWire(capped, achievement.Verdict) : null,
            Difference = Wire(achievement.Difference),
            DifferencePercent = achievement.Percent is { } whole ? Calculation.Percent.ForWire(whole, achievement.Verdict) - 100 : null,
            Direction = achievement.Direction,
            Verdict = achievement.Verdict,
            Due = achievement.Due,
            Method = achievement.Method,
            Reason = achievement.Reason,
            Pace = achievement.Pace is { } pace ? pace with
            {
                Elapsed = Wire(pace.Elapsed),
                Expected = Wire(pace.Expected),
                Index = Wire(pace.Index),
                ProjectedEnd = Wire(pace.ProjectedEnd),
                RequiredPerYear = Wire(pace.RequiredPerYear),
            } : null,
            Claim = facts.Claim is { } claim ? AchievementClaim.From(claim, achievement) : null,
            Provisional = achievement.Provisional,
        };
    }

    /// <summary>Ten decimals, half away from zero: what leaves the server. Every judgement was made before.</summary>
    internal static decimal Wire(decimal value) => decimal.Round(value, Calculation.Percent.WireDecimals, MidpointRounding.AwayFromZero);

    /// <inheritdoc cref="Wire(decimal)"/>
    internal static decimal? Wire(decimal? value) => value is { } number ? Wire(number) : null;
}

/// <summary>A percent or verdict that a report published.</summary>
/// <param name="Percent">The percent it printed.</param>
/// <param name="Verdict">The verdict it gave.</param>
/// <param name="Disagrees">Whether ours differs by more than one unit of its last printed decimal, or in the verdict; null when ours rests on later figures or there is none.</param>
public sealed record AchievementClaim(decimal? Percent, Verdict? Verdict, bool? Disagrees)
{
    /// <summary>The claim beside what was computed.</summary>
    public static AchievementClaim From(PublishedClaim claim, Achievement achievement)
    {
        bool? disagrees = null;
        if (achievement.ActualPeriod is { } used && used.End <= claim.PeriodEnd)
        {
            if (claim.Percent is { } said && achievement.Percent is { } percent)
                disagrees = Math.Abs(said - percent) > 1m / Power(claim.Decimals);
            // Reports call "đạt" what is strictly "vượt"; only met against not met is a disagreement.
            if (disagrees is not true && claim.Verdict is { } verdict && achievement.Verdict is Calculation.Verdict.Exceeded or Calculation.Verdict.Met or Calculation.Verdict.NotMet)
                disagrees = (verdict == Calculation.Verdict.NotMet) != (achievement.Verdict == Calculation.Verdict.NotMet);
        }
        return new AchievementClaim(claim.Percent, claim.Verdict, disagrees);
    }

    private static decimal Power(int decimals)
    {
        var power = 1m;
        for (var i = 0; i < decimals; i++) power *= 10;
        return power;
    }
}
