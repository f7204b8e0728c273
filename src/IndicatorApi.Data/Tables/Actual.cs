using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>What was reported: the members that a revision keeps (kết quả thực hiện).</summary>
public abstract class ActualFigure
{
    public Guid OrganisationUnitId { get; set; }
    public Guid IndicatorId { get; set; }
    public string GroupCode { get; set; } = "";
    public required string Period { get; set; }
    public DateOnly PeriodStart { get; set; }
    public DateOnly PeriodEnd { get; set; }
    public required Figure Figure { get; set; }

    /// <summary>Whether it came after its period had once been closed.</summary>
    public bool Late { get; set; }

    /// <summary>1 when first written, one more with every change; the ETag.</summary>
    public long RowVersion { get; set; }
}

/// <summary>The current figure of one unit, indicator, sub-group and period.</summary>
public sealed class Actual : ActualFigure
{
    /// <summary>The revision that this row shows.</summary>
    public Guid Revision { get; set; }

    /// <summary>The row that shows a revision.</summary>
    public static Actual Of(ActualRevision revision) => new()
    {
        OrganisationUnitId = revision.OrganisationUnitId,
        IndicatorId = revision.IndicatorId,
        GroupCode = revision.GroupCode,
        Period = revision.Period,
        PeriodStart = revision.PeriodStart,
        PeriodEnd = revision.PeriodEnd,
        Figure = revision.Figure,
        Late = revision.Late,
        RowVersion = revision.RowVersion,
        Revision = revision.Id,
    };
}

/// <summary>One figure as it stood, never changed once written.</summary>
public sealed class ActualRevision : ActualFigure
{
    public Guid Id { get; set; }
    public bool Deleted { get; set; }
    public string? Reason { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string RecordedBy { get; set; }
}

internal sealed class ActualTable : IEntityTypeConfiguration<Actual>
{
    public void Configure(EntityTypeBuilder<Actual> builder)
    {
        builder.ToTable("actual", Topology.Distributed, "Current figures. No foreign keys: the one writer checks and locks what a figure refers to.");
        builder.HasKey(actual => new { actual.OrganisationUnitId, actual.IndicatorId, actual.GroupCode, actual.Period });
        builder.Property(actual => actual.Revision).HasComment("Id of the row in actual_revision that is current.");
        ActualFigureColumns.Configure(builder);
    }
}

internal sealed class ActualRevisionTable : IEntityTypeConfiguration<ActualRevision>
{
    public void Configure(EntityTypeBuilder<ActualRevision> builder)
    {
        builder.ToTable("actual_revision", Topology.Distributed,
            "Every figure ever recorded, deletions included. The application may insert and read, never change.");
        builder.HasKey(revision => new { revision.OrganisationUnitId, revision.IndicatorId, revision.GroupCode, revision.Period, revision.RowVersion });
        // Almost none: where a place was emptied, it goes on counting.
        builder.HasIndex(revision => revision.OrganisationUnitId, "ix_actual_revision_withdrawn").HasFilter("deleted");
        ActualFigureColumns.Configure(builder);
    }
}

internal static class ActualFigureColumns
{
    public static void Configure<T>(EntityTypeBuilder<T> builder) where T : ActualFigure
    {
        builder.Property(figure => figure.GroupCode).HasComment("Sub-group the figure is for; empty for the whole.");
        builder.Property(figure => figure.Period).HasComment("Canonical text of the period; a term stays a term, its dates follow the resolution when read.");
        builder.Property(figure => figure.PeriodStart).HasComment(StoredPeriods.DaysComment);
        builder.Property(figure => figure.PeriodEnd).HasComment(StoredPeriods.DaysComment);
        builder.Property(figure => figure.Late).HasComment("True when it came after its period had once been closed for the unit.");
        FigureColumns.Configure(builder);
    }
}
