using FastEndpoints;
using IndicatorApi.Achievements;
using IndicatorApi.Data;
using IndicatorApi.Following;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Achievements;

public sealed class ListAchievementChanges(ChangeAnswers answers, FactReadings facts, Settings settings)
    : Endpoint<ListAchievementChangesRequest, IResult>
{
    public override void Configure()
    {
        Get("/api/v1/achievements/changes");
        Group<AchievementsGroup>();
        Policies(Right.Read);
        Description(route => route.Produces<ChangePage<AchievementChange>>(StatusCodes.Status200OK, "application/json", ChangeAnswers.Events));
    }

    /// <summary>What changed since a cursor, for programs that keep a copy: every achievement of each unit under which an actual, a target, an indicator,
    /// a resolution or a unit changed, and what is there no more. Without <c>after</c> all of them. Whoever follows has the same set as a full read,
    /// however many write meanwhile. With <c>Accept: text/event-stream</c> the same pages come as server-sent events, each a <c>changes</c> event whose id
    /// is its cursor; an empty one every 20 quiet seconds.</summary>
    public override Task<IResult> ExecuteAsync(ListAchievementChangesRequest request, CancellationToken cancellationToken) =>
        answers.AnswerAsync(new FollowedAchievements(request.Asked(), facts, settings), request, HttpContext, cancellationToken);
}

/// <summary>What is followed, from where, and how much of it.</summary>
public sealed record ListAchievementChangesRequest : FollowRequest
{
    /// <summary>Only this unit's; all units without it.</summary>
    [QueryParam] public string? OrgUnit { get; init; }

    /// <summary>Only of this unit and all under it on the last day of the period.</summary>
    [QueryParam] public string? Under { get; init; }

    /// <summary>Only of this indicator.</summary>
    [QueryParam] public string? Indicator { get; init; }

    /// <summary>The period that is followed; required.</summary>
    [QueryParam] public string? Period { get; init; }

    /// <summary>Only targets of this resolution.</summary>
    [QueryParam] public string? Resolution { get; init; }

    internal AchievementRequest Asked() => new() { OrgUnit = OrgUnit, Under = Under, Indicator = Indicator, Period = Period, Resolution = Resolution };
}
