using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>What a receiver is told of.</summary>
public enum WebhookEvent
{
    /// <summary>Every change of an achievement, as a follower of changes is told.</summary>
    [JsonStringEnumMemberName("achievementsChanged")] AchievementsChanged,
    /// <summary>Only changes that give a target another verdict than it had.</summary>
    [JsonStringEnumMemberName("verdictChanged")] VerdictChanged,
    /// <summary>Periods that were closed, or opened again.</summary>
    [JsonStringEnumMemberName("closingChanged")] ClosingChanged,
    /// <summary>Figures that wait for a second person, or were decided.</summary>
    [JsonStringEnumMemberName("submissionChanged")] SubmissionChanged,
    /// <summary>Figures of the period that are still missing after its end: for people, with each digest until they are there.</summary>
    [JsonStringEnumMemberName("figuresDue")] FiguresDue,
}

/// <summary>Whether a receiver is told.</summary>
public enum WebhookState
{
    /// <summary>It is.</summary>
    [JsonStringEnumMemberName("active")] Active,
    /// <summary>It is no more, because nothing could be delivered for days or it said that it is gone: a replay goes on where it stopped.</summary>
    [JsonStringEnumMemberName("stopped")] Stopped,
    /// <summary>It is not: the person has not followed the link of the mail that asks, or has ended it.</summary>
    [JsonStringEnumMemberName("unconfirmed")] Unconfirmed,
}

/// <summary>How often a person is written to.</summary>
public enum MailDigest
{
    /// <summary>Soon, and at most every five minutes.</summary>
    [JsonStringEnumMemberName("soon")] Soon,
    /// <summary>At most once a day, at 00:00 UTC: at seven in the morning in Viet Nam.</summary>
    [JsonStringEnumMemberName("daily")] Daily,
    /// <summary>At most once a week, on Mondays at the same time.</summary>
    [JsonStringEnumMemberName("weekly")] Weekly,
}

/// <summary>What language a person is written to in.</summary>
public enum MailLanguage
{
    /// <summary>Tiếng Việt.</summary>
    [JsonStringEnumMemberName("vi")] Vietnamese,
    /// <summary>English.</summary>
    [JsonStringEnumMemberName("en")] English,
}

/// <summary>How far a delivery is.</summary>
public enum DeliveryState
{
    /// <summary>It is tried, and tried again.</summary>
    [JsonStringEnumMemberName("pending")] Pending,
    /// <summary>The receiver has it.</summary>
    [JsonStringEnumMemberName("delivered")] Delivered,
    /// <summary>It was given up.</summary>
    [JsonStringEnumMemberName("dead")] Dead,
}

/// <summary>Somebody's address that is told of changes.</summary>
public sealed class Webhook
{
    private const string MailScheme = "mailto:";

    public Guid Id { get; set; }
    public required string Name { get; set; }
    public required string Url { get; set; }

    /// <summary>The mail address of the person who is told; null where a program is.</summary>
    public string? Person => PersonOf(Url);
    public WebhookEvent Event { get; set; }

    /// <summary>The period whose achievements are followed; empty of a webhook that follows none.</summary>
    public required string Period { get; set; }

    public string? OrgUnit { get; set; }
    public string? Under { get; set; }
    public string? Indicator { get; set; }
    public string? Resolution { get; set; }
    public required byte[] Secret { get; set; }
    public byte[]? FormerSecret { get; set; }
    public DateTimeOffset? FormerSecretUntil { get; set; }
    public WebhookState State { get; set; }
    public string? StoppedBecause { get; set; }
    public string? Cursor { get; set; }

    /// <summary>Whether it only learns what is there: nothing is delivered until it has caught up.</summary>
    public bool IsLearning { get; set; }

    /// <summary>How often a person is written to; null of a program, as the two below.</summary>
    public MailDigest? Digest { get; set; }

    public MailLanguage? Language { get; set; }
    public DateTimeOffset? NextMailAt { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>1 when made, one more with every change by a person; the ETag.</summary>
    public long RowVersion { get; set; }

    /// <summary>The mail address that a url stands for; null where it leads to a program.</summary>
    public static string? PersonOf(string url) => url.StartsWith(MailScheme, StringComparison.Ordinal) ? url[MailScheme.Length..] : null;
}

/// <summary>One message to a receiver.</summary>
public sealed class WebhookDelivery
{
    public Guid Id { get; set; }
    public Guid WebhookId { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DeliveryState State { get; set; }
    public required string Body { get; set; }

    /// <summary>The cursor that what it says began after: a replay goes on from there.</summary>
    public string? CursorBefore { get; set; }

    public int Attempts { get; set; }
    public DateTimeOffset NextAttemptAt { get; set; }
    public int? LastStatus { get; set; }
    public string? LastError { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>The verdict of a target that a receiver was last told, or the state of a closing or a submission.</summary>
public sealed class WebhookVerdict
{
    public Guid WebhookId { get; set; }
    public Guid TargetId { get; set; }
    public required string Verdict { get; set; }
}

internal sealed class WebhookTable : IEntityTypeConfiguration<Webhook>
{
    public void Configure(EntityTypeBuilder<Webhook> builder)
    {
        builder.ToTable("webhook", Topology.Local, "Addresses that are told of changes, and how far each has been told.");
        builder.HasKey(webhook => webhook.Id);
        builder.Property(webhook => webhook.Url).HasMaxLength(2000);
        builder.Property(webhook => webhook.OrgUnit).HasComment("Code, as all filters: one that is there no more stops the webhook.");
        builder.Property(webhook => webhook.Secret).HasComment("What messages are signed with; it cannot be a hash. The API shows it once.");
        builder.Ignore(webhook => webhook.Person);
        builder.Property(webhook => webhook.NextMailAt).HasComment("When a person is next written to, if there is anything to say.");
        builder.Property(webhook => webhook.FormerSecret).HasComment("Signs beside the new one until its time is over.");
        builder.Property(webhook => webhook.Cursor).HasComment("What was made into deliveries so far; null from the start.");
        builder.HasWireName(webhook => webhook.Event);
        builder.HasWireName(webhook => webhook.State);
        builder.HasWireName(webhook => webhook.Digest);
        builder.HasWireName(webhook => webhook.Language);
        builder.HasNfcText(webhook => webhook.Name, 200);
    }
}

internal sealed class WebhookDeliveryTable : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.ToTable("webhook_delivery", Topology.Local, "Messages to receivers, one at a time for each, with what became of them.");
        builder.HasKey(delivery => delivery.Id);
        builder.HasIndex(delivery => new { delivery.WebhookId, delivery.State });
        builder.HasOne<Webhook>().WithMany().HasForeignKey(delivery => delivery.WebhookId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(delivery => delivery.Body).HasComment("The bytes that are signed and sent, the same with every attempt.");
        builder.HasWireName(delivery => delivery.State);
    }
}

internal sealed class WebhookVerdictTable : IEntityTypeConfiguration<WebhookVerdict>
{
    public void Configure(EntityTypeBuilder<WebhookVerdict> builder)
    {
        builder.ToTable("webhook_verdict", Topology.Local, "The verdict of each target that a receiver of verdict changes was last told.");
        builder.HasKey(verdict => new { verdict.WebhookId, verdict.TargetId });
        builder.HasOne<Webhook>().WithMany().HasForeignKey(verdict => verdict.WebhookId).OnDelete(DeleteBehavior.Cascade);
    }
}
