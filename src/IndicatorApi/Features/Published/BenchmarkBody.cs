using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Published;

/// <summary>A wider unit's value to compare with (the province's 63 against the ward's 64.5); never a target.</summary>
public sealed record BenchmarkBody
{
    /// <summary>Code of the unit that compares itself.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Code of the indicator.</summary>
    public required string Indicator { get; init; }

    /// <summary>The time it is about.</summary>
    public required Period Period { get; init; }

    /// <summary>Code of the wider unit whose value it is.</summary>
    public required string Scope { get; init; }

    /// <summary>The value, in the indicator's unit.</summary>
    public required decimal Value { get; init; }

    /// <summary>Where it comes from.</summary>
    public string? Source { get; init; }

    /// <summary>The row of this body.</summary>
    public Benchmark? ToRow(ReferenceData reference, Errors errors, Func<string, string> where)
    {
        var unit = reference.Unit(OrgUnit);
        var indicator = reference.Indicator(Indicator);
        var scope = reference.Unit(Scope);
        if (unit is null) errors.Add(where("orgUnit"), ErrorCodes.UnknownReference, Noun.OrganisationUnit, OrgUnit);
        if (indicator is null) errors.Add(where("indicator"), ErrorCodes.UnknownReference, Noun.Indicator, Indicator);
        if (scope is null) errors.Add(where("scope"), ErrorCodes.UnknownReference, Noun.OrganisationUnit, Scope);
        var source = Text.Clean(errors, where("source"), Source, 1000);
        if (unit is null || indicator is null || scope is null) return null;
        return new Benchmark
        {
            OrganisationUnitId = unit.Id,
            IndicatorId = indicator.Id,
            Period = Period.ToString(),
            PeriodStart = Period.Start,
            PeriodEnd = Period.End,
            ScopeUnitId = scope.Id,
            Value = Value,
            Source = source,
            RecordedBy = "",
        };
    }

    /// <summary>The body of a stored benchmark.</summary>
    public static BenchmarkBody From(Benchmark benchmark, ReferenceData reference) => new()
    {
        OrgUnit = reference.Unit(benchmark.OrganisationUnitId).Code,
        Indicator = reference.Indicator(benchmark.IndicatorId).Code,
        Period = Period.Parse(benchmark.Period, null),
        Scope = reference.Unit(benchmark.ScopeUnitId).Code,
        Value = benchmark.Value,
        Source = benchmark.Source,
    };
}
