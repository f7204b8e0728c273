using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>A document that sets targets for a unit over a term (Nghị quyết).</summary>
public sealed class Resolution : ICodedRow
{
    public Guid Id { get; set; }
    public required string Code { get; set; }
    public Guid OrganisationUnitId { get; set; }
    public ResolutionIssuer Issuer { get; set; }
    public ResolutionKind Kind { get; set; }
    public string? Congress { get; set; }
    public string? Number { get; set; }
    public required string Title { get; set; }
    public DateOnly? AdoptedOn { get; set; }
    public required string Term { get; set; }
    public DateOnly? TermStart { get; set; }
    public DateOnly? TermEnd { get; set; }
    public string? SourceUrl { get; set; }
    public string? Bands { get; set; }
    public long RowVersion { get; set; }
}

internal sealed class ResolutionTable : IEntityTypeConfiguration<Resolution>
{
    public void Configure(EntityTypeBuilder<Resolution> builder)
    {
        builder.ToTable("resolution", Topology.Reference, "Documents that set targets for a unit over a term.");
        builder.HasKey(resolution => resolution.Id);
        builder.HasIndex(resolution => resolution.Code).IsUnique();
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(resolution => resolution.OrganisationUnitId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(resolution => resolution.Term).HasComment(
            "The time it is for as text (2020-2025, 2026 or two days); term_start and term_end are a term's real dates where the document gives them.");
        builder.Property(resolution => resolution.Bands).HasColumnType("json").HasComment(StoredBands.Comment);
        builder.HasWireName(resolution => resolution.Issuer);
        builder.HasWireName(resolution => resolution.Kind);
        builder.HasNfcText(resolution => resolution.Title, 500);
    }
}
