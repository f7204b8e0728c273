using System.Text.Json.Serialization;
using FastEndpoints;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Achievements;

public sealed class GetSummary(AchievementReadings readings)
    : Endpoint<GetSummaryRequest, Results<Ok<SummaryResponse>, FileAnswer, StatusCodeHttpResult, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/achievements/summary");
        Group<AchievementsGroup>();
        Policies(Right.Read);
        Description(route => route.WithFiles());
    }

    /// <summary>
    /// Many units together: how many targets are exceeded, met, not met and without data, and by indicator the percent of the aggregate,
    /// never the mean of percents.
    /// </summary>
    public override async Task<Results<Ok<SummaryResponse>, FileAnswer, StatusCodeHttpResult, Problem>> ExecuteAsync(
        GetSummaryRequest request, CancellationToken cancellationToken)
    {
        var (under, indicator) = (request.Under, request.Indicator);
        var errors = new Errors();
        var rowsBy = ParameterText.Word<SummaryBy>(errors, "by", request.By) ?? SummaryBy.Indicator;
        var level = ParameterText.Word<OrganisationUnitLevel>(errors, "level", request.Level);
        var choice = FileChoice.Of(request, HttpContext.Request, errors);
        var which = new AchievementRequest
        {
            Period = request.Period,
            Under = under,
            Indicator = indicator,
            AsOf = request.AsOf,
            Against = request.Against,
        };
        var opened = await readings.OpenAsync(
            which, HttpContext, errors, question => question with { Coverage = false, Weights = rowsBy == SummaryBy.Indicator }, cancellationToken);
        if (opened.Problem is { } problem) return problem;
        if (opened.Reading is not { } reading) return AchievementReadings.NotModified;

        var top = under is null ? null : reading.Reference.Unit(under);
        var summary = await new RollUpQuery(reading.Reference, top, rowsBy, level).SummariseAsync(reading, cancellationToken);
        return choice is null ? TypedResults.Ok(summary) : FileAnswer.Of(choice, summary.Items, "summary", under, indicator, reading.Asked.ToString());
    }
}

/// <summary>Which summary.</summary>
public sealed record GetSummaryRequest : FiledRequest
{
    /// <summary>The period asked for; required.</summary>
    [QueryParam] public string? Period { get; init; }

    /// <summary>Only this unit and all under it; all units without it.</summary>
    [QueryParam] public string? Under { get; init; }

    /// <summary>What a row stands for: an indicator (the default), a unit directly under <c>under</c>, or a group of indicators.</summary>
    [QueryParam] public string? By { get; init; }

    /// <summary>Only this indicator.</summary>
    [QueryParam] public string? Indicator { get; init; }

    /// <summary>Units of which level; the lowest that has such targets when left out. A ward, a commune, a township and a special zone are of one.</summary>
    [QueryParam] public string? Level { get; init; }

    /// <summary>The answer as the facts stood at this instant.</summary>
    [QueryParam] public string? AsOf { get; init; }

    /// <summary>Set against targets as they stand (revised) or as first set (original).</summary>
    [QueryParam] public string? Against { get; init; }
}

/// <summary>What a row of a summary stands for.</summary>
public enum SummaryBy
{
    /// <summary>One indicator over all units.</summary>
    [JsonStringEnumMemberName("indicator")] Indicator,
    /// <summary>One unit with all under it.</summary>
    [JsonStringEnumMemberName("orgUnit")] OrgUnit,
    /// <summary>One heading of indicators.</summary>
    [JsonStringEnumMemberName("group")] Group,
}

/// <summary>Many units together.</summary>
public sealed record SummaryResponse
{
    /// <summary>Code of the unit that all are under; null for all units.</summary>
    public required string? Under { get; init; }

    /// <summary>The period asked for.</summary>
    public required Period Period { get; init; }

    /// <summary>What a row stands for.</summary>
    public required SummaryBy By { get; init; }

    /// <summary>The levels whose units are counted; units of different levels are never counted together.</summary>
    public required IReadOnlyList<OrganisationUnitLevel> Levels { get; init; }

    /// <summary>Units of other levels that have targets too; <c>level</c> asks for them.</summary>
    public required IReadOnlyList<OtherLevel> OtherLevels { get; init; }

    /// <summary>The counts over all.</summary>
    public required ScoreboardResponse Scoreboard { get; init; }

    /// <summary>The rows: indicators and groups in order of code, units in order of code.</summary>
    public required IReadOnlyList<SummaryRow> Items { get; init; }
}

/// <summary>One row of a summary.</summary>
public sealed record SummaryRow
{
    /// <summary>Code of the unit; null unless rows are units.</summary>
    public required string? OrgUnit { get; init; }

    /// <summary>Its name.</summary>
    public required string? OrgUnitName { get; init; }

    /// <summary>Code of the indicator; null unless rows are indicators.</summary>
    public required string? Indicator { get; init; }

    /// <summary>Its name.</summary>
    public required string? IndicatorName { get; init; }

    /// <summary>The unit of its figures.</summary>
    public required string? Measure { get; init; }

    /// <summary>Code of the heading; null where indicators have none.</summary>
    public required string? Group { get; init; }

    /// <summary>The counts over the row.</summary>
    public required ScoreboardResponse Scoreboard { get; init; }

    /// <summary>The aggregate; null unless rows are indicators.</summary>
    public required RollUpResponse? RollUp { get; init; }
}

/// <summary>The aggregate of one indicator over units that are asked in one way.</summary>
public sealed record RollUpResponse
{
    /// <summary>Who issued the targets; those of different issuers are never mixed.</summary>
    public required ResolutionIssuer Issuer { get; init; }

    /// <summary>The sub-group the targets are for; null for the whole.</summary>
    public required string? TargetGroup { get; init; }

    /// <summary>The time the targets are for.</summary>
    public required string TargetPeriod { get; init; }

    /// <summary>Once, or in each year.</summary>
    public required Recurrence Recurrence { get; init; }

    /// <summary>How units combine, as the indicator declares.</summary>
    public required UnitCombining OverUnits { get; init; }

    /// <summary>Why there is no aggregate; null when there is one.</summary>
    public required Phrase? Refused { get; init; }

    /// <summary>The rule for the units together.</summary>
    public required TargetRule? Rule { get; init; }

    /// <summary>The number to reach together, of the units that have a figure.</summary>
    public required decimal? Target { get; init; }

    /// <summary>The upper bound of a band.</summary>
    public required decimal? TargetUpper { get; init; }

    /// <summary>The value at the start together.</summary>
    public required decimal? Baseline { get; init; }

    /// <summary>The actual together.</summary>
    public required decimal? Actual { get; init; }

    /// <summary>Sum of numerators.</summary>
    public required decimal? Numerator { get; init; }

    /// <summary>Sum of denominators.</summary>
    public required decimal? Denominator { get; init; }

    /// <summary>Percent of the aggregate, uncapped.</summary>
    public required decimal? Percent { get; init; }

    /// <summary>The percent clipped to 0..100.</summary>
    public required decimal? PercentCapped { get; init; }

    /// <summary>How far beyond the number to reach together.</summary>
    public required decimal? Difference { get; init; }

    /// <summary>The judgement on the aggregate.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why there is no percent or verdict.</summary>
    public required Reason? Reason { get; init; }

    /// <summary>The name of the formula.</summary>
    public required string? Method { get; init; }

    /// <summary>How the percent was found from the numbers above; null where there is none.</summary>
    public required RollUpExplanation? Explain { get; init; }

    /// <summary>Where the rows of the single units are, each with an explanation of its own.</summary>
    public required string Rows { get; init; }

    /// <summary>Units that have the target.</summary>
    public required int Units { get; init; }

    /// <summary>Units that also have a figure.</summary>
    public required int UnitsWithFigure { get; init; }

    /// <summary>Share of units with a figure, 0 to 1.</summary>
    public required decimal? CoverageByCount { get; init; }

    /// <summary>Share of the weight with a figure, 0 to 1; null where no weight is named.</summary>
    public required decimal? CoverageByWeight { get; init; }

    /// <summary>The units without a figure, by name; the first hundred.</summary>
    public required IReadOnlyList<UnitName> Missing { get; init; }

    /// <summary>Units left out because a unit under them has the target too: counting both would count twice.</summary>
    public required IReadOnlyList<UnitName> LeftOut { get; init; }
}

/// <summary>How the percent of an aggregate was found.</summary>
/// <param name="FormulaId">The formula with its version.</param>
/// <param name="Expression">The formula in symbols.</param>
/// <param name="Substituted">The formula with the aggregate's numbers and its result.</param>
/// <param name="Test">The comparison that decided the verdict.</param>
/// <param name="Words">How the units were combined.</param>
public sealed record RollUpExplanation(string FormulaId, string Expression, string? Substituted, string? Test, Phrase Words);

/// <summary>A unit by code and name.</summary>
/// <param name="OrgUnit">Its code.</param>
/// <param name="OrgUnitName">Its name.</param>
public sealed record UnitName(string OrgUnit, string OrgUnitName);
