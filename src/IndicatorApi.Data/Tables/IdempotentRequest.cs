using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>A request with an <c>Idempotency-Key</c>: reserved before it runs, with its answer once it has succeeded.</summary>
public sealed class IdempotentRequest
{
    public required byte[] Id { get; set; }
    public required byte[] RequestHash { get; set; }
    public Guid Attempt { get; set; }
    public DateTimeOffset ReservedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
    public int? Status { get; set; }
    public string? ContentType { get; set; }
    public string? Location { get; set; }
    public string? EntityTag { get; set; }
    public byte[]? Body { get; set; }
}

internal sealed class IdempotentRequestTable : IEntityTypeConfiguration<IdempotentRequest>
{
    public void Configure(EntityTypeBuilder<IdempotentRequest> builder)
    {
        builder.ToTable("idempotent_request", Topology.Local, "Requests with an Idempotency-Key of the last day, with their answers.");
        builder.HasKey(request => request.Id);
        builder.HasIndex(request => request.ExpiresAt);
        builder.Property(request => request.Id).HasComment("SHA-256 of caller, address and key.");
        builder.Property(request => request.RequestHash).HasComment("SHA-256 of query and body: another request under the same key is refused.");
        builder.Property(request => request.Attempt).HasComment(
            "Whose reservation it is: an attempt that was given up for dead must not answer for its successor.");
        builder.Property(request => request.Status).HasComment("Null while the first request runs.");
    }
}
