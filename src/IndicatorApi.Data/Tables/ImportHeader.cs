using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>What one header means in the files of one unit, as its people said when they sent a file that was stored.</summary>
public sealed class ImportHeader
{
    public Guid OrganisationUnitId { get; set; }
    public required string Header { get; set; }
    public string? Meaning { get; set; }
}

internal sealed class ImportHeaderTable : IEntityTypeConfiguration<ImportHeader>
{
    public void Configure(EntityTypeBuilder<ImportHeader> builder)
    {
        builder.ToTable("import_header", Topology.Local, "What headers mean in the files of a unit, kept from files that were stored and used for the next ones.");
        builder.HasKey(header => new { header.OrganisationUnitId, header.Header });
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(header => header.OrganisationUnitId).OnDelete(DeleteBehavior.Cascade);
        builder.HasNfcText(header => header.Header, 200);
        builder.Property(header => header.Header).HasComment("Lower case without Vietnamese marks.");
        builder.Property(header => header.Meaning).HasComment("The column as the API names it; null for one that is passed over.");
    }
}
