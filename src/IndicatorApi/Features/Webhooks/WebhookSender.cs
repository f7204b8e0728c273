using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Following;
using IndicatorApi.Http;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IndicatorApi.Features.Webhooks;

/// <summary>Makes messages of changes and delivers them: one server at a time, and to each receiver one message after the other.</summary>
/// <remarks>
/// The changes themselves are the outbox: a message and the cursor behind it are stored together, so that none is lost or made twice. While one
/// cannot be delivered no other is made; when the receiver is back, the next one says at once what changed in all that time.
/// </remarks>
public sealed partial class WebhookSender(
    Database database, IDbContextFactory<IndicatorDbContext> contexts, ChangeFollower follower, FactReadings facts, WebhookClient client,
    ReferenceDataCache cache, Settings settings, TimeProvider clock, ILogger<WebhookSender> logger) : BackgroundWork
{
    /// <summary>How long to wait after each failed attempt; after the last of them it is given up.</summary>
    public static readonly IReadOnlyList<TimeSpan> Waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1),
        TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>How long a delivery is kept after its end.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    // A number of our own among the database's advisory locks.
    private const long SenderLock = 0x696E6469_77656268;
    private const int AtOnce = 200;
    private const int InARow = 50;
    private const int Receivers = 8;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await using var context = await database.Reads.Primary.CreateDbContextAsync(stoppingToken);
                if (await context.Webhooks.AnyAsync(webhook => webhook.State != WebhookState.Stopped, stoppingToken)) await SendAsSoleAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or InvalidOperationException
                || exception.InnerException is NpgsqlException)
            {
                // The database is away; others tell of it.
                LogInterrupted(logger, exception);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, exception);
            }
            await Task.Delay(Rest, clock, stoppingToken);
        }
    }

    // The lock is the session's: when this server dies, or its line to the database does, another one takes over.
    private async Task SendAsSoleAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.Write.OpenConnectionAsync(cancellationToken);
        if (!await AskAsync(connection, "SELECT pg_try_advisory_lock($1)", cancellationToken)) return;
        try
        {
            while (await RoundAsync(cancellationToken))
            {
                await Task.Delay(Step, clock, cancellationToken);
                if (!await AskAsync(connection, "SELECT $1 = $1", cancellationToken)) return;
            }
        }
        finally
        {
            // Sessions outlive their use here.
            if (connection.State == System.Data.ConnectionState.Open) await AskAsync(connection, "SELECT pg_advisory_unlock($1)", CancellationToken.None);
        }
    }

    private static async Task<bool> AskAsync(NpgsqlConnection connection, string question, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(question, connection) { Parameters = { new NpgsqlParameter<long> { TypedValue = SenderLock } } };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    // Slow receivers keep no other waiting. False when there is none to tell.
    private async Task<bool> RoundAsync(CancellationToken cancellationToken)
    {
        await using var context = await database.Reads.Primary.CreateDbContextAsync(cancellationToken);
        var webhooks = await context.Webhooks.AsNoTracking().Where(webhook => webhook.State != WebhookState.Stopped).ToListAsync(cancellationToken);
        var receivers = webhooks.Where(row => !row.IsMail()).Select(row => (IReadOnlyList<Webhook>)[row])
            .Concat(webhooks.Where(row => row.IsMail()).GroupBy(row => row.Url).Select(rows => (IReadOnlyList<Webhook>)[.. rows]));
        await Parallel.ForEachAsync(receivers, new ParallelOptions { MaxDegreeOfParallelism = Receivers, CancellationToken = cancellationToken },
            async (rows, stop) =>
            {
                if (!rows[0].IsMail()) for (var i = 0; i < InARow && await TellAsync(rows[0], stop); i++) { }
                else if (settings.Mail is { } mail) await WriteAsync(mail, rows, stop);
            });
        return webhooks.Count > 0;
    }

    // One step for one receiver; true when there may be another at once.
    private async Task<bool> TellAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var pending = await context.WebhookDeliveries.AsNoTracking()
            .FirstOrDefaultAsync(delivery => delivery.WebhookId == webhook.Id && delivery.State == DeliveryState.Pending, cancellationToken);
        if (pending is null) return await MakeAsync(context, webhook, cancellationToken);
        if (pending.NextAttemptAt > clock.GetUtcNow()) return false;
        var attempt = await client.SendAsync(webhook, pending, clock.GetUtcNow(), cancellationToken);
        await NoteAsync(context, webhook, pending, attempt, cancellationToken);
        return attempt.Error is null;
    }

    private async Task<bool> MakeAsync(IndicatorDbContext context, Webhook webhook, CancellationToken cancellationToken)
    {
        var current = await context.Webhooks.AsNoTracking().FirstOrDefaultAsync(row => row.Id == webhook.Id, cancellationToken);
        if (current is not { State: WebhookState.Active }) return false;
        if (current.Event.IsOfStates()) return await MakeOfStatesAsync(context, current, cancellationToken);
        if (current.Event == WebhookEvent.FiguresDue) return await MakeOfDueAsync(context, current, cancellationToken);
        var (portion, problem) = await follower.ReadAsync(
            new FollowedAchievements(current.Asked(), facts, settings), current.Cursor, AtOnce, new Errors(), cancellationToken);
        if (portion is null)
        {
            await StopAsync(context, webhook.Id, problem!.Details(Language.English).Detail!, cancellationToken);
            return false;
        }
        if (portion.Next == current.Cursor) return false;
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var items = current.Event == WebhookEvent.VerdictChanged ? await OtherVerdictsAsync(context, current, portion, cancellationToken) : portion.Items;
        var changes = new WebhookChanges<AchievementChange>(items, portion.Next, portion.HasMore);
        if (!await KeepAsync(context, current, changes, portion.Next, cancellationToken)) return false;
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task<bool> MakeOfStatesAsync(IndicatorDbContext context, Webhook webhook, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var reference = await cache.GetAsync(cancellationToken);
        var (items, next, hasMore) = await ToldStates.TellAsync(context, webhook, reference, AtOnce, clock.GetUtcNow(), cancellationToken);
        if (items.Count == 0 && next == webhook.Cursor && !webhook.IsLearning) return false;
        if (!await KeepAsync(context, webhook, new WebhookChanges<ToldState>(items, null, hasMore), next, cancellationToken)) return false;
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    // A message, unless the receiver only learns, and the cursor behind it. False where it is no longer to be told this.
    private async Task<bool> KeepAsync<TItem>(
        IndicatorDbContext context, Webhook webhook, WebhookChanges<TItem> changes, string next, CancellationToken cancellationToken)
    {
        if (changes.Items.Count > 0 && !webhook.IsLearning)
        {
            var now = clock.GetUtcNow();
            context.Add(new WebhookDelivery
            {
                Id = Guid.CreateVersion7(now),
                WebhookId = webhook.Id,
                CreatedAt = now,
                NextAttemptAt = now,
                CursorBefore = webhook.Cursor,
                Body = changes.Write(webhook.Event, now),
            });
        }
        await context.SaveChangesAsync(cancellationToken);
        // Whoever changed or replayed it meanwhile has set another cursor: then this portion is none.
        var learning = webhook.IsLearning && changes.HasMore;
        return await context.Webhooks.Where(row => row.Id == webhook.Id && row.Cursor == webhook.Cursor && row.RowVersion == webhook.RowVersion
                && row.State == WebhookState.Active)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Cursor, next).SetProperty(row => row.IsLearning, learning), cancellationToken) == 1;
    }

    private static async Task<IReadOnlyList<AchievementChange>> OtherVerdictsAsync(
        IndicatorDbContext context, Webhook webhook, ChangePortion<AchievementChange> portion, CancellationToken cancellationToken)
    {
        var ids = portion.Items.Select(item => item.TargetId).ToArray();
        var known = await context.WebhookVerdicts.Where(row => row.WebhookId == webhook.Id && ids.Contains(row.TargetId))
            .ToDictionaryAsync(row => row.TargetId, cancellationToken);
        List<AchievementChange> other = [];
        foreach (var item in portion.Items)
        {
            var verdict = item.Achievement is { } there ? WireNames<Verdict>.Of(there.Verdict) : null;
            var told = known.GetValueOrDefault(item.TargetId);
            if (told?.Verdict == verdict) continue;
            other.Add(item);
            if (verdict is null) context.Remove(told!);
            else if (told is null) context.Add(new WebhookVerdict { WebhookId = webhook.Id, TargetId = item.TargetId, Verdict = verdict });
            else told.Verdict = verdict;
        }
        await context.SaveChangesAsync(cancellationToken);
        return other;
    }

    private async Task NoteAsync(IndicatorDbContext context, Webhook webhook, WebhookDelivery sent, Attempt attempt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var isGivenUp = attempt.IsFinal || sent.Attempts >= Waits.Count;
        var state = attempt.Error is null ? DeliveryState.Delivered : isGivenUp ? DeliveryState.Dead : DeliveryState.Pending;
        var next = state == DeliveryState.Pending ? now + Wait(sent.Attempts, attempt.RetryAfter) : now;
        DateTimeOffset? ended = state == DeliveryState.Pending ? null : now;
        await context.WebhookDeliveries.Where(row => row.Id == sent.Id && row.State == DeliveryState.Pending).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, state).SetProperty(row => row.Attempts, sent.Attempts + 1).SetProperty(row => row.NextAttemptAt, next)
            .SetProperty(row => row.LastStatus, attempt.Status).SetProperty(row => row.LastError, attempt.Error).SetProperty(row => row.EndedAt, ended),
            cancellationToken);
        if (state == DeliveryState.Dead) await StopAsync(context, webhook.Id, attempt.Error!, cancellationToken);
        if (state == DeliveryState.Delivered)
            await context.WebhookDeliveries.Where(row => row.WebhookId == webhook.Id && row.EndedAt < now - Kept).ExecuteDeleteAsync(cancellationToken);
    }

    // A little more or less each time: those who failed together do not come back together.
    private static TimeSpan Wait(int attempts, TimeSpan? wished)
    {
        var usual = Waits[attempts] * (0.8 + (0.4 * Random.Shared.NextDouble()));
        return wished > usual ? (wished.Value < Longest ? wished.Value : Longest) : usual;
    }

    private static async Task StopAsync(IndicatorDbContext context, Guid webhook, string why, CancellationToken cancellationToken)
    {
        await context.Webhooks.Where(row => row.Id == webhook).ExecuteUpdateAsync(set => set.SetProperty(row => row.StoppedBecause, why), cancellationToken);
        // Who was asked and could not be reached has still not agreed.
        await context.Webhooks.Where(row => row.Id == webhook && row.State == WebhookState.Active)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, WebhookState.Stopped), cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Telling webhooks failed; it is begun anew")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Webhooks wait for the database")]
    private static partial void LogInterrupted(ILogger logger, Exception exception);
}
