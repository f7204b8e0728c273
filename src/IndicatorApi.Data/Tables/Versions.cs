using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>Counts the changes to one unit's targets, actuals, claims and benchmarks.</summary>
public sealed class UnitVersion
{
    public Guid OrganisationUnitId { get; set; }
    public long Version { get; set; }
}

internal sealed class UnitVersionTable : IEntityTypeConfiguration<UnitVersion>
{
    public void Configure(EntityTypeBuilder<UnitVersion> builder)
    {
        builder.ToTable("unit_version", Topology.Distributed, "Counts changes to a unit's facts: the ETag of its achievements, and the lock its writers take first.");
        builder.HasKey(version => version.OrganisationUnitId);
    }
}

/// <summary>Counts the changes to units, indicators and resolutions.</summary>
public sealed class ReferenceVersion
{
    public int Id { get; set; }
    public long Version { get; set; }
}

internal sealed class ReferenceVersionTable : IEntityTypeConfiguration<ReferenceVersion>
{
    public void Configure(EntityTypeBuilder<ReferenceVersion> builder)
    {
        builder.ToTable("reference_version", Topology.Reference, "One row that counts changes to units, indicators and resolutions; caches compare it.");
        builder.HasKey(version => version.Id);
        builder.HasData(new ReferenceVersion { Id = 1, Version = 1 });
    }
}
