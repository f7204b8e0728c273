using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>One version of one edition of a scoring scheme, never changed once written: the highest of an edition counts (thang điểm).</summary>
public sealed class ScoringSchemeVersion
{
    public Guid Id { get; set; }

    /// <summary>1 when it was made, one more with every change; the ETag.</summary>
    public long RowVersion { get; set; }

    public required string Code { get; set; }
    public DateOnly ValidFrom { get; set; }
    public DateOnly? ValidTo { get; set; }
    public required string Title { get; set; }
    public string? Source { get; set; }
    public required string Definition { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string RecordedBy { get; set; }

    /// <summary>The version before, while this is on its way to the database: the audit log shows it.</summary>
    [NotAColumn]
    public ScoringSchemeVersion? Replaces { get; set; }
}

internal sealed class ScoringSchemeTable : IEntityTypeConfiguration<ScoringSchemeVersion>
{
    public void Configure(EntityTypeBuilder<ScoringSchemeVersion> builder)
    {
        builder.ToTable("scoring_scheme", Topology.Reference,
            "How ratings make points and grades of achievements: every version of every edition. The application may insert and read, never change.");
        builder.Ignore(scheme => scheme.Replaces);
        builder.HasKey(scheme => new { scheme.Id, scheme.RowVersion });
        builder.HasIndex(scheme => new { scheme.Code, scheme.ValidFrom, scheme.RowVersion }, "ux_scoring_scheme_edition").IsUnique();
        builder.Property(scheme => scheme.ValidFrom).HasComment("First day that this edition holds for: of one code the latest that has begun counts.");
        builder.Property(scheme => scheme.ValidTo).HasComment("Last day that it holds for; null without an end.");
        builder.Property(scheme => scheme.Definition).HasColumnType("jsonb").HasComment("Items, deductions and grades as on the wire.");
        builder.HasNfcText(scheme => scheme.Title, 500);
        builder.HasNfcText(scheme => scheme.Source, 1000);
    }
}
