using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using IndicatorApi.Access;
using IndicatorApi.Achievements;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Achievements;

/// <summary>The pages of changes as server-sent events, as they come: the id of each is its cursor, so that a browser goes on where the line broke.</summary>
public sealed class ChangeEvents(ChangeFollower follower, ChangePulse pulse, Standings standings)
{
    /// <summary>What they are asked for by in <c>Accept</c>.</summary>
    public const string MediaType = "text/event-stream";

    private const int AtOnce = 500;

    // Proxies close what is silent for a minute.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    /// <summary>Whether events are asked for.</summary>
    public static bool AreAsked(HttpContext http)
    {
        Variants.By(http, "Accept");
        return http.Request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType == MediaType);
    }

    /// <summary>Begins the stream, or says what is wrong.</summary>
    public async Task<IResult> AnswerAsync(AchievementRequest asked, string? after, HttpContext http, CancellationToken cancellationToken)
    {
        var last = http.Request.Headers["Last-Event-ID"].ToString();
        var known = await pulse.TakeAsync().WaitAsync(cancellationToken);
        var (first, problem) = await follower.ReadAsync(asked, last.Length > 0 ? last : after, AtOnce, new Errors(), cancellationToken);
        if (first is null) return problem!;
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.ServerSentEvents(FollowAsync(asked, first, known, http, cancellationToken));
    }

    private async IAsyncEnumerable<SseItem<AchievementChanges>> FollowAsync(
        AchievementRequest asked, ChangePortion portion, FactVersions known, HttpContext http, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The first is sent in any case: whoever waits for the line learns that it stands.
        for (var isDue = true; ;)
        {
            if (portion.Items.Count > 0 || isDue)
                yield return new SseItem<AchievementChanges>(ListAchievementChanges.AnswerOf(http, portion), "changes") { EventId = portion.Next };
            isDue = !portion.HasMore && !await pulse.WaitAsync(known, Silence, cancellationToken);
            // A stream may outlive what the caller showed when it began.
            if (!await standings.HoldsAsync(http.User, cancellationToken)) yield break;
            known = await pulse.TakeAsync().WaitAsync(cancellationToken);
            var (next, _) = await follower.ReadAsync(asked, portion.Next, AtOnce, new Errors(), cancellationToken);
            // What it follows is there no more, or the database is another one: whoever asks again is told which.
            if (next is null) yield break;
            portion = next;
        }
    }
}
