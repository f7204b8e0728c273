using IndicatorApi.Access;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Figures;

/// <summary>One reported figure: exactly one of <c>value</c>, the pair <c>numerator</c> and <c>denominator</c>, or <c>level</c>.</summary>
public record ActualBody
{
    /// <summary>The number, in the indicator's unit. For a ratio only where its counts are not known.</summary>
    public decimal? Value { get; init; }

    /// <summary>The part of a ratio.</summary>
    public decimal? Numerator { get; init; }

    /// <summary>The whole of a ratio.</summary>
    public decimal? Denominator { get; init; }

    /// <summary>The step reached, for a level indicator; <c>yes</c> or <c>no</c> for a yesNo one.</summary>
    public string? Level { get; init; }

    /// <summary>Set where the source only gives a bound: "trên 276 tỷ" is 276 with <c>atLeast</c>.</summary>
    public Bound? Bound { get; init; }

    /// <summary>How far the figure has got.</summary>
    public ActualStatus Status { get; init; } = ActualStatus.Final;

    /// <summary>The sub-group it is for; null for the whole.</summary>
    public string? Group { get; init; }

    /// <summary>Where it comes from.</summary>
    public string? Source { get; init; }

    /// <summary>What a reader should know of it.</summary>
    public string? Note { get; init; }

    /// <summary>Why it is changed; kept with the revision.</summary>
    public string? Reason { get; init; }

    /// <summary>The figure of this body, to be recorded; what is wrong with it is added to the errors.</summary>
    public WantedFigure ToWanted(ActualPlace place, Errors errors, Func<string, string> where) =>
        new ReportedFigure(place.Unit, place.Indicator, place.Period, Group, ToFigure(), Reason).Check(errors, where);

    /// <summary>What this body says of its place.</summary>
    public Figure ToFigure() => new()
    {
        Value = Value,
        Numerator = Numerator,
        Denominator = Denominator,
        Level = Level,
        Bound = Bound,
        Status = Status,
        Source = Source,
        Note = Note,
    };
}

/// <summary>A figure that names its place.</summary>
public sealed record ActualItem : ActualBody
{
    /// <summary>Code of the unit.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Code of the indicator.</summary>
    public required string Indicator { get; init; }

    /// <summary>The time it is about.</summary>
    public required Period Period { get; init; }

    /// <summary>The item of a figure, with the names of its place.</summary>
    public static ActualItem Of(WantedFigure wanted, Figure figure, ReferenceData reference) => new()
    {
        OrgUnit = reference.Unit(wanted.Unit).Code,
        Indicator = reference.Indicator(wanted.Indicator).Code,
        Period = wanted.Period,
        Group = wanted.Group.Length > 0 ? wanted.Group : null,
        Value = figure.Value,
        Numerator = figure.Numerator,
        Denominator = figure.Denominator,
        Level = figure.Level,
        Bound = figure.Bound,
        Status = figure.Status,
        Source = figure.Source,
        Note = figure.Note,
        Reason = wanted.Reason,
    };

    /// <summary>The figures of a body, to be recorded; what is wrong with them is added to the errors.</summary>
    public static IReadOnlyList<WantedFigure> Read(Batch<ActualItem> body, ReferenceData reference, Caller caller, Errors errors)
    {
        var wanted = new List<WantedFigure>(body.Items.Count);
        for (var i = 0; i < body.Items.Count && !errors.IsFull; i++)
        {
            var (item, index) = (body.Items[i], i);
            var unit = reference.Unit(item.OrgUnit);
            var indicator = reference.Indicator(item.Indicator);
            if (unit is not null) caller.Grant.Check(unit, body.Where(i, "orgUnit"), errors, reference.PathIn(unit, item.Period));
            if (unit is null) errors.Add(body.Where(i, "orgUnit"), ErrorCodes.UnknownReference, Noun.OrganisationUnit, item.OrgUnit);
            if (indicator is null) errors.Add(body.Where(i, "indicator"), ErrorCodes.UnknownReference, Noun.Indicator, item.Indicator);
            if (unit is null || indicator is null) continue;
            wanted.Add(item.ToWanted(new ActualPlace(unit, indicator, item.Period), errors, member => body.Where(index, member)));
        }
        if (!errors.Any) Batches.CheckRepeated(wanted, figure => figure.Place, body.Where, errors);
        return wanted;
    }
}

/// <summary>A stored figure.</summary>
public sealed record ActualResponse
{
    /// <summary>Code of the unit.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Code of the indicator.</summary>
    public required string Indicator { get; init; }

    /// <summary>The time it is about.</summary>
    public required Period Period { get; init; }

    /// <summary>The sub-group it is for; null for the whole.</summary>
    public required string? Group { get; init; }

    /// <summary>The number; for a ratio with counts the rate that follows from them, unrounded up to ten decimals.</summary>
    public required decimal? Value { get; init; }

    /// <summary>The part of a ratio.</summary>
    public required decimal? Numerator { get; init; }

    /// <summary>The whole of a ratio.</summary>
    public required decimal? Denominator { get; init; }

    /// <summary>The step reached.</summary>
    public required string? Level { get; init; }

    /// <summary>Set where the source only gives a bound.</summary>
    public required Bound? Bound { get; init; }

    /// <summary>How far the figure has got.</summary>
    public required ActualStatus Status { get; init; }

    /// <summary>Where it comes from.</summary>
    public required string? Source { get; init; }

    /// <summary>What a reader should know of it.</summary>
    public required string? Note { get; init; }

    /// <summary>True when it came after its period had once been closed.</summary>
    public required bool Late { get; init; }

    /// <summary>1 when first written, one more with every change; the ETag.</summary>
    public required long Version { get; init; }

    /// <summary>Id of the revision that is shown.</summary>
    public required Guid Revision { get; init; }

    /// <summary>The answer for a stored figure.</summary>
    public static ActualResponse From(Actual actual, ReferenceData reference) => From(actual, actual.Revision, reference);

    /// <summary>The answer for a figure as one revision has it.</summary>
    public static ActualResponse From(ActualFigure actual, Guid revision, ReferenceData reference) => new()
    {
        OrgUnit = reference.Unit(actual.OrganisationUnitId).Code,
        Indicator = reference.Indicator(actual.IndicatorId).Code,
        Period = Period.Parse(actual.Period, null),
        Group = actual.GroupCode.Length > 0 ? actual.GroupCode : null,
        Value = actual.Figure.NumberOf(reference.Indicator(actual.IndicatorId)),
        Numerator = actual.Figure.Numerator,
        Denominator = actual.Figure.Denominator,
        Level = actual.Figure.Level,
        Bound = actual.Figure.Bound,
        Status = actual.Figure.Status,
        Source = actual.Figure.Source,
        Note = actual.Figure.Note,
        Late = actual.Late,
        Version = actual.RowVersion,
        Revision = revision,
    };
}
