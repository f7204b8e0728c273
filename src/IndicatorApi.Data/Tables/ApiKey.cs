using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>A key that a caller shows; only its hash is kept.</summary>
public sealed class ApiKey
{
    public Guid Id { get; set; }
    public required string Name { get; set; }
    public required string Prefix { get; set; }
    public required byte[] Hash { get; set; }
    public AccessRole Role { get; set; }
    public Guid? OrganisationUnitId { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? ExpiresAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Written by earlier releases only: <see cref="ApiKeyUse"/> takes its place.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}

internal sealed class ApiKeyTable : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("api_key", Topology.Reference, "Keys that callers show.");
        builder.HasKey(key => key.Id);
        builder.HasIndex(key => key.Hash).IsUnique();
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(key => key.OrganisationUnitId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(key => key.Hash).HasComment("SHA-256 of the key; the key itself is shown once and kept nowhere.");
        builder.Property(key => key.Prefix).HasComment("First characters of the key, to recognise it in a list.");
        builder.Property(key => key.OrganisationUnitId).HasComment("The unit, with all under it, that the key is for; null for all.");
        builder.HasWireName(key => key.Role);
        builder.HasNfcText(key => key.Name, 200);
    }
}
