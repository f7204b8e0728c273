using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace IndicatorApi.Following;

/// <summary>Answers followers: a page at once, a page that is waited for, or server-sent events, each with its cursor.</summary>
public sealed class ChangeAnswers(ChangeFollower follower, ChangePulse pulse, Standings standings, Settings settings, TimeProvider clock)
{
    /// <summary>What events are asked for by in <c>Accept</c>.</summary>
    public const string Events = "text/event-stream";

    private const int LongestWait = 30;
    private const int AtOnce = 500;

    // Proxies close what is silent for a minute.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    /// <summary>The answer to a request.</summary>
    public async Task<IResult> AnswerAsync<TItem>(
        IFollowed<TItem> followed, FollowRequest request, HttpContext http, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        if (request.Limit is < 1 or > Pages.Most) errors.Add("limit", ErrorCodes.InvalidLimit, Pages.Most);
        var size = Math.Clamp(request.Limit ?? 100, 1, Pages.Most);
        if (request.Wait is < 0 or > LongestWait) errors.Add("wait", ErrorCodes.InvalidQuery, $"it must be from 0 to {LongestWait}");
        // An answer must have begun before a request is given up.
        var wait = TimeSpan.FromSeconds(Math.Min(request.Wait ?? 0, settings.Limits.RequestSeconds / 2d));
        if (AreEventsAsked(http) && !errors.Any) return await StreamAsync(followed, request.After, http, cancellationToken);
        var after = request.After;
        for (var begun = clock.GetTimestamp(); ;)
        {
            var known = wait > TimeSpan.Zero ? await pulse.TakeAsync().WaitAsync(cancellationToken) : default;
            var (portion, problem) = await follower.ReadAsync(followed, after, size, errors, cancellationToken);
            if (portion is null) return problem!;
            var left = wait - clock.GetElapsedTime(begun);
            if (portion.Items.Count > 0 || portion.HasMore || left <= TimeSpan.Zero) return PageOrUnchanged(request.After, portion, http);
            after = portion.Next;
            await pulse.WaitAsync(known, left, cancellationToken);
            // A key that was revoked while it waited is told nothing more.
            if (!await standings.HoldsAsync(http.User, cancellationToken)) return new Problem(ErrorCodes.Unauthenticated);
        }
    }

    private static IResult PageOrUnchanged<TItem>(string? after, ChangePortion<TItem> portion, HttpContext http)
    {
        // Nothing, again and again, is the one answer that stays what it is.
        if (portion.Items.Count == 0 && portion.Next == after
            && ETags.IsUnchanged(http, $"\"{ChangeCursor.NameOf(portion.Next)}\"")) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(PageOf(http, portion));
    }

    private static ChangePage<TItem> PageOf<TItem>(HttpContext http, ChangePortion<TItem> portion)
    {
        var query = new QueryBuilder(http.Request.Query.Where(pair => pair.Key != "after")) { { "after", portion.Next } };
        return new ChangePage<TItem>(portion.Items, portion.Next, $"{http.Request.PathBase}{http.Request.Path}{query}", portion.HasMore);
    }

    private static bool AreEventsAsked(HttpContext http)
    {
        Variants.By(http, "Accept");
        return http.Request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType == Events);
    }

    // The pages as they come: the id of each is its cursor, so that a browser goes on where the line broke.
    private async Task<IResult> StreamAsync<TItem>(IFollowed<TItem> followed, string? after, HttpContext http, CancellationToken cancellationToken)
    {
        var last = http.Request.Headers["Last-Event-ID"].ToString();
        var known = await pulse.TakeAsync().WaitAsync(cancellationToken);
        var (first, problem) = await follower.ReadAsync(followed, last.Length > 0 ? last : after, AtOnce, new Errors(), cancellationToken);
        if (first is null) return problem!;
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.ServerSentEvents(FollowAsync(followed, first, known, http, cancellationToken));
    }

    private async IAsyncEnumerable<SseItem<ChangePage<TItem>>> FollowAsync<TItem>(
        IFollowed<TItem> followed, ChangePortion<TItem> portion, FactVersions known, HttpContext http,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The first is sent in any case: whoever waits for the line learns that it stands.
        for (var isDue = true; ;)
        {
            if (portion.Items.Count > 0 || isDue)
                yield return new SseItem<ChangePage<TItem>>(PageOf(http, portion), "changes") { EventId = portion.Next };
            isDue = !portion.HasMore && !await pulse.WaitAsync(known, Silence, cancellationToken);
            // A stream may outlive what the caller showed when it began.
            if (!await standings.HoldsAsync(http.User, cancellationToken)) yield break;
            known = await pulse.TakeAsync().WaitAsync(cancellationToken);
            var (next, _) = await follower.ReadAsync(followed, portion.Next, AtOnce, new Errors(), cancellationToken);
            // What it follows is there no more, or the database is another one: whoever asks again is told which.
            if (next is null) yield break;
            portion = next;
        }
    }
}
