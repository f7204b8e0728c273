using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Achievements;

/// <summary>Which achievements are asked for.</summary>
public sealed record AchievementRequest
{
    /// <summary>Only this unit's; all units without it.</summary>
    public string? OrgUnit { get; init; }

    /// <summary>Only of this unit and all under it.</summary>
    public string? Under { get; init; }

    /// <summary>Only of this indicator.</summary>
    public string? Indicator { get; init; }

    /// <summary>The period asked for; required.</summary>
    public string? Period { get; init; }

    /// <summary>Only targets of this resolution.</summary>
    public string? Resolution { get; init; }

    /// <summary>Only targets of documents of these kinds; several, parted by commas.</summary>
    public string? Kind { get; init; }

    /// <summary>Only targets that these issued; several, parted by commas.</summary>
    public string? Issuer { get; init; }

    /// <summary>Only targets that this office answers for, as written with the target.</summary>
    public string? Lead { get; init; }

    /// <summary>Only rows judged so; several, parted by commas.</summary>
    public string? Verdict { get; init; }

    /// <summary>Only targets for this sub-group.</summary>
    public string? Group { get; init; }

    /// <summary>The answer as the facts stood at this instant (2023-01-31T17:00:00Z).</summary>
    public string? AsOf { get; init; }

    /// <summary>Set against targets as they stand (<c>revised</c>, the default) or as first set (<c>original</c>).</summary>
    public string? Against { get; init; }

    /// <summary>Who is under whom: as on the last day of the period (the default), as on a day (<c>asOf:2022-12-31</c>), or as <c>today</c>.</summary>
    public string? Boundaries { get; init; }

    /// <summary>Earlier periods to compare each row with; several, parted by commas.</summary>
    public string? Compare { get; init; }

    /// <summary>Whether the answer has an entity tag: one that says when it was made has none.</summary>
    internal bool IsTagged { get; init; } = true;

    /// <summary>Whether these names are all that is named.</summary>
    internal bool IsKnownTo(ReferenceData reference) =>
        OrgUnit is not null && reference.Unit(OrgUnit) is not null && Under is null
        && (Indicator is null || reference.Indicator(Indicator) is not null) && (Resolution is null || reference.Resolution(Resolution) is not null);

    /// <summary>The question in ids, and what is wanted of the rows; null with a problem.</summary>
    internal ReadRequest? Read(ReferenceData reference, DateTimeOffset? then, Errors others, out Problem? problem)
    {
        var errors = new Errors();
        if (Period is null) errors.Add("period", ErrorCodes.Required);
        var period = ParameterText.Period(errors, "period", Period);
        var verdicts = ParameterText.Words<Verdict>(errors, "verdict", Verdict);
        var kinds = ParameterText.Words<ResolutionKind>(errors, "kind", Kind);
        var issuers = ParameterText.Words<ResolutionIssuer>(errors, "issuer", Issuer);
        var lead = Text.Line(errors, "lead", Lead, 200);
        var compare = ComparisonRows.Read(errors, Compare);
        if (Against is not null and not "revised" and not "original") errors.Add("against", ErrorCodes.UnknownWord, Against, "revised, original");
        TreeBoundaries.Check(errors, Boundaries);
        foreach (var error in others.All) errors.Add(error.Where, error.Code, error.Arguments);
        if (errors.AreFatal(out problem)) return null;
        problem = Unknown(reference);
        return problem is not null ? null : new ReadRequest(
            Question(period!.Value, reference, then) with { Resolutions = Resolutions(kinds, issuers, reference), Lead = lead }, verdicts, compare);
    }

    private Guid[]? Resolutions(IReadOnlySet<ResolutionKind>? kinds, IReadOnlySet<ResolutionIssuer>? issuers, ReferenceData reference) =>
        Resolution is null && kinds is null && issuers is null ? null : [.. (Resolution is null ? reference.Resolutions : [reference.Resolution(Resolution)!])
            .Where(resolution => kinds?.Contains(resolution.Kind) != false && issuers?.Contains(resolution.Issuer) != false)
            .Select(resolution => resolution.Id)];

    private Problem? Unknown(ReferenceData reference)
    {
        if (Resolution is not null && reference.Resolution(Resolution) is null) return Problem.Unknown(Noun.Resolution, Resolution);
        if (Indicator is not null && reference.Indicator(Indicator) is null) return Problem.Unknown(Noun.Indicator, Indicator);
        if (Under is not null && reference.Unit(Under) is null) return Problem.Unknown(Noun.OrganisationUnit, Under);
        return OrgUnit is not null && reference.Unit(OrgUnit) is null ? Problem.Unknown(Noun.OrganisationUnit, OrgUnit) : null;
    }

    private FactQuestion Question(Period period, ReferenceData reference, DateTimeOffset? then)
    {
        var resolution = Resolution is null ? null : reference.Resolution(Resolution);
        return new FactQuestion
        {
            Asked = period,
            Units = Units(reference, resolution, period) is { } units ? [.. units.Select(unit => unit.Id)] : null,
            Indicator = Indicator is null ? null : reference.Indicator(Indicator)!.Id,
            Group = Group,
            AsOf = then,
            OriginalTargets = Against == "original",
            // Who asks by name is told by whoever bears it, unless another day's units are asked for.
            AtBoundaries = Boundaries is not null || (OrgUnit is null && Resolution is null),
            Boundaries = TreeDay(reference, period),
        };
    }

    /// <summary>The day whose tree says who is under whom; null for today's.</summary>
    internal DateOnly? TreeDay(ReferenceData reference, Period period) =>
        TreeBoundaries.Day(Boundaries, Under is null ? period : reference.Calendar.Days(reference.Unit(Under)!.Id, period));

    private IEnumerable<OrganisationUnit>? Units(ReferenceData reference, Resolution? resolution, Period period)
    {
        var units = Under is null ? null : reference.Under(reference.Unit(Under)!, TreeDay(reference, period));
        // One unit is looked up, not looked for.
        if (OrgUnit is not null && reference.Unit(OrgUnit) is { } one) units = units is null || units.Contains(one) ? [one] : [];
        return resolution is null ? units : (units ?? [reference.Unit(resolution.OrganisationUnitId)]).Where(unit => unit.Id == resolution.OrganisationUnitId);
    }
}

/// <summary>What a request means.</summary>
/// <param name="Question">Which targets, in ids.</param>
/// <param name="Verdicts">Only rows judged so; all when null.</param>
/// <param name="Compare">What each row is compared with; nothing when null.</param>
internal sealed record ReadRequest(FactQuestion Question, IReadOnlySet<Verdict>? Verdicts, IReadOnlySet<ComparedWith>? Compare);
