using FastEndpoints;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Achievements;

public sealed class GetSeries(AchievementReadings readings)
    : Endpoint<GetSeriesRequest, Results<Ok<SeriesResponse>, PickedAnswer, FileAnswer, StatusCodeHttpResult, Problem>>
{
    private static readonly string AllTime = new Period(new DateOnly(Period.MinYear, 1, 1), new DateOnly(Period.MaxYear, 12, 31)).ToString();

    public override void Configure()
    {
        Get("/api/v1/achievements/series");
        Group<AchievementsGroup>();
        Policies(Right.Read);
        Description(route => route.WithFiles().WithMetadata(new AnswerIsKept()));
    }

    /// <summary>One target over time: actual, expected path, percent and verdict at the end of each reporting period, to date.</summary>
    public override async Task<Results<Ok<SeriesResponse>, PickedAnswer, FileAnswer, StatusCodeHttpResult, Problem>> ExecuteAsync(
        GetSeriesRequest request, CancellationToken cancellationToken)
    {
        var (orgUnit, indicator, target) = (request.OrgUnit, request.Indicator, request.Target);
        var errors = new Errors();
        if (orgUnit is null) errors.Add("orgUnit", ErrorCodes.Required);
        if (indicator is null) errors.Add("indicator", ErrorCodes.Required);
        var choice = FileChoice.Of(request, HttpContext.Request, errors);
        var columns = SeriesPoints.Columns.Pick(request.Fields, errors);
        var opened = await readings.OpenAsync(
            Which(request), HttpContext, errors, question => question with { IsSeries = true }, cancellationToken);
        if (opened.Problem is { } problem) return problem;
        if (opened.Reading is not { } reading) return AchievementReadings.NotModified;

        var targets = await reading.TargetsAsync(cancellationToken);
        var asked = targets.Where(row => target is null || row.Id.ToString() == target).MaxBy(row => row.Definition.Scope.End);
        if (asked is null) return Problem.Unknown(Noun.Target, target ?? $"{orgUnit}/{indicator}");
        var points = SeriesPoints.Of(asked, columns, reading.Compare, reading.Reference);
        if (choice is not null) return FileAnswer.Of(choice, columns, points.ToAsyncEnumerable(), "series", orgUnit, indicator, request.Group);
        var series = SeriesResponse.From(asked, [.. points], targets, reading);
        if (request.Fields is null) return TypedResults.Ok(series);
        return new PickedAnswer(series, new Dictionary<string, Action<RowJson>>
        {
            ["items"] = json => Columns<SeriesPoint>.WriteAll(json, columns, series.Items),
        });
    }

    private static AchievementRequest Which(GetSeriesRequest request) => new()
    {
        OrgUnit = request.OrgUnit,
        Indicator = request.Indicator,
        Resolution = request.Resolution,
        Group = request.Group,
        Period = AllTime,
        Kind = request.Kind,
        Issuer = request.Issuer,
        Lead = request.Lead,
        AsOf = request.AsOf,
        Against = request.Against,
        Compare = request.Compare,
        Boundaries = request.Boundaries,
    };
}

/// <summary>Which target.</summary>
public sealed record GetSeriesRequest : FiledRequest
{
    /// <summary>The unit's code; required.</summary>
    [QueryParam] public string? OrgUnit { get; init; }

    /// <summary>The indicator's code; required.</summary>
    [QueryParam] public string? Indicator { get; init; }

    /// <summary>The resolution, where several set a target; the latest otherwise.</summary>
    [QueryParam] public string? Resolution { get; init; }

    /// <summary>The sub-group, where targets are set for several.</summary>
    [QueryParam] public string? Group { get; init; }

    /// <summary>The target's id, to be exact.</summary>
    [QueryParam] public string? Target { get; init; }

    /// <summary>Only targets of documents of these kinds, parted by commas: <c>congress,yearlyPlan</c>.</summary>
    [QueryParam] public string? Kind { get; init; }

    /// <summary>Only targets that these issued, parted by commas: <c>congress,council</c>.</summary>
    [QueryParam] public string? Issuer { get; init; }

    /// <summary>Only targets that this office answers for, as written with the target.</summary>
    [QueryParam] public string? Lead { get; init; }

    /// <summary>The answer as the facts stood at this instant.</summary>
    [QueryParam] public string? AsOf { get; init; }

    /// <summary>Compares each point with earlier periods: <c>previous</c>, <c>samePeriodLastYear</c>, or both parted by a comma.</summary>
    [QueryParam] public string? Compare { get; init; }

    /// <summary>Set against targets as they stand (revised) or as first set (original).</summary>
    [QueryParam] public string? Against { get; init; }

    /// <summary>Whose names tell each result where units took the place of others: those of a day (asOf:2022-12-31), or of today. Left out, the unit has
    /// its own together with what it has of those before it.</summary>
    [QueryParam] public string? Boundaries { get; init; }

    /// <summary>Only these members of each point, parted by commas.</summary>
    [QueryParam] public string? Fields { get; init; }
}
