using FastEndpoints;
using IndicatorApi.Achievements;
using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Achievements;

public sealed class GetSummary(AchievementReadings readings)
    : Endpoint<GetSummaryRequest, Results<Ok<SummaryResponse>, PickedAnswer, FileAnswer, StatusCodeHttpResult, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/achievements/summary");
        Group<AchievementsGroup>();
        Policies(Right.Read);
        Description(route => route.WithFiles().WithMetadata(new AnswerIsKept()));
    }

    /// <summary>
    /// Many units together: how many targets are exceeded, met, not met and without data, and by indicator the percent of the aggregate,
    /// never the mean of percents.
    /// </summary>
    public override async Task<Results<Ok<SummaryResponse>, PickedAnswer, FileAnswer, StatusCodeHttpResult, Problem>> ExecuteAsync(
        GetSummaryRequest request, CancellationToken cancellationToken)
    {
        var (under, indicator) = (request.Under, request.Indicator);
        var errors = new Errors();
        var rowsBy = ParameterText.Word<SummaryBy>(errors, "by", request.By) ?? SummaryBy.Indicator;
        var level = ParameterText.Word<OrganisationUnitLevel>(errors, "level", request.Level);
        var choice = FileChoice.Of(request, HttpContext.Request, errors);
        var columns = AnswerColumns<SummaryRow>.Columns.Pick(request.Fields, errors);
        var isCombined = rowsBy == SummaryBy.Indicator && columns.Any(column => column.Name == "rollUp");
        var which = new AchievementRequest
        {
            Period = request.Period,
            Under = under,
            Indicator = indicator,
            Kind = request.Kind,
            Issuer = request.Issuer,
            Lead = request.Lead,
            AsOf = request.AsOf,
            Against = request.Against,
            Boundaries = request.Boundaries,
        };
        var opened = await readings.OpenAsync(
            which, HttpContext, errors, question => question with { Weights = isCombined }, cancellationToken);
        if (opened.Problem is { } problem) return problem;
        if (opened.Reading is not { } reading) return AchievementReadings.NotModified;

        var top = under is null ? null : reading.Reference.Unit(under);
        var day = which.TreeDay(reading.Reference, reading.Asked);
        var query = new RollUpQuery(reading.Reference, top, rowsBy, level, day) { Boundaries = request.Boundaries, IsCombined = isCombined };
        var summary = await query.SummariseAsync(reading, cancellationToken);
        if (choice is not null)
            return FileAnswer.Of(choice, columns, summary.Items.ToAsyncEnumerable(), "summary", under, indicator, reading.Asked.ToString());
        if (request.Fields is null) return TypedResults.Ok(summary);
        return new PickedAnswer(summary, new Dictionary<string, Action<RowJson>>
        {
            ["items"] = json => Columns<SummaryRow>.WriteAll(json, columns, summary.Items),
        });
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

    /// <summary>Only targets of documents of these kinds, parted by commas: <c>congress,yearlyPlan</c>.</summary>
    [QueryParam] public string? Kind { get; init; }

    /// <summary>Only targets that these issued, parted by commas: <c>congress,council</c>.</summary>
    [QueryParam] public string? Issuer { get; init; }

    /// <summary>Only targets that this office answers for, as written with the target.</summary>
    [QueryParam] public string? Lead { get; init; }

    /// <summary>The answer as the facts stood at this instant.</summary>
    [QueryParam] public string? AsOf { get; init; }

    /// <summary>Set against targets as they stand (revised) or as first set (original).</summary>
    [QueryParam] public string? Against { get; init; }

    /// <summary>Who is under whom: as on the last day of the period (the default), as on a day (asOf:2022-12-31), or as today.</summary>
    [QueryParam] public string? Boundaries { get; init; }

    /// <summary>Only these members of each row, parted by commas.</summary>
    [QueryParam] public string? Fields { get; init; }
}
