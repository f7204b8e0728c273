using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Targets;

/// <summary>What a resolution asks of one indicator.</summary>
public sealed record TargetBody
{
    /// <summary>Code of the resolution; the one in the address when it stands there.</summary>
    public string? Resolution { get; init; }

    /// <summary>Code of the indicator.</summary>
    public required string Indicator { get; init; }

    /// <summary>The sub-group it is for, such as <c>professional-cells</c>; null for the whole.</summary>
    public string? Group { get; init; }

    /// <summary>The time it is asked for; the resolution's term when left out.</summary>
    public Period? Period { get; init; }

    /// <summary>Once, or in each year of the period.</summary>
    public Recurrence Recurrence { get; init; } = Recurrence.Once;

    /// <summary>What is asked.</summary>
    public required TargetRule Rule { get; init; }

    /// <summary>The value at the start, where it is known.</summary>
    public BaselineBody? Baseline { get; init; }

    /// <summary>What the resolution asks for on the way, in order of date.</summary>
    public IReadOnlyList<CheckpointBody>? Checkpoints { get; init; }

    /// <summary>The shape of the expected path.</summary>
    public PathModel PathModel { get; init; } = PathModel.Linear;

    /// <summary>False where it does not apply to this unit: it is then listed, not counted.</summary>
    public bool Applicable { get; init; } = true;

    /// <summary>The resolution's own sentence.</summary>
    public string? Wording { get; init; }

    /// <summary>Where in the resolution it stands.</summary>
    public string? Clause { get; init; }

    /// <summary>Its weight in a weighted mean; 1 when left out.</summary>
    public decimal? Weight { get; init; }

    /// <summary>The office that answers for it, such as <c>Phòng Kinh tế</c>.</summary>
    public string? Lead { get; init; }

    /// <summary>The offices that work along.</summary>
    public IReadOnlyList<string>? Coordinating { get; init; }

    /// <summary>Where its figures come from, such as <c>Chi cục Thống kê</c>.</summary>
    public string? DataSource { get; init; }

    /// <summary>Id of the target that this is a share of: on the same indicator, of the same unit or one above.</summary>
    public Guid? ParentTarget { get; init; }

    /// <summary>The colours that stand beside its verdict; those of its resolution when left out.</summary>
    public ColourBands? Bands { get; init; }

    /// <summary>
    /// Its place in the resolution, from 1; the next free one when left out. Needed only where several targets stand on one indicator, group and
    /// period: a place of its own makes one more of them.
    /// </summary>
    public int? Position { get; init; }

    /// <summary>Why it is changed; kept with the version.</summary>
    public string? Reason { get; init; }

    /// <summary>The document that changes it; kept with the version.</summary>
    public string? LegalBasis { get; init; }

    /// <summary>The row of this body.</summary>
    public Target ToRow(Resolution resolution, Indicator indicator, ReferenceData reference, Errors errors, Func<string, string> where)
    {
        Text.CheckCode(errors, where("group"), Group);
        var baseline = Baseline is { Value: { } value } ? new Baseline(value, Baseline.On) : null;
        var rule = Rule is Achieve achieve && Text.IsWellFormed(achieve.Level) ? achieve with { Level = achieve.Level.Normalize() } : Rule;
        foreach (var wrong in rule.Validate(ReferenceData.Define(indicator), baseline, Recurrence))
        {
            Refuse(errors, where(wrong.Member == "recurrence" ? wrong.Member : $"rule.{wrong.Member}"), wrong);
        }
        foreach (var wrong in rule is Composite composite ? composite.ValidateMembers(code => Defined(reference, code), Recurrence) : [])
            Refuse(errors, where($"rule.{wrong.Member}"), wrong);
        if (Weight is <= 0) errors.Add(where("weight"), ErrorCodes.OutOfRange, "> 0");
        if (Position is < 1 or > MostPositions) errors.Add(where("position"), ErrorCodes.OutOfRange, $"1..{MostPositions}");
        if (Coordinating?.Count > MostOffices) errors.Add(where("coordinating"), ErrorCodes.TooMany, MostOffices);
        var offices = (Coordinating ?? []).Take(MostOffices).Select((office, i) => Text.Line(errors, where($"coordinating[{i}]"), office, 200)).ToList();

        var named = Period ?? Calculation.Period.Parse(resolution.Term, null);
        var scope = reference.Calendar.Scope(resolution.Id, named);
        for (var i = 0; i < (Checkpoints?.Count ?? 0); i++)
        {
            var on = Checkpoints![i].On;
            if (!scope.Contains(on)) errors.Add(where($"checkpoints[{i}].on"), ErrorCodes.OutOfRange, $"{scope.Start:yyyy-MM-dd} .. {scope.End:yyyy-MM-dd}");
            if (i > 0 && on <= Checkpoints[i - 1].On) errors.Add(where($"checkpoints[{i}].on"), ErrorCodes.OutOfRange, $"> {Checkpoints[i - 1].On:yyyy-MM-dd}");
        }
        return new Target
        {
            OrganisationUnitId = resolution.OrganisationUnitId,
            ResolutionId = resolution.Id,
            IndicatorId = indicator.Id,
            GroupCode = Group ?? "",
            Period = named.ToString(),
            ScopeStart = named.Start,
            ScopeEnd = named.End,
            Recurrence = Recurrence,
            RuleKind = rule.KindName,
            Rule = JsonSerializer.Serialize(rule, WireJson.Options),
            BaselineValue = Baseline?.Value,
            BaselineOn = Baseline?.On,
            BaselineSource = Text.Clean(errors, where("baseline.source"), Baseline?.Source, 500),
            Checkpoints = Checkpoints is { Count: > 0 } ? JsonSerializer.Serialize(Checkpoints, WireJson.Options) : null,
            PathModel = PathModel,
            Applicable = Applicable,
            Wording = Text.Clean(errors, where("wording"), Wording, 2000),
            Clause = Text.Clean(errors, where("clause"), Clause, 500),
            Weight = Weight,
            Lead = Text.Line(errors, where("lead"), Lead, 200),
            Coordinating = offices.Count > 0 ? JsonSerializer.Serialize(offices, WireJson.Options) : null,
            DataSource = Text.Clean(errors, where("dataSource"), DataSource, 500),
            ParentTargetId = ParentTarget,
            Bands = StoredBands.ToJson(CheckedBands.Of(Bands, errors, where)),
            Position = Position ?? 0,
        };
    }

    private const int MostPositions = 100_000;

    private const int MostOffices = 50;

    private static IndicatorDefinition? Defined(ReferenceData reference, string code) =>
        reference.Indicator(code) is { } indicator ? reference.Definition(indicator.Id) : null;

    private static void Refuse(Errors errors, string where, RuleProblem wrong)
    {
        if (wrong.TooLarge) errors.Add(where, ErrorCodes.NumberNotStorable, StorableNumber.IntegerDigits, StorableNumber.DecimalDigits);
        else errors.Add(where, ErrorCodes.Inconsistent, wrong.Message.En, wrong.Message.Vi);
    }

    /// <summary>The body of a stored target.</summary>
    public static TargetBody From(TargetTerms target, ReferenceData reference) => new()
    {
        Resolution = reference.Resolution(target.ResolutionId).Code,
        Indicator = reference.Indicator(target.IndicatorId).Code,
        Group = target.GroupCode.Length > 0 ? target.GroupCode : null,
        Period = Calculation.Period.Parse(target.Period, null),
        Recurrence = target.Recurrence,
        Rule = JsonSerializer.Deserialize<TargetRule>(target.Rule, WireJson.Options)!,
        Baseline = target.BaselineValue is { } value ? new BaselineBody { Value = value, On = target.BaselineOn, Source = target.BaselineSource } : null,
        Checkpoints = target.Checkpoints is { } json ? JsonSerializer.Deserialize<List<CheckpointBody>>(json, WireJson.Options) : null,
        PathModel = target.PathModel,
        Applicable = target.Applicable,
        Wording = target.Wording,
        Clause = target.Clause,
        Weight = target.Weight,
        Lead = target.Lead,
        Coordinating = target.Coordinating is { } offices ? JsonSerializer.Deserialize<List<string>>(offices, WireJson.Options) : null,
        DataSource = target.DataSource,
        ParentTarget = target.ParentTargetId,
        Bands = StoredBands.Of(target.Bands),
        Position = target.Position,
    };
}

/// <summary>The value at the start of the term.</summary>
public sealed record BaselineBody
{
    /// <summary>In the indicator's own unit.</summary>
    public required decimal? Value { get; init; }

    /// <summary>The day it stood.</summary>
    public DateOnly? On { get; init; }

    /// <summary>Where it comes from.</summary>
    public string? Source { get; init; }
}

/// <summary>A value that the resolution asks for at a date.</summary>
public sealed record CheckpointBody
{
    /// <summary>The date.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The value to have reached by then.</summary>
    public required decimal Value { get; init; }
}

/// <summary>A stored target.</summary>
public sealed record TargetResponse
{
    /// <summary>The identity in addresses.</summary>
    [Required]
    public required Guid Id { get; init; }

    /// <summary>1 when first set, one more with every change; the ETag begins with it.</summary>
    public required long Version { get; init; }

    /// <summary>Code of the unit.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Code of the resolution.</summary>
    public required string Resolution { get; init; }

    /// <summary>Code of the indicator.</summary>
    public required string Indicator { get; init; }

    /// <summary>The sub-group it is for; null for the whole.</summary>
    public required string? Group { get; init; }

    /// <summary>The time it is asked for.</summary>
    public required Period Period { get; init; }

    /// <summary>First day of that time, a term having its resolution's own dates.</summary>
    public required DateOnly ScopeStart { get; init; }

    /// <summary>Last day of that time.</summary>
    public required DateOnly ScopeEnd { get; init; }

    /// <summary>Once, or in each year.</summary>
    public required Recurrence Recurrence { get; init; }

    /// <summary>What is asked.</summary>
    public required TargetRule Rule { get; init; }

    /// <summary>What is asked, as a resolution says it in Vietnamese, without the unit.</summary>
    public required string TargetText { get; init; }

    /// <summary>The value at the start; null when unknown.</summary>
    public required BaselineBody? Baseline { get; init; }

    /// <summary>What is asked on the way.</summary>
    public required IReadOnlyList<CheckpointBody> Checkpoints { get; init; }

    /// <summary>The shape of the expected path.</summary>
    public required PathModel PathModel { get; init; }

    /// <summary>False where it does not apply to this unit.</summary>
    public required bool Applicable { get; init; }

    /// <summary>The resolution's own sentence.</summary>
    public required string? Wording { get; init; }

    /// <summary>Where in the resolution it stands.</summary>
    public required string? Clause { get; init; }

    /// <summary>Its weight; null counts as 1.</summary>
    public required decimal? Weight { get; init; }

    /// <summary>The office that answers for it; null when none is named.</summary>
    public required string? Lead { get; init; }

    /// <summary>The offices that work along.</summary>
    public required IReadOnlyList<string> Coordinating { get; init; }

    /// <summary>Where its figures come from; null when it is not said.</summary>
    public required string? DataSource { get; init; }

    /// <summary>Id of the target that this is a share of; null when it is of none.</summary>
    public required Guid? ParentTarget { get; init; }

    /// <summary>The colours that stand beside its verdict; null where those of its resolution hold.</summary>
    public required ColourBands? Bands { get; init; }

    /// <summary>Its place in the resolution, which tells apart targets on one indicator and period.</summary>
    public required int Position { get; init; }

    /// <summary>The answer for a stored target.</summary>
    public static TargetResponse From(Target target, ReferenceData reference) => From(target, target.Id, reference);

    /// <summary>The answer for a target as one version has it.</summary>
    public static TargetResponse From(TargetTerms target, Guid id, ReferenceData reference)
    {
        var body = TargetBody.From(target, reference);
        var scope = reference.Calendar.Scope(target);
        return new TargetResponse
        {
            Id = id,
            Version = target.RowVersion,
            OrgUnit = reference.Unit(target.OrganisationUnitId).Code,
            Resolution = body.Resolution!,
            Indicator = body.Indicator,
            Group = body.Group,
            Period = body.Period!.Value,
            ScopeStart = scope.Start,
            ScopeEnd = scope.End,
            Recurrence = body.Recurrence,
            Rule = body.Rule,
            TargetText = body.Rule.TargetText(),
            Baseline = body.Baseline,
            Checkpoints = body.Checkpoints ?? [],
            PathModel = body.PathModel,
            Applicable = body.Applicable,
            Wording = body.Wording,
            Clause = body.Clause,
            Weight = body.Weight,
            Lead = body.Lead,
            Coordinating = body.Coordinating ?? [],
            DataSource = body.DataSource,
            ParentTarget = body.ParentTarget,
            Bands = body.Bands,
            Position = target.Position,
        };
    }
}
