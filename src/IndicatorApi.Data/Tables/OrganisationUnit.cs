using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>A unit that reports, or that others roll up to (đơn vị).</summary>
public sealed class OrganisationUnit : ICodedRow
{
    public Guid Id { get; set; }
    public required string Code { get; set; }
    public required string Name { get; set; }
    public string? NameEn { get; set; }
    public required string SearchName { get; set; }
    public OrganisationUnitLevel Level { get; set; }
    public Guid? ParentId { get; set; }
    public DateOnly? ParentFrom { get; set; }
    public required string Path { get; set; }
    public string? OfficialCode { get; set; }
    public DateOnly? ValidFrom { get; set; }
    public DateOnly? ValidTo { get; set; }
    public Review? Review { get; set; }
    public long RowVersion { get; set; }
}

internal sealed class OrganisationUnitTable : IEntityTypeConfiguration<OrganisationUnit>
{
    public void Configure(EntityTypeBuilder<OrganisationUnit> builder)
    {
        builder.ToTable("organisation_unit", Topology.Reference, "Units that report, or that others roll up to.");
        builder.HasKey(unit => unit.Id);
        builder.HasIndex(unit => unit.Code).IsUnique();
        builder.HasIndex(unit => unit.Path).HasOperators("text_pattern_ops");
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(unit => unit.ParentId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(unit => unit.ParentFrom).HasComment(
            "First day under the present parent; null for since ever. Where it stood before says unit_membership.");
        builder.Property(unit => unit.SearchName).HasComment("Lower case without Vietnamese marks, for search.");
        builder.Property(unit => unit.Path).HasComment("Codes from the root to this unit, each followed by '/': the tree without recursion.");
        builder.Property(unit => unit.Review).HasComment("Whether a second person approves its figures; null for what holds for the unit above.");
        builder.HasWireName(unit => unit.Level);
        builder.HasWireName(unit => unit.Review);
        builder.HasNfcText(unit => unit.Name, 200);
        builder.HasNfcText(unit => unit.NameEn, 200);
    }
}
