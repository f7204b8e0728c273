using System.Security.Cryptography;
using System.Text;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Webhooks;

/// <summary>Nobody is written to who has not agreed, and whoever has ends it by one click: links that need no key and fit one address.</summary>
internal static class MailConsent
{
    /// <summary>What is sent to somebody who is asked.</summary>
    public const string Question = """{"type":"confirmation"}""";

    private const int MostOfAnAddress = 20;
    private const int MostQuestionsADay = 3;

    /// <summary>Asks whoever has the address, unless they have agreed already; null unless they are told of too much.</summary>
    public static async Task<Problem?> AskAsync(IndicatorDbContext context, Webhook row, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var others = context.Webhooks.Where(other => other.Url == row.Url && other.Id != row.Id);
        if (await others.CountAsync(cancellationToken) >= MostOfAnAddress)
            return new Problem([new Error("url", ErrorCodes.TooManyMails, [row.Person!, MostOfAnAddress])]);
        await DropAsync(context, [row.Id], now, cancellationToken);
        if (await others.AnyAsync(other => other.State != WebhookState.Unconfirmed, cancellationToken))
        {
            Agree(row, now);
            return null;
        }
        (row.State, row.StoppedBecause) = (WebhookState.Unconfirmed, null);
        var asked = await context.WebhookDeliveries.CountAsync(sent => sent.Body == Question && sent.CreatedAt > now.AddDays(-1)
            && context.Webhooks.Any(one => one.Id == sent.WebhookId && one.Url == row.Url), cancellationToken);
        // The link of any of them is good for all.
        if (asked < MostQuestionsADay) context.Add(new WebhookDelivery
        {
            Id = Guid.CreateVersion7(now),
            WebhookId = row.Id,
            CreatedAt = now,
            NextAttemptAt = now,
            Body = Question,
        });
        return null;
    }

    /// <summary>Notes what the reader of a link wants for all that their address is told of; false where the link is none.</summary>
    public static async Task<bool> TakeAsync(IndicatorDbContext context, MailLink link, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await FindAsync(context, link, cancellationToken) is not { } found) return false;
        var rows = await context.Webhooks.FromSql($"SELECT * FROM webhook WHERE url = {found.Url} ORDER BY id FOR UPDATE").ToListAsync(cancellationToken);
        if (link.Ends) await DropAsync(context, [.. rows.Select(row => row.Id)], now, cancellationToken);
        foreach (var row in rows.Where(row => link.Ends != (row.State == WebhookState.Unconfirmed)))
        {
            if (link.Ends) (row.State, row.StoppedBecause) = (WebhookState.Unconfirmed, "Its reader has ended it.");
            else Agree(row, now);
            row.RowVersion++;
        }
        await context.SaveChangesAsync(Author.OfProgram("mail"), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>The webhook that a link was made for; null where it is no link of ours.</summary>
    public static async Task<Webhook?> FindAsync(IndicatorDbContext context, MailLink link, CancellationToken cancellationToken) =>
        await context.Webhooks.AsNoTracking().FirstOrDefaultAsync(row => row.Id == link.Id, cancellationToken) is { } row && row.IsMail()
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(TokenOf(row, link.Ends)), Encoding.UTF8.GetBytes(link.Token)) ? row : null;

    /// <summary>The address of the page on which the reader agrees, or ends it.</summary>
    public static string Link(MailSettings mail, Webhook row, bool ends) =>
        $"{mail.PublicUrl}{MailPages.Path}/{row.Id}/{MailPages.Word(ends)}?token={TokenOf(row, ends)}";

    /// <summary>When somebody is next written to.</summary>
    public static DateTimeOffset NextOf(MailDigest? digest, DateTimeOffset now)
    {
        // 00:00 UTC is seven in the morning where most readers are.
        var tomorrow = new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        return digest switch
        {
            MailDigest.Soon => now.AddMinutes(5),
            MailDigest.Weekly => tomorrow.AddDays(((int)DayOfWeek.Monday - (int)tomorrow.DayOfWeek + 7) % 7),
            _ => tomorrow,
        };
    }

    private static void Agree(Webhook row, DateTimeOffset now)
    {
        (row.State, row.StoppedBecause, row.Cursor, row.IsLearning) = (WebhookState.Active, null, null, row.Event != WebhookEvent.FiguresDue);
        row.NextMailAt = row.Digest == MailDigest.Soon ? now : NextOf(row.Digest, now);
    }

    private static Task<int> DropAsync(IndicatorDbContext context, Guid[] webhooks, DateTimeOffset now, CancellationToken cancellationToken) =>
        context.WebhookDeliveries.Where(sent => webhooks.Contains(sent.WebhookId) && sent.State == DeliveryState.Pending).ExecuteUpdateAsync(set => set
            .SetProperty(sent => sent.State, DeliveryState.Dead).SetProperty(sent => sent.EndedAt, now)
            .SetProperty(sent => sent.LastError, "Its reader was asked again, or has ended it."), cancellationToken);

    // Another address has another token, and what agrees is not what ends.
    private static string TokenOf(Webhook row, bool ends) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(row.Secret, Encoding.UTF8.GetBytes($"{MailPages.Word(ends)} {row.Url}")));
}

/// <summary>What a link in a mail says.</summary>
internal sealed record MailLink(Guid Id, bool Ends, string Token);
