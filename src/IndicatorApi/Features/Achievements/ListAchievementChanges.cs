using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Achievements;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace IndicatorApi.Features.Achievements;

public sealed class ListAchievementChanges(
    ChangeFollower follower, ChangePulse pulse, ChangeEvents events, Standings standings, Settings settings, TimeProvider clock)
    : Endpoint<ListAchievementChangesRequest, IResult>
{
    /// <summary>Longest time that a request waits for a change.</summary>
    public const int LongestWait = 30;

    public override void Configure()
    {
        Get("/api/v1/achievements/changes");
        Group<AchievementsGroup>();
        Policies(Right.Read);
        Description(route => route.Produces<AchievementChanges>(StatusCodes.Status200OK, "application/json", ChangeEvents.MediaType));
    }

    /// <summary>What changed since a cursor, for programs that keep a copy: every achievement of each unit under which an actual, a target, an indicator,
    /// a resolution or a unit changed, and what is there no more. Without <c>after</c> all of them. Whoever follows has the same set as a full read,
    /// however many write meanwhile. With <c>Accept: text/event-stream</c> the same pages come as server-sent events, each a <c>changes</c> event whose id
    /// is its cursor; an empty one every 20 quiet seconds.</summary>
    public override async Task<IResult> ExecuteAsync(ListAchievementChangesRequest request, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var size = request.Size(errors);
        if (request.Wait is < 0 or > LongestWait) errors.Add("wait", ErrorCodes.InvalidQuery, $"it must be from 0 to {LongestWait}");
        // An answer must have begun before a request is given up.
        var wait = TimeSpan.FromSeconds(Math.Min(request.Wait ?? 0, settings.Limits.RequestSeconds / 2d));
        var asked = request.Asked();
        if (ChangeEvents.AreAsked(HttpContext) && !errors.Any) return await events.AnswerAsync(asked, request.After, HttpContext, cancellationToken);
        var after = request.After;
        for (var begun = clock.GetTimestamp(); ;)
        {
            var known = wait > TimeSpan.Zero ? await pulse.TakeAsync().WaitAsync(cancellationToken) : default;
            var (portion, problem) = await follower.ReadAsync(asked, after, size, errors, cancellationToken);
            if (portion is null) return problem!;
            var left = wait - clock.GetElapsedTime(begun);
            if (portion.Items.Count > 0 || portion.HasMore || left <= TimeSpan.Zero) return Answer(request, portion);
            after = portion.Next;
            await pulse.WaitAsync(known, left, cancellationToken);
            // A key that was revoked while it waited is told nothing more.
            if (!await standings.HoldsAsync(User, cancellationToken)) return new Problem(ErrorCodes.Unauthenticated);
        }
    }

    private IResult Answer(ListAchievementChangesRequest request, ChangePortion portion)
    {
        // Nothing, again and again, is the one answer that stays what it is.
        if (portion.Items.Count == 0 && portion.Next == request.After
            && ETags.IsUnchanged(HttpContext, $"\"{ChangeCursor.NameOf(portion.Next)}\"")) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(AnswerOf(HttpContext, portion));
    }

    /// <summary>The portion with the address of the next one.</summary>
    internal static AchievementChanges AnswerOf(HttpContext http, ChangePortion portion)
    {
        var query = new QueryBuilder(http.Request.Query.Where(pair => pair.Key != "after")) { { "after", portion.Next } };
        return new AchievementChanges(portion.Items, portion.Next, $"{http.Request.PathBase}{http.Request.Path}{query}", portion.HasMore);
    }
}

/// <summary>What is followed, from where, and how much of it.</summary>
public sealed record ListAchievementChangesRequest
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

    /// <summary>The <c>nextCursor</c> of the answer before, with the same filters; from the start without it. It never gets too old.</summary>
    [QueryParam] public string? After { get; init; }

    /// <summary>About how many changes, 1 to 1000, 100 unless said: a unit is never parted.</summary>
    [QueryParam] public int? Limit { get; init; }

    /// <summary>Seconds to wait for a change where there is none yet, up to 30.</summary>
    [QueryParam] public int? Wait { get; init; }

    internal AchievementRequest Asked() => new() { OrgUnit = OrgUnit, Under = Under, Indicator = Indicator, Period = Period, Resolution = Resolution };

    internal int Size(Errors errors)
    {
        if (Limit is < 1 or > Pages.Most) errors.Add("limit", ErrorCodes.InvalidLimit, Pages.Most);
        return Math.Clamp(Limit ?? 100, 1, Pages.Most);
    }
}
