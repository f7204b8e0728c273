using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>Figures that wait for a second person, never changed once written (trình duyệt).</summary>
public sealed class Submission
{
    public Guid Id { get; set; }
    public required Guid[] Units { get; set; }
    public required Guid[] Indicators { get; set; }
    public required string Items { get; set; }
    public required byte[] ItemsHash { get; set; }
    public int Count { get; set; }
    public DateTimeOffset SubmittedAt { get; set; }
    public required string SubmittedBy { get; set; }
    public required string SubmittedById { get; set; }
    public SubmissionDecision? Decision { get; set; }
}

internal sealed class SubmissionTable : IEntityTypeConfiguration<Submission>
{
    public void Configure(EntityTypeBuilder<Submission> builder)
    {
        builder.ToTable("submission", Topology.Local, "Figures that wait, or waited, for a second person. The application may insert and read, never change.");
        builder.HasKey(submission => submission.Id);
        builder.HasIndex(submission => submission.Units).HasMethod("gin");
        builder.HasIndex(submission => submission.ItemsHash);
        builder.Property(submission => submission.Items).HasColumnType("jsonb")
            .HasComment("The figures as on the wire, each with the version that it was based on.");
        builder.Property(submission => submission.ItemsHash)
            .HasComment("SHA-256 of the figures as they were sent: the same ones again are the same submission while it waits.");
        builder.Property(submission => submission.SubmittedById).HasComment("The key or token: two names may be alike.");
    }
}

/// <summary>How a submission ended: at most one of each, so that of two who decide at once only one does.</summary>
public sealed class SubmissionDecision
{
    public Guid SubmissionId { get; set; }
    public SubmissionState State { get; set; }
    public string? Reason { get; set; }
    public DateTimeOffset DecidedAt { get; set; }
    public required string DecidedBy { get; set; }
    public required string DecidedById { get; set; }
}

internal sealed class SubmissionDecisionTable : IEntityTypeConfiguration<SubmissionDecision>
{
    public void Configure(EntityTypeBuilder<SubmissionDecision> builder)
    {
        builder.ToTable("submission_decision", Topology.Local,
            "How submissions ended: approved, rejected or withdrawn. The application may insert and read, never change.");
        builder.HasKey(decision => decision.SubmissionId);
        builder.HasOne<Submission>().WithOne(submission => submission.Decision).HasForeignKey<SubmissionDecision>(decision => decision.SubmissionId)
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasWireName(decision => decision.State);
        builder.HasNfcText(decision => decision.Reason, 1000);
    }
}
