using System.Text.Json;
using IndicatorApi.Achievements;
using IndicatorApi.Data;
using IndicatorApi.Following;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Webhooks;

/// <summary>What a receiver is sent.</summary>
/// <param name="Type">What it is told of.</param>
/// <param name="Timestamp">When the message was made.</param>
/// <param name="Data">The changes.</param>
public sealed record WebhookMessage(WebhookEvent Type, DateTimeOffset Timestamp, WebhookChanges Data)
{
    /// <summary>The body of a message: it is kept, so that every attempt sends the same bytes.</summary>
    public static string Write(WebhookEvent type, DateTimeOffset now, IReadOnlyList<AchievementChange> items, ChangePortion<AchievementChange> portion) =>
        JsonSerializer.Serialize(new WebhookMessage(type, now, new WebhookChanges(items, portion.Next, portion.HasMore)), WireJson.Options);
}

/// <summary>The changes of a message.</summary>
/// <param name="Items">As <c>/achievements/changes</c> has them.</param>
/// <param name="NextCursor">Where <c>/achievements/changes</c> goes on after them.</param>
/// <param name="HasMore">Whether there was more already when it was made.</param>
public sealed record WebhookChanges(IReadOnlyList<AchievementChange> Items, string NextCursor, bool HasMore);
