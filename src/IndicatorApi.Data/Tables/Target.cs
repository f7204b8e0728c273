using IndicatorApi.Calculation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>What a resolution asks of one indicator of one unit: the members that a version keeps (chỉ tiêu đề ra).</summary>
public abstract class TargetTerms
{
    public Guid OrganisationUnitId { get; set; }
    public Guid ResolutionId { get; set; }
    public Guid IndicatorId { get; set; }
    public string GroupCode { get; set; } = "";
    public required string Period { get; set; }
    public DateOnly ScopeStart { get; set; }
    public DateOnly ScopeEnd { get; set; }
    public Recurrence Recurrence { get; set; }
    public required string RuleKind { get; set; }
    public required string Rule { get; set; }
    public decimal? BaselineValue { get; set; }
    public DateOnly? BaselineOn { get; set; }
    public string? BaselineSource { get; set; }
    public string? Checkpoints { get; set; }
    public PathModel PathModel { get; set; }
    public bool Applicable { get; set; } = true;
    public string? Wording { get; set; }
    public string? Clause { get; set; }
    public decimal? Weight { get; set; }
    public string? Lead { get; set; }
    public string? Coordinating { get; set; }
    public string? DataSource { get; set; }
    public Guid? ParentTargetId { get; set; }
    public string? Bands { get; set; }
    public int Position { get; set; }

    /// <summary>1 when first set, one more with every change; the ETag.</summary>
    public long RowVersion { get; set; }
}

/// <summary>The current version of a target.</summary>
public sealed class Target : TargetTerms
{
    public Guid Id { get; set; }
}

/// <summary>One version of a target, never changed once written.</summary>
public sealed class TargetVersion : TargetTerms
{
    public Guid TargetId { get; set; }
    public bool Deleted { get; set; }
    public string? Reason { get; set; }
    public string? LegalBasis { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string RecordedBy { get; set; }
}

internal sealed class TargetTable : IEntityTypeConfiguration<Target>
{
    public void Configure(EntityTypeBuilder<Target> builder)
    {
        builder.ToTable("target", Topology.Distributed, "What a resolution asks; the current version of each target.");
        builder.HasKey(target => new { target.OrganisationUnitId, target.Id });
        builder.HasIndex(
            target => new { target.OrganisationUnitId, target.ResolutionId, target.IndicatorId, target.GroupCode, target.Period, target.Position },
            "ux_target_natural_key").IsUnique();
        builder.HasIndex(target => new { target.IndicatorId, target.OrganisationUnitId });
        builder.HasIndex(target => target.Id);
        builder.HasIndex(target => target.ResolutionId);
        builder.HasIndex(target => target.ParentTargetId);
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(target => target.OrganisationUnitId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Resolution>().WithMany().HasForeignKey(target => target.ResolutionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Indicator>().WithMany().HasForeignKey(target => target.IndicatorId).OnDelete(DeleteBehavior.Restrict);
        TargetTermsColumns.Configure(builder);
    }
}

internal sealed class TargetVersionTable : IEntityTypeConfiguration<TargetVersion>
{
    public void Configure(EntityTypeBuilder<TargetVersion> builder)
    {
        builder.ToTable("target_version", Topology.Distributed,
            "Every version of every target, removals included. The application may insert and read, never change.");
        builder.HasKey(version => new { version.OrganisationUnitId, version.TargetId, version.RowVersion });
        builder.HasIndex(version => version.TargetId);
        TargetTermsColumns.Configure(builder);
    }
}

internal static class TargetTermsColumns
{
    public static void Configure<T>(EntityTypeBuilder<T> builder) where T : TargetTerms
    {
        builder.Property(target => target.GroupCode).HasComment("Sub-group the target is for (professional-cells); empty for the whole.");
        builder.Property(target => target.ScopeStart).HasComment(StoredPeriods.DaysComment);
        builder.Property(target => target.ScopeEnd).HasComment(StoredPeriods.DaysComment);
        builder.Property(target => target.Rule).HasColumnType("jsonb").HasComment("Kind and parameters as on the wire, so that a new kind needs no migration.");
        builder.Property(target => target.Checkpoints).HasColumnType("jsonb").HasComment("[{on, value}]: what the resolution asks for on the way.");
        builder.Property(target => target.Position).HasComment("Order in the resolution; tells apart targets on one indicator and period.");
        builder.Property(target => target.Lead).HasComment("Office that answers for it.");
        builder.Property(target => target.Coordinating).HasColumnType("jsonb").HasComment("[name]: offices that work along.");
        builder.Property(target => target.ParentTargetId).HasComment(
            "Target of the same unit or one above that this is a share of; the program checks it, as it may be of another unit.");
        builder.Property(target => target.Bands).HasColumnType("json").HasComment(StoredBands.Comment);
        builder.HasNfcText(target => target.Lead, 200);
        builder.HasNfcText(target => target.DataSource, 500);
        builder.HasWireName(target => target.Recurrence);
        builder.HasWireName(target => target.PathModel);
        builder.HasNfcText(target => target.Wording, 2000);
        builder.HasNfcText(target => target.Clause, 500);
    }
}
