using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>What happened to units on a day.</summary>
public enum SuccessionKind
{
    /// <summary>Several became one (sáp nhập).</summary>
    [JsonStringEnumMemberName("merge")] Merge,
    /// <summary>One became several (chia tách).</summary>
    [JsonStringEnumMemberName("split")] Split,
    /// <summary>One has another name or code (đổi tên).</summary>
    [JsonStringEnumMemberName("rename")] Rename,
    /// <summary>One stands under another unit (chuyển).</summary>
    [JsonStringEnumMemberName("move")] Move,
    /// <summary>Several became several (sắp xếp lại).</summary>
    [JsonStringEnumMemberName("reform")] Reform,
    /// <summary>An earlier succession did not happen (hủy bỏ).</summary>
    [JsonStringEnumMemberName("undo")] Undo,
}

/// <summary>That units took the place of others from a day on, never changed once written (kế thừa).</summary>
public sealed class Succession
{
    public Guid Id { get; set; }
    public SuccessionKind Kind { get; set; }
    public DateOnly FromDate { get; set; }
    public required string Reason { get; set; }
    public Guid? Undoes { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string RecordedBy { get; set; }
    public List<SuccessionPart> Parts { get; } = [];
}

internal sealed class SuccessionTable : IEntityTypeConfiguration<Succession>
{
    public void Configure(EntityTypeBuilder<Succession> builder)
    {
        builder.ToTable("succession", Topology.Reference, "That units took the place of others. The application may insert and read, never change.");
        builder.HasKey(succession => succession.Id);
        builder.HasIndex(succession => succession.Undoes).IsUnique();
        builder.HasOne<Succession>().WithMany().HasForeignKey(succession => succession.Undoes).OnDelete(DeleteBehavior.Restrict);
        builder.Property(succession => succession.FromDate).HasComment("First day of the successors; the predecessors end on the day before.");
        builder.Property(succession => succession.Undoes).HasComment("The succession that this one takes back; it has no parts of its own then.");
        builder.HasWireName(succession => succession.Kind);
        builder.HasNfcText(succession => succession.Reason, 1000);
    }
}

/// <summary>One predecessor and one successor of it.</summary>
public sealed class SuccessionPart
{
    public Guid SuccessionId { get; set; }
    public Guid PredecessorId { get; set; }
    public Guid SuccessorId { get; set; }
    public decimal? Share { get; set; }
    public DateOnly? PredecessorEnd { get; set; }
    public DateOnly? SuccessorStart { get; set; }
}

internal sealed class SuccessionPartTable : IEntityTypeConfiguration<SuccessionPart>
{
    public void Configure(EntityTypeBuilder<SuccessionPart> builder)
    {
        builder.ToTable("succession_part", Topology.Reference, "Who took whose place. The application may insert and read, never change.");
        builder.HasKey(part => new { part.SuccessionId, part.PredecessorId, part.SuccessorId });
        builder.HasIndex(part => part.PredecessorId);
        builder.HasIndex(part => part.SuccessorId);
        builder.HasOne<Succession>().WithMany(succession => succession.Parts).HasForeignKey(part => part.SuccessionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(part => part.PredecessorId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(part => part.SuccessorId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(part => part.Share).HasComment("How much of the predecessor went there, 0.25 for a quarter; null where nobody knows.");
        builder.Property(part => part.PredecessorEnd).HasComment("The last day of the predecessor as it was before, for who undoes this.");
        builder.Property(part => part.SuccessorStart).HasComment("The first day of the successor as it was before, for who undoes this.");
    }
}
