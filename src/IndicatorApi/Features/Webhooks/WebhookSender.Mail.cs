using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Webhooks;

/// <remarks>People are written to from the same deliveries, in one mail for all that an address is due to be told.</remarks>
public sealed partial class WebhookSender
{
    private async Task WriteAsync(MailSettings mail, IReadOnlyList<Webhook> rows, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        await MakeOfMailAsync(context, rows, now, cancellationToken);
        var pending = await PendingAsync(context, rows, cancellationToken);
        foreach (var (row, question) in pending.Where(one => one.Sent.Body == MailConsent.Question && one.Sent.NextAttemptAt <= now))
        {
            var asked = await MailClient.SendAsync(mail, MailText.Question(mail, row), cancellationToken);
            await NoteAsync(context, row, question, asked, cancellationToken);
        }
        List<(Webhook Row, WebhookDelivery Sent)> told =
            [.. pending.Where(one => one.Row.State == WebhookState.Active && one.Sent.Body != MailConsent.Question)];
        // Whoever waits for another attempt is told with what has come meanwhile.
        if (!told.Exists(one => one.Sent.NextAttemptAt <= now)) return;
        var message = MailText.Changes(mail, told, await cache.GetAsync(cancellationToken));
        var attempt = await MailClient.SendAsync(mail, message, cancellationToken);
        foreach (var (row, sent) in told) await NoteAsync(context, row, sent, attempt, cancellationToken);
    }

    // What has come since the last mail, when it is time for the next.
    private async Task MakeOfMailAsync(IndicatorDbContext context, IReadOnlyList<Webhook> rows, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var waiting = (await PendingAsync(context, rows, cancellationToken)).Select(one => one.Row.Id).ToHashSet();
        List<Webhook> due = [.. rows.Where(row => row.State == WebhookState.Active && row.NextMailAt <= now)];
        foreach (var row in rows.Where(row => row.State == WebhookState.Active && (row.IsLearning || (due.Contains(row) && !waiting.Contains(row.Id)))))
            for (var i = 0; i < InARow && await MakeAsync(context, row, cancellationToken) && row.Event != WebhookEvent.FiguresDue; i++) { }
        var hasMore = (await PendingAsync(context, rows, cancellationToken)).Count > waiting.Count;
        foreach (var row in due.Where(row => row.Digest != MailDigest.Soon || hasMore))
        {
            var next = MailConsent.NextOf(row.Digest, now);
            await context.Webhooks.Where(one => one.Id == row.Id && one.NextMailAt == row.NextMailAt)
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.NextMailAt, next), cancellationToken);
        }
    }

    private static async Task<List<(Webhook Row, WebhookDelivery Sent)>> PendingAsync(
        IndicatorDbContext context, IReadOnlyList<Webhook> rows, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. rows.Select(row => row.Id)];
        var found = await context.WebhookDeliveries.AsNoTracking().Where(sent => ids.Contains(sent.WebhookId) && sent.State == DeliveryState.Pending)
            .OrderBy(sent => sent.Id).ToListAsync(cancellationToken);
        return [.. found.Select(sent => (rows.First(row => row.Id == sent.WebhookId), sent))];
    }

    // Not what changed but what is missing: said again with each digest, and nothing before the period has ended.
    private async Task<bool> MakeOfDueAsync(IndicatorDbContext context, Webhook webhook, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (Period.Parse(webhook.Period, null).End >= DateOnly.FromDateTime(now.UtcDateTime)) return false;
        List<AchievementChange> missing = [];
        string? cursor = null;
        for (var hasMore = true; hasMore && missing.Count < AtOnce;)
        {
            var (portion, problem) = await follower.ReadAsync(
                new FollowedAchievements(webhook.Asked(), facts, settings), cursor, AtOnce, new Errors(), cancellationToken);
            if (portion is null)
            {
                await StopAsync(context, webhook.Id, problem!.Details(Language.English).Detail!, cancellationToken);
                return false;
            }
            missing.AddRange(portion.Items.Where(item => item.Achievement?.Reason is Reason.ActualMissing or Reason.DueYearMissing));
            (cursor, hasMore) = (portion.Next, portion.HasMore);
        }
        if (missing.Count == 0) return false;
        var changes = new WebhookChanges<AchievementChange>([.. missing.DistinctBy(item => item.TargetId)], null, missing.Count >= AtOnce);
        context.Add(new WebhookDelivery
        {
            Id = Guid.CreateVersion7(now),
            WebhookId = webhook.Id,
            CreatedAt = now,
            NextAttemptAt = now,
            Body = changes.Write(webhook.Event, now),
        });
        await context.SaveChangesAsync(cancellationToken);
        return true;
    }
}
