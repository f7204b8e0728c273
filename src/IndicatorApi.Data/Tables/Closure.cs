using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>A period that was closed for a unit and all under it, never changed once written (chốt số liệu).</summary>
public sealed class Closure
{
    public Guid Id { get; set; }
    public Guid OrganisationUnitId { get; set; }
    public required string Period { get; set; }
    public DateOnly PeriodStart { get; set; }
    public DateOnly PeriodEnd { get; set; }
    public int Units { get; set; }
    public required string Reason { get; set; }
    public DateTimeOffset ClosedAt { get; set; }
    public required string ClosedBy { get; set; }
    public required string ClosedById { get; set; }
    public List<ClosureReopening> Reopenings { get; } = [];
}

internal sealed class ClosureTable : IEntityTypeConfiguration<Closure>
{
    public void Configure(EntityTypeBuilder<Closure> builder)
    {
        builder.ToTable("closure", Topology.Reference, "Periods that were closed. The application may insert and read, never change.");
        builder.HasKey(closure => closure.Id);
        builder.HasIndex(closure => closure.OrganisationUnitId);
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(closure => closure.OrganisationUnitId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(closure => closure.Period).HasComment(
            "Canonical text of the period; a term is given each unit's own days when a figure is held against it.");
        builder.Property(closure => closure.PeriodStart).HasComment(StoredPeriods.DaysComment);
        builder.Property(closure => closure.PeriodEnd).HasComment(StoredPeriods.DaysComment);
        builder.Property(closure => closure.Units).HasComment("How many units it was closed for.");
        builder.HasNfcText(closure => closure.Reason, 1000);
    }
}

/// <summary>That a closed period was opened again, for all of its units or some (mở lại).</summary>
public sealed class ClosureReopening
{
    public Guid ClosureId { get; set; }
    public Guid Id { get; set; }
    public Guid OrganisationUnitId { get; set; }
    public int Units { get; set; }
    public required string Reason { get; set; }
    public DateTimeOffset ReopenedAt { get; set; }
    public required string ReopenedBy { get; set; }
    public required string ReopenedById { get; set; }
}

internal sealed class ClosureReopeningTable : IEntityTypeConfiguration<ClosureReopening>
{
    public void Configure(EntityTypeBuilder<ClosureReopening> builder)
    {
        builder.ToTable("closure_reopening", Topology.Reference, "Closed periods that were opened again. The application may insert and read, never change.");
        builder.HasKey(reopening => new { reopening.ClosureId, reopening.Id });
        builder.HasOne<Closure>().WithMany(closure => closure.Reopenings).HasForeignKey(reopening => reopening.ClosureId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(reopening => reopening.OrganisationUnitId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(reopening => reopening.OrganisationUnitId).HasComment("The unit that it was opened for, with all under it at that time.");
        builder.Property(reopening => reopening.Units).HasComment("For how many units the closure ended with it.");
        builder.HasNfcText(reopening => reopening.Reason, 1000);
    }
}

/// <summary>That a closure holds for a unit, or ended for it.</summary>
public sealed class ClosureUnit
{
    public Guid OrganisationUnitId { get; set; }
    public Guid ClosureId { get; set; }
    public bool Reopened { get; set; }
}

internal sealed class ClosureUnitTable : IEntityTypeConfiguration<ClosureUnit>
{
    public void Configure(EntityTypeBuilder<ClosureUnit> builder)
    {
        builder.ToTable("closure_unit", Topology.Distributed,
            "The units that a period was closed for, wherever they have moved since. The application may insert and read, never change.");
        builder.HasKey(unit => new { unit.OrganisationUnitId, unit.ClosureId, unit.Reopened });
        builder.HasIndex(unit => unit.ClosureId);
        builder.Property(unit => unit.Reopened).HasComment("False when it was closed; a second row with true when it was opened again.");
    }
}
