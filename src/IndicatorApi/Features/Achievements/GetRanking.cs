using FastEndpoints;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Achievements;

public sealed class GetRanking(AchievementReadings readings)
    : Endpoint<GetRankingRequest, Results<Ok<RankingResponse>, PickedAnswer, FileAnswer, StatusCodeHttpResult, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/achievements/ranking");
        Group<AchievementsGroup>();
        Policies(Right.Read);
        Description(route => route.WithFiles().WithMetadata(new AnswerIsKept()));
    }

    /// <summary>Units in order of one indicator, the best first. Ties share a rank; units without a figure are listed apart.</summary>
    public override async Task<Results<Ok<RankingResponse>, PickedAnswer, FileAnswer, StatusCodeHttpResult, Problem>> ExecuteAsync(
        GetRankingRequest request, CancellationToken cancellationToken)
    {
        var (indicator, under) = (request.Indicator, request.Under);
        var errors = new Errors();
        if (indicator is null) errors.Add("indicator", ErrorCodes.Required);
        var order = ParameterText.Word<RankingBy>(errors, "by", request.By) ?? RankingBy.Percent;
        var level = ParameterText.Word<OrganisationUnitLevel>(errors, "level", request.Level);
        var choice = FileChoice.Of(request, HttpContext.Request, errors);
        var columns = AnswerColumns<RankingLine>.Columns.Pick(request.Fields, errors);
        var which = Which(request);
        var opened = await readings.OpenAsync(which, HttpContext, errors, cancellationToken);
        if (opened.Problem is { } problem) return problem;
        if (opened.Reading is not { } reading) return AchievementReadings.NotModified;

        var rows = await reading.RowsAsync(Detail.None, cancellationToken).ToListAsync(cancellationToken);
        var ranking = RankingResponse.From(rows, order, level, reading, which);
        if (choice is not null)
        {
            var lines = ranking.Items.Select(RankingLine.From).Concat(ranking.Missing.Select(RankingLine.From));
            return FileAnswer.Of(choice, columns, lines.ToAsyncEnumerable(), "ranking", indicator, under, reading.Asked.ToString());
        }
        if (request.Fields is null) return TypedResults.Ok(ranking);
        var (ranked, missing) = (AnswerColumns<RankedUnit>.Columns.Named(columns), AnswerColumns<UnrankedUnit>.Columns.Named(columns));
        return new PickedAnswer(ranking, new Dictionary<string, Action<RowJson>>
        {
            ["items"] = json => Columns<RankedUnit>.WriteAll(json, ranked, ranking.Items),
            ["missing"] = json => Columns<UnrankedUnit>.WriteAll(json, missing, ranking.Missing),
        });
    }

    private static AchievementRequest Which(GetRankingRequest request) => new()
    {
        Indicator = request.Indicator,
        Period = request.Period,
        Under = request.Under,
        Group = request.Group ?? "",
        Kind = request.Kind,
        Issuer = request.Issuer ?? (request.Kind is null ? WireNames<ResolutionIssuer>.Of(ResolutionIssuer.Congress) : null),
        Lead = request.Lead,
        AsOf = request.AsOf,
        Against = request.Against,
        Boundaries = request.Boundaries,
    };
}

/// <summary>Which ranking.</summary>
public sealed record GetRankingRequest : FiledRequest
{
    /// <summary>The indicator's code; required.</summary>
    [QueryParam] public string? Indicator { get; init; }

    /// <summary>The period asked for; required.</summary>
    [QueryParam] public string? Period { get; init; }

    /// <summary>Only this unit and all under it.</summary>
    [QueryParam] public string? Under { get; init; }

    /// <summary>In order of percent (the default), or of the actual in the direction that is better.</summary>
    [QueryParam] public string? By { get; init; }

    /// <summary>The sub-group the targets are for; the whole when left out.</summary>
    [QueryParam] public string? Group { get; init; }

    /// <summary>Only targets of documents of these kinds, parted by commas: <c>congress,yearlyPlan</c>.</summary>
    [QueryParam] public string? Kind { get; init; }

    /// <summary>Whose targets, parted by commas: <c>congress,council</c>; the units' own congresses when this and <c>kind</c> are left out.</summary>
    [QueryParam] public string? Issuer { get; init; }

    /// <summary>Only targets that this office answers for, as written with the target.</summary>
    [QueryParam] public string? Lead { get; init; }

    /// <summary>Units of which level; the lowest that has such targets when left out. A ward, a commune, a township and a special zone are of one.</summary>
    [QueryParam] public string? Level { get; init; }

    /// <summary>The answer as the facts stood at this instant.</summary>
    [QueryParam] public string? AsOf { get; init; }

    /// <summary>Set against targets as they stand (revised) or as first set (original).</summary>
    [QueryParam] public string? Against { get; init; }

    /// <summary>Who is under whom: as on the last day of the period (the default), as on a day (asOf:2022-12-31), or as today.</summary>
    [QueryParam] public string? Boundaries { get; init; }

    /// <summary>Only these members of each unit, with a rank or without, parted by commas.</summary>
    [QueryParam] public string? Fields { get; init; }
}
