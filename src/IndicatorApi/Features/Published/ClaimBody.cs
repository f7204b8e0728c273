using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Published;

/// <summary>What a report published about a unit's achievement (a percent, a verdict, a gap or an excess), kept beside the computed one; neither overwrites the
/// other.</summary>
public sealed record ClaimBody
{
    /// <summary>Code of the unit.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Code of the indicator.</summary>
    public required string Indicator { get; init; }

    /// <summary>The sub-group it is about; null for the whole.</summary>
    public string? Group { get; init; }

    /// <summary>The time it is about.</summary>
    public required Period Period { get; init; }

    /// <summary>Code of the resolution it is set against; null when it names none.</summary>
    public string? Resolution { get; init; }

    /// <summary>The percent as printed.</summary>
    public decimal? Percent { get; init; }

    /// <summary>Decimals printed in the percent, 0 to 8; those of the number when left out. One unit of the last is the tolerance.</summary>
    public int? Decimals { get; init; }

    /// <summary>The verdict as printed.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>The difference to the target as printed, in the indicator's unit: 0.3 for "vượt 0,3 điểm", -2 for "thiếu 2 hộ". One unit of its last digit is
    /// the tolerance.</summary>
    public decimal? Gap { get; init; }

    /// <summary>The percent beyond the target as printed: 8 for "vượt 8 %", which is an achievement of 108 percent; below zero for what is short. One unit of
    /// its last digit is the tolerance.</summary>
    public decimal? Excess { get; init; }

    /// <summary>The sentence.</summary>
    public string? Statement { get; init; }

    /// <summary>The document.</summary>
    public string? Source { get; init; }

    /// <summary>The day it was published.</summary>
    public DateOnly? PublishedOn { get; init; }

    /// <summary>The row of this body.</summary>
    public Claim? ToRow(ReferenceData reference, Errors errors, Func<string, string> where)
    {
        var unit = reference.Unit(OrgUnit);
        var indicator = reference.Indicator(Indicator);
        var resolution = Resolution is null ? null : reference.Resolution(Resolution);
        if (unit is null) errors.Add(where("orgUnit"), ErrorCodes.UnknownReference, Noun.OrganisationUnit, OrgUnit);
        if (indicator is null) errors.Add(where("indicator"), ErrorCodes.UnknownReference, Noun.Indicator, Indicator);
        if (Resolution is not null && resolution is null) errors.Add(where("resolution"), ErrorCodes.UnknownReference, Noun.Resolution, Resolution);
        else if (resolution is not null && unit is not null && resolution.OrganisationUnitId != unit.Id)
            errors.Add(where("resolution"), ErrorCodes.Inconsistent, "The resolution is of another unit.", "Nghị quyết thuộc đơn vị khác.");
        if ((Percent ?? Gap ?? Excess) is null && Verdict is null)
            errors.Add(where("percent"), ErrorCodes.Inconsistent, "Give percent, verdict, gap or excess.", "Cần percent, verdict, gap hoặc excess.");
        if (Verdict is Calculation.Verdict.NoData or Calculation.Verdict.NotAssessable)
            errors.Add(where("verdict"), ErrorCodes.UnknownWord, WireNames<Verdict>.Of(Verdict.Value), "exceeded, met, notMet");
        if (Decimals is < 0 or > 8) errors.Add(where("decimals"), ErrorCodes.OutOfRange, "0..8");
        Text.CheckCode(errors, where("group"), Group);
        var statement = Text.Clean(errors, where("statement"), Statement, 2000);
        var source = Text.Clean(errors, where("source"), Source, 1000);
        if (unit is null || indicator is null) return null;
        return new Claim
        {
            OrganisationUnitId = unit.Id,
            IndicatorId = indicator.Id,
            GroupCode = Group ?? "",
            Period = Period.ToString(),
            PeriodStart = Period.Start,
            PeriodEnd = Period.End,
            ResolutionId = resolution?.Id,
            Percent = Percent,
            Decimals = Decimals ?? Numbers.Normalise(Percent ?? 0).Scale,
            Verdict = Verdict,
            Gap = Gap,
            Excess = Excess,
            Statement = statement,
            Source = source,
            PublishedOn = PublishedOn,
            RecordedBy = "",
        };
    }

    /// <summary>The body of a stored claim.</summary>
    public static ClaimBody From(Claim claim, ReferenceData reference) => new()
    {
        OrgUnit = reference.Unit(claim.OrganisationUnitId).Code,
        Indicator = reference.Indicator(claim.IndicatorId).Code,
        Group = claim.GroupCode.Length > 0 ? claim.GroupCode : null,
        Period = Period.Parse(claim.Period, null),
        Resolution = claim.ResolutionId is { } id ? reference.Resolution(id).Code : null,
        Percent = claim.Percent,
        Decimals = claim.Decimals,
        Verdict = claim.Verdict,
        Gap = claim.Gap,
        Excess = claim.Excess,
        Statement = claim.Statement,
        Source = claim.Source,
        PublishedOn = claim.PublishedOn,
    };
}
