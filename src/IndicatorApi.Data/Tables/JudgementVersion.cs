using IndicatorApi.Calculation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>
/// The verdict that a person set on a target that nothing countable decides, one version, never changed once written: the highest of an id counts
/// (đánh giá).
/// </summary>
public sealed class JudgementVersion
{
    public Guid OrganisationUnitId { get; set; }
    public Guid Id { get; set; }

    /// <summary>1 when it was set, 2 when a second person decided about it.</summary>
    public long RowVersion { get; set; }

    public Guid TargetId { get; set; }
    public JudgementState State { get; set; }
    public Verdict Verdict { get; set; }
    public DateOnly JudgedOn { get; set; }
    public required string Why { get; set; }
    public required string Evidence { get; set; }
    public string? Reason { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string RecordedBy { get; set; }
    public required string RecordedById { get; set; }

    /// <summary>The version before, while this is on its way to the database: the audit log shows it.</summary>
    [NotAColumn]
    public JudgementVersion? Replaces { get; set; }

    /// <summary>What a second person makes of it.</summary>
    public JudgementVersion Decided(JudgementState state, string? reason, Author by, DateTimeOffset now)
    {
        var next = (JudgementVersion)MemberwiseClone();
        next.RowVersion = RowVersion + 1;
        next.State = state;
        next.Reason = reason;
        next.RecordedAt = now;
        next.RecordedBy = by.Name;
        next.RecordedById = by.Identity;
        next.Replaces = this;
        return next;
    }
}

internal sealed class JudgementTable : IEntityTypeConfiguration<JudgementVersion>
{
    public void Configure(EntityTypeBuilder<JudgementVersion> builder)
    {
        builder.ToTable("judgement", Topology.Distributed,
            "Verdicts that persons set on targets of kind judged, and what a second person decided: every version. The application may insert and read, "
            + "never change.");
        builder.Ignore(judgement => judgement.Replaces);
        builder.HasKey(judgement => new { judgement.OrganisationUnitId, judgement.Id, judgement.RowVersion });
        builder.HasIndex(judgement => judgement.Id);
        builder.HasIndex(judgement => judgement.TargetId);
        builder.Property(judgement => judgement.JudgedOn).HasComment("The day of the judgement; of those that stand the latest day counts.");
        builder.Property(judgement => judgement.Evidence).HasComment("The document or the place that shows it.");
        builder.Property(judgement => judgement.Reason).HasComment("What the second person said.");
        builder.Property(judgement => judgement.RecordedById).HasComment("The key or token: two names may be alike.");
        builder.HasWireName(judgement => judgement.State);
        builder.HasWireName(judgement => judgement.Verdict);
        builder.HasNfcText(judgement => judgement.Why, 2000);
        builder.HasNfcText(judgement => judgement.Evidence, 1000);
        builder.HasNfcText(judgement => judgement.Reason, 1000);
    }
}
