using IndicatorApi.Calculation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>What a resolution asks of one indicator of one unit (chỉ tiêu đề ra).</summary>
public sealed class Target
{
    public Guid OrganisationUnitId { get; set; }
    public Guid Id { get; set; }
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
    public int Position { get; set; }
    public long RowVersion { get; set; }
}

internal sealed class TargetTable : IEntityTypeConfiguration<Target>
{
    public void Configure(EntityTypeBuilder<Target> builder)
    {
        builder.ToTable("target", Topology.Distributed, "What a resolution asks; the current version of each target.");
        builder.HasKey(target => new { target.OrganisationUnitId, target.Id });
        builder.HasIndex(target => new { target.OrganisationUnitId, target.ResolutionId, target.IndicatorId, target.GroupCode, target.Period }, "ux_target_natural_key").IsUnique();
        builder.HasIndex(target => new { target.IndicatorId, target.OrganisationUnitId });
        builder.HasIndex(target => target.Id);
        builder.HasIndex(target => target.ResolutionId);
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(target => target.OrganisationUnitId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Resolution>().WithMany().HasForeignKey(target => target.ResolutionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Indicator>().WithMany().HasForeignKey(target => target.IndicatorId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(target => target.GroupCode).HasComment("Sub-group the target is for (professional-cells); empty for the whole.");
        builder.Property(target => target.ScopeStart).HasComment("First day of the period, a term having its resolution's own dates.");
        builder.Property(target => target.Rule).HasColumnType("jsonb").HasComment("Kind and parameters as on the wire, so that a new kind needs no migration.");
        builder.Property(target => target.Checkpoints).HasColumnType("jsonb").HasComment("[{on, value}]: what the resolution asks for on the way.");
        builder.Property(target => target.Position).HasComment("Order in the resolution.");
        builder.HasWireName(target => target.Recurrence);
        builder.HasWireName(target => target.PathModel);
        builder.HasNfcText(target => target.Wording, 2000);
        builder.HasNfcText(target => target.Clause, 500);
    }
}

/// <summary>One version of a target, never changed once written.</summary>
public sealed class TargetVersion
{
    public Guid OrganisationUnitId { get; set; }
    public Guid TargetId { get; set; }
    public long Version { get; set; }
    public bool Deleted { get; set; }
    public required string Content { get; set; }
    public string? Reason { get; set; }
    public string? LegalBasis { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string RecordedBy { get; set; }
}

internal sealed class TargetVersionTable : IEntityTypeConfiguration<TargetVersion>
{
    public void Configure(EntityTypeBuilder<TargetVersion> builder)
    {
        builder.ToTable("target_version", Topology.Distributed, "Every version of every target. The application may insert and read, never change.");
        builder.HasKey(version => new { version.OrganisationUnitId, version.TargetId, version.Version });
        builder.HasIndex(version => version.TargetId);
        builder.Property(version => version.Content).HasColumnType("jsonb").HasComment("The target as it stood, in the API's own terms.");
        builder.Property(version => version.Version).HasComment("Equals row_version of the target when this version was current.");
    }
}
