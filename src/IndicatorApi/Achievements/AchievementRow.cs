using IndicatorApi.Calculation;
using IndicatorApi.Data;

namespace IndicatorApi.Achievements;

/// <summary>How much of one target one unit has achieved in one period. No member is ever left out: null means that there is none.</summary>
public class AchievementRow
{
    // Members are worked out when they are written: most readers ask for a few of them, for very many rows.
    private readonly TargetFacts _facts;
    private readonly Achievement _achievement;
    private readonly Period _asked;
    private readonly ReferenceData _reference;
    private readonly OrganisationUnit _unit;
    private readonly Indicator _indicator;
    private Achievement? _asAmended;

    /// <summary>The row of a target's achievement.</summary>
    public AchievementRow(TargetFacts facts, Achievement achievement, Period asked, ReferenceData reference)
    {
        _facts = facts;
        _achievement = achievement;
        _asked = asked;
        _reference = reference;
        _unit = reference.Unit(facts.Unit);
        _indicator = reference.Indicator(facts.Indicator);
    }

    /// <summary>What it was judged from.</summary>
    internal TargetFacts Facts => _facts;

    /// <summary>The judgement, unrounded.</summary>
    internal Achievement Achievement => _achievement;

    /// <summary>What the target says in every answer.</summary>
    internal TargetConstant Constant => TargetConstant.Of(_facts.Target);

    /// <summary>Code of the unit.</summary>
    public string OrgUnit => _unit.Code;

    /// <summary>Its name.</summary>
    public string OrgUnitName => _unit.Name;

    /// <summary>Code of the indicator.</summary>
    public string Indicator => _indicator.Code;

    /// <summary>Its name.</summary>
    public string IndicatorName => _indicator.Name;

    /// <summary>The unit of its figures.</summary>
    public string Measure => _indicator.Measure;

    /// <summary>The sub-group the target is for; null for the whole.</summary>
    public string? Group => _facts.Group.Length > 0 ? _facts.Group : null;

    /// <summary>The period asked for.</summary>
    public Period Period => _asked;

    /// <summary>Its last day as the unit means it: a time column for charts.</summary>
    public DateOnly PeriodEnd => _facts.Asked.End;

    /// <summary>Code of the resolution.</summary>
    public string Resolution => _reference.Resolution(_facts.Resolution).Code;

    /// <summary>Id of the target.</summary>
    public Guid TargetId => _facts.Id;

    /// <summary>The time the target is for.</summary>
    public string TargetPeriod => _facts.Period;

    /// <summary>Once, or in each year.</summary>
    public Recurrence Recurrence => _facts.Definition.Recurrence;

    /// <summary>What the resolution asks.</summary>
    public TargetRule Rule => _facts.Definition.Rule;

    /// <summary>The number to reach in the indicator's own unit: 7 for "reduce 9 by 2", the lower bound of a band.</summary>
    public decimal? Target => Wire(_achievement.Target);

    /// <summary>The upper bound of a band.</summary>
    public decimal? TargetUpper => Wire(_achievement.TargetUpper);

    /// <summary>How the resolution says it: "trên 80", "4 - 6", "giảm 2".</summary>
    public string TargetText => Constant.TargetText;

    /// <summary>The value at the start of the term.</summary>
    public decimal? Baseline => _facts.Definition.Baseline?.Value;

    /// <summary>The one number that the figures make for the period; for a level its place on the scale, from 0.</summary>
    public decimal? Actual => Wire(_achievement.Actual);

    /// <summary>The part, where the actual is a ratio of counts.</summary>
    public decimal? Numerator => _achievement.Numerator;

    /// <summary>The whole, where the actual is a ratio of counts.</summary>
    public decimal? Denominator => _achievement.Denominator;

    /// <summary>Set where a figure used is only a bound: the percent is one too.</summary>
    public Bound? ActualBound => _achievement.ActualBound;

    /// <summary>The time the figures used are about.</summary>
    public Period? ActualPeriod => _achievement.ActualPeriod;

    /// <summary>Share of the due reporting periods that have a figure; null for an irregular indicator.</summary>
    public decimal? Coverage => Wire(_achievement.Coverage);

    /// <summary>Percent of the resolution, uncapped, to ten decimals; null with a reason.</summary>
    public decimal? Percent => _achievement.Percent is { } percent ? Calculation.Percent.ForWire(percent, Verdict) : null;

    /// <summary>The percent clipped to 0..100, for averages.</summary>
    public decimal? PercentCapped => _achievement.PercentCapped is { } percent ? Calculation.Percent.ForWire(percent, Verdict) : null;

    /// <summary>How far beyond the target in the good direction, in the indicator's unit; negative is short of it.</summary>
    public decimal? Difference => Wire(_achievement.Difference);

    /// <summary>The percent less 100.</summary>
    public decimal? DifferencePercent => Percent - 100;

    /// <summary>Which way better lies.</summary>
    public Direction Direction => _achievement.Direction;

    /// <summary>The judgement, made on the exact value.</summary>
    public Verdict Verdict => _achievement.Verdict;

    /// <summary>The colour beside the judgement, by the nearest scheme (the target's, its resolution's, else the deployment's); null where none
    /// applies.</summary>
    public AchievementBand? Band =>
        ColourBands.Closest(_facts.Target.Bands, _reference.Bands(_facts.Resolution), DeploymentBands)?.Of(_achievement) is { } band
            ? new AchievementBand(band.Name, band.Text, band.Shape) : null;

    /// <summary>The colours of the deployment.</summary>
    internal ColourBands? DeploymentBands { get; init; }

    /// <summary>Where the actual stands to a band; null for every other kind.</summary>
    public BandPosition? Position => _achievement.Position;

    /// <summary>Whether the target's time, or the year asked for, has ended by the end of the period.</summary>
    public bool Due => _achievement.Due;

    /// <summary>Whether the judgement is final or the target still has time.</summary>
    public Stage Stage => _achievement.Stage;

    /// <summary>The name of the formula.</summary>
    public string Method => _achievement.Method;

    /// <summary>Why there is no percent or no verdict.</summary>
    public Reason? Reason => _achievement.Reason;

    /// <summary>Whether it is on the way; null where that has no meaning.</summary>
    public Pace? Pace => _achievement.Pace is not { } pace ? null : pace with
    {
        Elapsed = Wire(pace.Elapsed),
        Expected = Wire(pace.Expected),
        Index = Wire(pace.Index),
        ProjectedEnd = Wire(pace.ProjectedEnd),
        RequiredPerYear = Wire(pace.RequiredPerYear),
    };

    /// <summary>Whether the number is "khoảng", about: kept and shown, and judged as without the word.</summary>
    public bool About => Rule is NumericRule { About: true };

    /// <summary>Words that the resolution puts beside the target and that change nothing in the arithmetic: "cơ bản".</summary>
    public string? Qualifier => Rule.Qualifier;

    /// <summary>How it stands against the stretch (phấn đấu); null for a target without one.</summary>
    public StretchAchievement? Stretch => _achievement.Stretch is not { } stretch ? null : new StretchAchievement(
        Wire(stretch.Target), stretch.Percent is { } percent
            ? Calculation.Percent.ForWire(percent, stretch.Reached ? Calculation.Verdict.Met : Calculation.Verdict.NotMet) : null,
        Wire(stretch.Difference), stretch.Reached);

    /// <summary>For an average per year: what is left of the number for all its years together; null for every other target.</summary>
    public decimal? Remaining => Wire(_achievement.Remaining);

    /// <summary>For a target made of several: what it is made of. It has one row and counts once.</summary>
    public IReadOnlyList<PartRow> Parts => _achievement.Parts.Count == 0 ? []
        : [.. _achievement.Parts.Zip(_facts.Parts, (part, facts) => PartRow.From(facts, part, _facts.Indicator, _reference))];

    /// <summary>For a target that every unit must hold: the code of the worst, whose actual and target these are.</summary>
    public string? WorstPart => _achievement.WorstPart;

    /// <summary>True where forms of one target that should say the same do not.</summary>
    public bool FormsDisagree => _achievement.FormsDisagree;

    /// <summary>For a target that a person judges: the judgement; null until somebody has judged.</summary>
    public PersonalJudgement? Judged => _achievement.Judged;

    /// <summary>For a target as assigned by the level above: the assigning resolution and the version of its target; null until it has assigned one.</summary>
    public string? AssignedVersion => _facts.Definition.Assigned?.Version;

    /// <summary>What a person expects of it; null where nothing is expected, and once its time is over.</summary>
    public TargetExpectation? Expectation => Stage == Stage.Open ? _facts.Expectation : null;

    /// <summary>The office that answers for it; null when none is named.</summary>
    public string? Lead => _facts.Target.Lead;

    /// <summary>The period's own figure beside those of earlier periods; null unless <c>compare</c> asks for it.</summary>
    public ComparisonRows? Comparisons { get; init; }

    /// <summary>What a report published, beside ours.</summary>
    public AchievementClaim? Claim => _facts.Claim is { } claim ? AchievementClaim.From(claim, _achievement) : null;

    /// <summary>
    /// What became of the target after the period was closed, and what it would be by that; null where nothing did. The row itself is as it was closed,
    /// until the period is opened again.
    /// </summary>
    public AmendedAchievement? AmendedAfterClosing => _facts.Change is { } change
        ? AmendedAchievement.From(change, _facts, AsAmended, AsAmended is null ? null : _facts.AsAmended!.Definition.Rule.TargetText()) : null;

    /// <summary>The judgement on the target as it was amended after the closing; null where it was not, and where it is gone.</summary>
    internal Achievement? AsAmended => _asAmended ??= _facts.AsAmended?.Judge(_reference, Detail.PaceWhileOpen);

    /// <summary>True when a figure used is not final.</summary>
    public bool Provisional => _achievement.Provisional;

    /// <summary>What of it is counted.</summary>
    internal TargetOutcome Outcome => TargetOutcome.Of(_facts, _achievement, AsAmended);

    /// <summary>Ten decimals, half away from zero: what leaves the server. Every judgement was made before.</summary>
    internal static decimal Wire(decimal value) => decimal.Round(value, Calculation.Percent.WireDecimals, MidpointRounding.AwayFromZero);

    /// <inheritdoc cref="Wire(decimal)"/>
    internal static decimal? Wire(decimal? value) => value is { } number ? Wire(number) : null;
}

/// <summary>A colour that stands beside a judgement, never in its place.</summary>
/// <param name="Name">The name of the colour, such as <c>green</c>.</param>
/// <param name="Text">What it says, so that nobody needs to see the colour.</param>
/// <param name="Shape">The shape that goes with it, such as <c>circle</c>.</param>
public sealed record AchievementBand(string Name, Phrase Text, string Shape);

/// <summary>A closed answer by what became of its target since.</summary>
/// <param name="Change">What became of it.</param>
/// <param name="Target">The number to reach now.</param>
/// <param name="TargetText">How the target says it now; of one that was removed how it said it.</param>
/// <param name="Percent">Percent of it.</param>
/// <param name="Verdict">The judgement on it.</param>
/// <param name="Reason">Why there is no percent or no verdict.</param>
public sealed record AmendedAchievement(ClosedChange Change, decimal? Target, string TargetText, decimal? Percent, Verdict Verdict, Reason? Reason)
{
    /// <summary>The answer from the same figures; of a target that was removed there is none.</summary>
    public static AmendedAchievement From(ClosedChange change, TargetFacts closed, Achievement? amended, string? text) => amended is null
        ? new(change, null, closed.Definition.Rule.TargetText(), null, Calculation.Verdict.NotAssessable, Calculation.Reason.NotApplicable)
        : new(change, AchievementRow.Wire(amended.Target), text!,
            amended.Percent is { } percent ? Calculation.Percent.ForWire(percent, amended.Verdict) : null, amended.Verdict, amended.Reason);
}

/// <summary>What a report published: a percent, a verdict, a gap or an excess.</summary>
/// <param name="Percent">The percent it printed.</param>
/// <param name="Verdict">The verdict it gave.</param>
/// <param name="Gap">The difference to the target that it printed, in the indicator's unit.</param>
/// <param name="Excess">The percent beyond the target that it printed.</param>
/// <param name="Disagrees">Whether any of them differs from ours: a number by more than one unit of its last printed decimal, a verdict between met and not
/// met; null when ours rests on later figures or there is none.</param>
public sealed record AchievementClaim(decimal? Percent, Verdict? Verdict, decimal? Gap, decimal? Excess, bool? Disagrees)
{
    /// <summary>The claim beside what was computed.</summary>
    public static AchievementClaim From(PublishedClaim claim, Achievement achievement)
    {
        var found = achievement.ActualPeriod is { } used && used.End <= claim.PeriodEnd ? Compare(claim, achievement)
            // What a person judged rests on no figure.
            : achievement.Judged is { } judged && judged.On <= claim.PeriodEnd ? (bool?[])[VerdictOf(claim, achievement)] : [];
        var disagrees = found.Contains(true) ? true : found.Contains(false) ? false : (bool?)null;
        return new AchievementClaim(claim.Percent, claim.Verdict, claim.Gap, claim.Excess, disagrees);
    }

    private static bool?[] Compare(PublishedClaim claim, Achievement achievement) =>
    [
        claim.Percent is { } percent ? ClaimComparison.PercentDisagrees(percent, claim.Decimals, achievement.Percent) : null,
        claim.Gap is { } gap ? ClaimComparison.GapDisagrees(gap, achievement.Difference) : null,
        claim.Excess is { } excess ? ClaimComparison.ExcessDisagrees(excess, achievement.Percent) : null,
        VerdictOf(claim, achievement),
    ];

    private static bool? VerdictOf(PublishedClaim claim, Achievement achievement) =>
        claim.Verdict is { } verdict ? ClaimComparison.VerdictDisagrees(verdict, achievement.Verdict) : null;
}
