using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>When a key was last used: apart from the key, which stands on every node of a cluster and is seldom written.</summary>
public sealed class ApiKeyUse
{
    public Guid KeyId { get; set; }
    public DateTimeOffset LastUsedAt { get; set; }
}

internal sealed class ApiKeyUseTable : IEntityTypeConfiguration<ApiKeyUse>
{
    public void Configure(EntityTypeBuilder<ApiKeyUse> builder)
    {
        builder.ToTable("api_key_use", Topology.Local, "When each key was last used, to the minute or so.");
        builder.HasKey(use => use.KeyId);
    }
}
