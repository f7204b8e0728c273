using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>Counts the changes to one unit's targets, actuals, claims and benchmarks.</summary>
public sealed class UnitVersion
{
    public Guid OrganisationUnitId { get; set; }
    public long Version { get; set; }
    public ulong? WrittenBy { get; set; }
}

internal sealed class UnitVersionTable : IEntityTypeConfiguration<UnitVersion>
{
    public void Configure(EntityTypeBuilder<UnitVersion> builder)
    {
        builder.ToTable("unit_version", Topology.Distributed,
            "Counts changes to a unit's facts: the ETag of its achievements, and the lock its writers take first.");
        builder.HasKey(version => version.OrganisationUnitId);
        builder.HasIndex(version => version.WrittenBy);
        builder.Property(version => version.WrittenBy).HasColumnType("xid8").HasComment(
            "The transaction that raised it last: whether a follower's snapshot saw it tells what changed since. Null before this was kept.");
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

/// <summary>A unit, indicator or resolution as it stood, never changed once written.</summary>
public sealed class ReferenceRevision
{
    public required string Kind { get; set; }
    public Guid Id { get; set; }
    public long RowVersion { get; set; }
    public bool Deleted { get; set; }
    public required string Content { get; set; }
    public long? ReferenceVersion { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string RecordedBy { get; set; }

    /// <summary>The revision of a row as it stands now; a removal comes one version after the last.</summary>
    public static ReferenceRevision Of<TRow>(TRow row, bool deleted, long version, string caller, DateTimeOffset now) where TRow : ICodedRow => new()
    {
        Kind = typeof(TRow).Name,
        Id = row.Id,
        RowVersion = deleted ? row.RowVersion + 1 : row.RowVersion,
        Deleted = deleted,
        Content = JsonSerializer.Serialize(row),
        ReferenceVersion = version,
        RecordedAt = now,
        RecordedBy = caller,
    };
}

internal sealed class ReferenceRevisionTable : IEntityTypeConfiguration<ReferenceRevision>
{
    public void Configure(EntityTypeBuilder<ReferenceRevision> builder)
    {
        builder.ToTable("reference_revision", Topology.Reference,
            "Every unit, indicator and resolution as it ever stood. The application may insert and read, never change.");
        builder.HasKey(revision => new { revision.Kind, revision.Id, revision.RowVersion });
        builder.Property(revision => revision.Content).HasColumnType("jsonb")
            .HasComment("The row, by the names of the program; the place in the tree follows from the parents.");
        builder.HasIndex(revision => revision.ReferenceVersion);
        builder.Property(revision => revision.ReferenceVersion).HasComment(
            "What reference_version became: writers stand in line there, so these are in the order of their commits. Null before this was kept.");
    }
}
