using IndicatorApi.Calculation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>What a person expects of a target, never changed once written: the latest counts (dự kiến khả năng đạt).</summary>
public sealed class Expectation
{
    public Guid OrganisationUnitId { get; set; }
    public Guid Id { get; set; }
    public Guid TargetId { get; set; }
    public Likelihood Likelihood { get; set; }
    public DateOnly ExpectedOn { get; set; }
    public string? ExpectedBy { get; set; }
    public string? Reason { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string RecordedBy { get; set; }
}

internal sealed class ExpectationTable : IEntityTypeConfiguration<Expectation>
{
    public void Configure(EntityTypeBuilder<Expectation> builder)
    {
        builder.ToTable("expectation", Topology.Distributed,
            "What persons expect of targets; of one target the latest day, then the latest row, counts. The application may insert and read, never change.");
        builder.HasKey(expectation => new { expectation.OrganisationUnitId, expectation.Id });
        builder.HasIndex(expectation => expectation.TargetId);
        builder.Property(expectation => expectation.ExpectedOn).HasComment("The day as of which it is expected.");
        builder.Property(expectation => expectation.ExpectedBy).HasComment("Whose expectation it is, where that is not who recorded it.");
        builder.HasWireName(expectation => expectation.Likelihood);
        builder.HasNfcText(expectation => expectation.ExpectedBy, 200);
        builder.HasNfcText(expectation => expectation.Reason, 1000);
    }
}
