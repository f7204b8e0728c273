using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Published;

/// <summary>
/// What a report published about a unit's achievement (a percent, a verdict, a gap or an excess), or about its whole scoreboard, kept beside the computed
/// one; neither overwrites the other.
/// </summary>
public sealed record ClaimBody
{
    /// <summary>Code of the unit.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Code of the indicator; left out, and <c>scoreboard</c> given, where it is about all targets together.</summary>
    public string? Indicator { get; init; }

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

    /// <summary>The count as printed: "15/18 chỉ tiêu đạt và vượt".</summary>
    public ScoreboardClaimBody? Scoreboard { get; init; }

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
        var indicator = Indicator is null ? null : reference.Indicator(Indicator);
        var resolution = Resolution is null ? null : reference.Resolution(Resolution);
        if (unit is null) errors.Add(where("orgUnit"), ErrorCodes.UnknownReference, Noun.OrganisationUnit, OrgUnit);
        if (Indicator is not null && indicator is null) errors.Add(where("indicator"), ErrorCodes.UnknownReference, Noun.Indicator, Indicator);
        if (Resolution is not null && resolution is null) errors.Add(where("resolution"), ErrorCodes.UnknownReference, Noun.Resolution, Resolution);
        else if (resolution is not null && unit is not null && resolution.OrganisationUnitId != unit.Id)
            errors.Add(where("resolution"), ErrorCodes.Inconsistent, "The resolution is of another unit.", "Nghị quyết thuộc đơn vị khác.");
        CheckForm(errors, where);
        if (Verdict is Calculation.Verdict.NoData or Calculation.Verdict.NotAssessable)
            errors.Add(where("verdict"), ErrorCodes.UnknownWord, WireNames<Verdict>.Of(Verdict.Value), "exceeded, met, notMet");
        if (Decimals is < 0 or > 8) errors.Add(where("decimals"), ErrorCodes.OutOfRange, "0..8");
        Text.CheckCode(errors, where("group"), Group);
        var statement = Text.Clean(errors, where("statement"), Statement, 2000);
        var source = Text.Clean(errors, where("source"), Source, 1000);
        if (unit is null) return null;
        return new Claim
        {
            OrganisationUnitId = unit.Id,
            IndicatorId = indicator?.Id,
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
            ScoreboardMet = Scoreboard?.Met,
            ScoreboardOf = Scoreboard?.Of,
            Statement = statement,
            Source = source,
            PublishedOn = PublishedOn,
            RecordedBy = "",
        };
    }

    // Of one indicator it says something about its achievement, of all together how many are met.
    private void CheckForm(Errors errors, Func<string, string> where)
    {
        var isOfOne = (Percent ?? Gap ?? Excess) is not null || Verdict is not null;
        if (Scoreboard is null && !isOfOne)
            errors.Add(where("percent"), ErrorCodes.Inconsistent, "Give percent, verdict, gap, excess or scoreboard.",
                "Cần percent, verdict, gap, excess hoặc scoreboard.");
        if (Scoreboard is null && isOfOne && Indicator is null) errors.Add(where("indicator"), ErrorCodes.Required);
        if (Scoreboard is null) return;
        if (isOfOne || Indicator is not null || Group is not null)
            errors.Add(where("scoreboard"), ErrorCodes.Inconsistent, "A scoreboard is about all targets together: no indicator, group or other number with it.",
                "Bảng tổng hợp nói về mọi chỉ tiêu: không kèm chỉ tiêu, nhóm hay con số khác.");
        if (Scoreboard.Of is < 1 or > MostTargets) errors.Add(where("scoreboard.of"), ErrorCodes.OutOfRange, $"1..{MostTargets}");
        if (Scoreboard.Met < 0 || Scoreboard.Met > Scoreboard.Of) errors.Add(where("scoreboard.met"), ErrorCodes.OutOfRange, "0..of");
    }

    private const int MostTargets = 100_000;

    /// <summary>The body of a stored claim.</summary>
    public static ClaimBody From(Claim claim, ReferenceData reference) => new()
    {
        OrgUnit = reference.Unit(claim.OrganisationUnitId).Code,
        Indicator = claim.IndicatorId is { } indicator ? reference.Indicator(indicator).Code : null,
        Group = claim.GroupCode.Length > 0 ? claim.GroupCode : null,
        Period = Period.Parse(claim.Period, null),
        Resolution = claim.ResolutionId is { } id ? reference.Resolution(id).Code : null,
        Percent = claim.Percent,
        Decimals = claim.Decimals,
        Verdict = claim.Verdict,
        Gap = claim.Gap,
        Excess = claim.Excess,
        Scoreboard = claim is { ScoreboardMet: { } met, ScoreboardOf: { } of } ? new ScoreboardClaimBody(met, of) : null,
        Statement = claim.Statement,
        Source = claim.Source,
        PublishedOn = claim.PublishedOn,
    };
}

/// <summary>How many of how many targets a report calls met or better.</summary>
/// <param name="Met">How many are met or better: 15 of "15/18".</param>
/// <param name="Of">Of how many: 18.</param>
public sealed record ScoreboardClaimBody(int Met, int Of);
