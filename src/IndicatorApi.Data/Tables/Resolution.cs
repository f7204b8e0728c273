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
    public string? Congress { get; set; }
    public string? Number { get; set; }
    public required string Title { get; set; }
    public DateOnly? AdoptedOn { get; set; }
    public required string Term { get; set; }
    public DateOnly? TermStart { get; set; }
    public DateOnly? TermEnd { get; set; }
    public string? SourceUrl { get; set; }
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
            "The term as text (2020-2025); term_start and term_end are its real dates where the document gives them.");
        builder.HasWireName(resolution => resolution.Issuer);
        builder.HasNfcText(resolution => resolution.Title, 500);
    }
}
