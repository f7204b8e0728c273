using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>
/// Why a target was missed in a period and what is done about it, one version, never changed once written: the highest of an id counts
/// (nguyên nhân và giải pháp).
/// </summary>
public sealed class Remedy
{
    public Guid OrganisationUnitId { get; set; }
    public Guid Id { get; set; }

    /// <summary>1 when it was asked, one more with every change; the ETag.</summary>
    public long RowVersion { get; set; }

    public Guid TargetId { get; set; }
    public required string Period { get; set; }
    public RemedyState State { get; set; }
    public required string Question { get; set; }
    public DateOnly? AnswerBy { get; set; }
    public CauseKind? CauseKind { get; set; }
    public string? Cause { get; set; }
    public string? Action { get; set; }
    public string? Responsible { get; set; }
    public DateOnly? DueOn { get; set; }
    public string? Reason { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string RecordedBy { get; set; }

    /// <summary>The version before, while this is on its way to the database: the audit log shows it.</summary>
    [NotAColumn]
    public Remedy? Replaces { get; set; }

    /// <summary>The next version, as it stands but for what the caller changes.</summary>
    public Remedy Next(DateTimeOffset now, string by)
    {
        var next = (Remedy)MemberwiseClone();
        next.RowVersion = RowVersion + 1;
        next.Reason = null;
        next.RecordedAt = now;
        next.RecordedBy = by;
        next.Replaces = this;
        return next;
    }
}

internal sealed class RemedyTable : IEntityTypeConfiguration<Remedy>
{
    public void Configure(EntityTypeBuilder<Remedy> builder)
    {
        builder.ToTable("remedy", Topology.Distributed,
            "What the level above asked about a target, and what the unit answered: every version. The application may insert and read, never change.");
        builder.Ignore(remedy => remedy.Replaces);
        builder.HasKey(remedy => new { remedy.OrganisationUnitId, remedy.Id, remedy.RowVersion });
        builder.HasIndex(remedy => remedy.Id);
        builder.HasIndex(remedy => remedy.TargetId);
        builder.Property(remedy => remedy.Period).HasComment("Canonical text of the period that is asked about.");
        builder.Property(remedy => remedy.AnswerBy).HasComment("Last day for the answer.");
        builder.Property(remedy => remedy.DueOn).HasComment("Last day for what the unit will do.");
        builder.Property(remedy => remedy.Reason).HasComment("Why this version was made, if it was said.");
        builder.HasWireName(remedy => remedy.State);
        builder.HasWireName(remedy => remedy.CauseKind);
        builder.HasNfcText(remedy => remedy.Question, 2000);
        builder.HasNfcText(remedy => remedy.Cause, 4000);
        builder.HasNfcText(remedy => remedy.Action, 4000);
        builder.HasNfcText(remedy => remedy.Responsible, 200);
        builder.HasNfcText(remedy => remedy.Reason, 1000);
    }
}
