using System.Text.Json;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Webhooks;

/// <summary>What a receiver is sent.</summary>
/// <param name="Type">What it is told of.</param>
/// <param name="Timestamp">When the message was made.</param>
/// <param name="Data">The changes.</param>
public sealed record WebhookMessage<TItem>(WebhookEvent Type, DateTimeOffset Timestamp, WebhookChanges<TItem> Data);

/// <summary>The changes of a message.</summary>
/// <param name="Items">As <c>/achievements/changes</c> has them, or closings or submissions as they are.</param>
/// <param name="NextCursor">Where <c>/achievements/changes</c> goes on after them; null where it has none of them.</param>
/// <param name="HasMore">Whether there was more already when it was made.</param>
public sealed record WebhookChanges<TItem>(IReadOnlyList<TItem> Items, string? NextCursor, bool HasMore)
{
    /// <summary>The body of a message: it is kept, so that every attempt sends the same bytes.</summary>
    public string Write(WebhookEvent type, DateTimeOffset now) => JsonSerializer.Serialize(new WebhookMessage<TItem>(type, now, this), WireJson.Options);
}
