using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>Under which unit a unit stands from a day on, never changed once written: what is recorded later holds from its day on.</summary>
public sealed class UnitMembership
{
    public Guid OrganisationUnitId { get; set; }
    public long RowVersion { get; set; }
    public Guid? ParentId { get; set; }
    public DateOnly? ParentFrom { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string RecordedBy { get; set; }
}

internal sealed class UnitMembershipTable : IEntityTypeConfiguration<UnitMembership>
{
    public void Configure(EntityTypeBuilder<UnitMembership> builder)
    {
        builder.ToTable("unit_membership", Topology.Reference,
            "Under which unit a unit stands, and from which day on. The application may insert and read, never change.");
        builder.HasKey(membership => new { membership.OrganisationUnitId, membership.RowVersion });
        builder.HasIndex(membership => membership.ParentId);
        builder.Property(membership => membership.RowVersion).HasComment("The version of the unit that said it; of two for one day the higher holds.");
        builder.Property(membership => membership.ParentId).HasComment("The unit above; null at the top of the tree.");
        builder.Property(membership => membership.ParentFrom)
            .HasComment("First day under this unit; null for since ever. Ends what began on that day or later.");
    }
}
