using IndicatorApi.Calculation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>What somebody published about a unit and an indicator. It is never overwritten: a correction is a further row of the same key.</summary>
/// <typeparam name="TRow">The row itself.</typeparam>
public interface IPublished<TRow>
{
    Guid OrganisationUnitId { get; }
    Guid Id { get; set; }
    Guid? IndicatorId { get; }
    DateTimeOffset RecordedAt { get; set; }
    string RecordedBy { get; set; }

    /// <summary>1 when first recorded, one more with every correction; the highest of a key counts.</summary>
    long RowVersion { get; set; }

    /// <summary>What counted before, while this is on its way to the database.</summary>
    TRow? Replaces { get; set; }
}

/// <summary>A percent, a verdict, a gap or an excess that a report published, or the count of a whole scoreboard, kept beside the computed one.</summary>
public sealed class Claim : IPublished<Claim>
{
    public Guid OrganisationUnitId { get; set; }
    public Guid Id { get; set; }
    public Guid? IndicatorId { get; set; }
    public string GroupCode { get; set; } = "";
    public required string Period { get; set; }
    public DateOnly PeriodStart { get; set; }
    public DateOnly PeriodEnd { get; set; }
    public Guid? ResolutionId { get; set; }
    public decimal? Percent { get; set; }
    public int Decimals { get; set; }
    public Verdict? Verdict { get; set; }
    public decimal? Gap { get; set; }
    public decimal? Excess { get; set; }
    public int? ScoreboardMet { get; set; }
    public int? ScoreboardOf { get; set; }
    public string? Statement { get; set; }
    public string? Source { get; set; }
    public DateOnly? PublishedOn { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string RecordedBy { get; set; }
    public long RowVersion { get; set; }

    /// <summary>What counted before, while this is on its way to the database: the audit log shows it.</summary>
    [NotAColumn]
    public Claim? Replaces { get; set; }
}

internal sealed class ClaimTable : IEntityTypeConfiguration<Claim>
{
    public void Configure(EntityTypeBuilder<Claim> builder)
    {
        builder.ToTable("claim", Topology.Distributed,
            "Percents, verdicts, gaps and excesses that reports published, "
                + "beside ours. A correction is a further row; the highest row_version of a key counts.");
        builder.Ignore(claim => claim.Replaces);
        builder.HasKey(claim => new { claim.OrganisationUnitId, claim.Id });
        builder.HasIndex(claim => new { claim.OrganisationUnitId, claim.IndicatorId, claim.GroupCode, claim.Period, claim.ResolutionId, claim.RowVersion },
            "ux_claim_natural_key")
            .IsUnique().AreNullsDistinct(false);
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(claim => claim.OrganisationUnitId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Indicator>().WithMany().HasForeignKey(claim => claim.IndicatorId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Resolution>().WithMany().HasForeignKey(claim => claim.ResolutionId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(claim => claim.Decimals).HasComment("Decimals printed in the percent; one unit of the last is the tolerance of a disagreement.");
        builder.Property(claim => claim.PeriodStart).HasComment(StoredPeriods.DaysComment);
        builder.Property(claim => claim.PeriodEnd).HasComment(StoredPeriods.DaysComment);
        builder.Property(claim => claim.Gap)
            .HasComment("Difference to the target as printed, in the indicator's unit: 0.3 for 'vượt 0,3 điểm', below zero for 'thiếu'.");
        builder.Property(claim => claim.Excess).HasComment("Percent beyond the target as printed: 8 for 'vượt 8 %', below zero for what is short.");
        builder.Property(claim => claim.IndicatorId).HasComment("Null where it is about all targets together.");
        builder.Property(claim => claim.ScoreboardMet).HasComment("How many targets are met or better as printed: 15 of '15/18'; only without an indicator.");
        builder.Property(claim => claim.ScoreboardOf).HasComment("Of how many, as printed.");
        builder.HasWireName(claim => claim.Verdict);
        builder.HasNfcText(claim => claim.Statement, 2000);
        builder.HasNfcText(claim => claim.Source, 1000);
    }
}

/// <summary>A wider unit's value to compare with; never a target.</summary>
public sealed class Benchmark : IPublished<Benchmark>
{
    Guid? IPublished<Benchmark>.IndicatorId => IndicatorId;

    public Guid OrganisationUnitId { get; set; }
    public Guid Id { get; set; }
    public Guid IndicatorId { get; set; }
    public required string Period { get; set; }
    public DateOnly PeriodStart { get; set; }
    public DateOnly PeriodEnd { get; set; }
    public Guid ScopeUnitId { get; set; }
    public decimal Value { get; set; }
    public string? Source { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string RecordedBy { get; set; }
    public long RowVersion { get; set; }

    /// <summary>What counted before, while this is on its way to the database: the audit log shows it.</summary>
    [NotAColumn]
    public Benchmark? Replaces { get; set; }
}

internal sealed class BenchmarkTable : IEntityTypeConfiguration<Benchmark>
{
    public void Configure(EntityTypeBuilder<Benchmark> builder)
    {
        builder.ToTable("benchmark", Topology.Distributed,
            "Values of a wider unit that reports compare with. A correction is a further row; the highest row_version of a key counts.");
        builder.Ignore(benchmark => benchmark.Replaces);
        builder.HasKey(benchmark => new { benchmark.OrganisationUnitId, benchmark.Id });
        builder.HasIndex(benchmark => new
        {
            benchmark.OrganisationUnitId,
            benchmark.IndicatorId,
            benchmark.Period,
            benchmark.ScopeUnitId,
            benchmark.RowVersion
        }, "ux_benchmark_natural_key").IsUnique();
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(benchmark => benchmark.OrganisationUnitId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(benchmark => benchmark.ScopeUnitId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Indicator>().WithMany().HasForeignKey(benchmark => benchmark.IndicatorId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(benchmark => benchmark.PeriodStart).HasComment(StoredPeriods.DaysComment);
        builder.Property(benchmark => benchmark.PeriodEnd).HasComment(StoredPeriods.DaysComment);
        builder.HasNfcText(benchmark => benchmark.Source, 1000);
    }
}
