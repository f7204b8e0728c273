using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>One write: who, when, what, before and after, why. Never changed once written; each entry holds the hash of the one before it.</summary>
public sealed class AuditEntry
{
    /// <summary>The chain of what belongs to no unit or makes up the tree itself: units, indicators, resolutions, keys.</summary>
    public static readonly Guid CommonChain = Guid.Empty;

    /// <summary>The chain: a unit, or <see cref="CommonChain"/>.</summary>
    public Guid OrganisationUnitId { get; set; }
    public long Sequence { get; set; }
    public Guid Id { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public string Caller { get; set; } = "";
    public string? CallerId { get; set; }
    public string? RequestId { get; set; }
    public required string Action { get; set; }
    public required string Kind { get; set; }
    public string Subject { get; set; } = "";
    public Guid? AboutUnitId { get; set; }
    public string? Reason { get; set; }
    public string? Before { get; set; }
    public string? After { get; set; }
    public long? RevisionVersion { get; set; }
    public Guid[] Revisions { get; set; } = [];
    public byte[][] Digests { get; set; } = [];
    public byte[] PreviousHash { get; set; } = [];
    public byte[] Hash { get; set; } = [];

    /// <summary>The hash over every other member, the previous hash among them.</summary>
    public byte[] ComputeHash()
    {
        var bytes = new CanonicalBytes("indicator-api audit entry 1");
        bytes.Add(OrganisationUnitId);
        bytes.Add(Sequence);
        bytes.Add(Id);
        bytes.Add(RecordedAt);
        bytes.Add(Caller);
        bytes.Add(CallerId);
        bytes.Add(RequestId);
        bytes.Add(Action);
        bytes.Add(Kind);
        bytes.Add(Subject);
        bytes.Add(AboutUnitId?.ToString("N"));
        bytes.Add(Reason);
        bytes.Add(Before);
        bytes.Add(After);
        bytes.Add(RevisionVersion ?? -1);
        bytes.Add(Revisions.Length);
        foreach (var revision in Revisions) bytes.Add(revision);
        bytes.Add(Digests.Length);
        foreach (var digest in Digests) bytes.Add(digest);
        bytes.Add(PreviousHash);
        return bytes.Hash();
    }
}

internal sealed class AuditEntryTable : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entry", Topology.Distributed, "Every write, one chain of hashes per unit. The application may insert and read, never change.");
        builder.HasKey(entry => new { entry.OrganisationUnitId, entry.Sequence });
        builder.HasIndex(entry => new { entry.RecordedAt, entry.Id });
        builder.HasIndex(entry => new { entry.AboutUnitId, entry.RecordedAt, entry.Id });
        builder.Property(entry => entry.OrganisationUnitId).HasComment("The chain: a unit, or all zeros for units, indicators, resolutions and keys.");
        builder.Property(entry => entry.Sequence).HasComment("1, 2, 3 and so on along the chain, without gaps.");
        builder.Property(entry => entry.CallerId).HasComment("The key's id or the token's issuer and subject; null for the program itself.");
        builder.Property(entry => entry.AboutUnitId).HasComment("The unit that the subject belongs to; null where it belongs to none.");
        builder.Property(entry => entry.Before).HasComment("JSON as it was hashed: text, because jsonb would not give the same bytes back.");
        builder.Property(entry => entry.RevisionVersion).HasComment("The row_version of the revision, where its id alone does not name it.");
        builder.Property(entry => entry.Revisions).HasComment("Ids of the rows of history that this write added.");
        builder.Property(entry => entry.Digests).HasComment("SHA-256 of each of these rows, over every column.");
        builder.Property(entry => entry.Hash).HasComment("SHA-256 over all other members, previous_hash among them.");
    }
}
