using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>How far an import is.</summary>
public enum ImportState
{
    /// <summary>It waits for its turn.</summary>
    [JsonStringEnumMemberName("queued")] Queued,
    /// <summary>It is being read or written.</summary>
    [JsonStringEnumMemberName("running")] Running,
    /// <summary>All of it is stored; of a dry run, all of it could be.</summary>
    [JsonStringEnumMemberName("succeeded")] Succeeded,
    /// <summary>Nothing of it is stored; the errors say why.</summary>
    [JsonStringEnumMemberName("failed")] Failed,
    /// <summary>It was cancelled; nothing of it is stored.</summary>
    [JsonStringEnumMemberName("cancelled")] Cancelled,
}

/// <summary>What a running import does.</summary>
public enum ImportPhase
{
    /// <summary>It looks for the header and at the numbers.</summary>
    [JsonStringEnumMemberName("reading")] Reading,
    /// <summary>It checks every row.</summary>
    [JsonStringEnumMemberName("checking")] Checking,
    /// <summary>It writes; nothing is visible before the last row.</summary>
    [JsonStringEnumMemberName("writing")] Writing,
}

/// <summary>What kind of file it is.</summary>
public enum ImportFileKind
{
    /// <summary>CSV.</summary>
    [JsonStringEnumMemberName("csv")] Csv,
    /// <summary>A workbook.</summary>
    [JsonStringEnumMemberName("xlsx")] Xlsx,
}

/// <summary>A file of figures to store as a whole or not at all.</summary>
public sealed class ImportJob
{
    public Guid Id { get; set; }
    public ImportState State { get; set; }
    public ImportPhase Phase { get; set; }
    public ImportFileKind Kind { get; set; }
    public string? FileName { get; set; }
    public required byte[] Sha256 { get; set; }
    public long Size { get; set; }
    public bool DryRun { get; set; }
    public string? Locale { get; set; }
    public string? Separator { get; set; }
    public string? Sheet { get; set; }
    public string? Columns { get; set; }
    public string? OrgUnit { get; set; }
    public string? Period { get; set; }
    public required string CallerId { get; set; }
    public required string SubmittedBy { get; set; }
    public required string Scope { get; set; }
    public DateTimeOffset? CallerUntil { get; set; }
    public string? RequestId { get; set; }
    public DateTimeOffset SubmittedAt { get; set; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
    public Guid? Attempt { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset? LeaseUntil { get; set; }
    public int Total { get; set; }
    public int Done { get; set; }
    public int Created { get; set; }
    public int Updated { get; set; }
    public int Unchanged { get; set; }
    public int Blank { get; set; }
    public int ErrorCount { get; set; }
    public Guid? SubmissionId { get; set; }
    public string? Notices { get; set; }
}

/// <summary>A piece of the file of an import.</summary>
public sealed class ImportChunk
{
    public Guid ImportId { get; set; }
    public int Number { get; set; }
    public required byte[] Content { get; set; }
}

/// <summary>One thing that is wrong with the file of an import.</summary>
public sealed class ImportError
{
    public Guid ImportId { get; set; }
    public int Number { get; set; }
    public int Line { get; set; }
    public int? ColumnNumber { get; set; }
    public string? ColumnName { get; set; }
    public required string Code { get; set; }
    public required string English { get; set; }
    public required string Vietnamese { get; set; }
}

/// <summary>One figure that a dry run would change.</summary>
public sealed class ImportChange
{
    public Guid ImportId { get; set; }
    public int Number { get; set; }
    public required string Content { get; set; }
}

internal sealed class ImportJobTable : IEntityTypeConfiguration<ImportJob>
{
    public void Configure(EntityTypeBuilder<ImportJob> builder)
    {
        builder.ToTable("import_job", Topology.Local, "Files that were sent to be imported, with what came of them; removed a week after their end.");
        builder.HasKey(job => job.Id);
        builder.HasIndex(job => job.State);
        builder.HasWireName(job => job.State);
        builder.HasWireName(job => job.Phase);
        builder.HasWireName(job => job.Kind);
        builder.HasNfcText(job => job.FileName, 255);
        builder.HasNfcText(job => job.Sheet, 100);
        builder.Property(job => job.CallerId).HasComment("Which key sent it: others do not see it, unless they may write every unit.");
        builder.Property(job => job.Columns).HasColumnType("json").HasComment("{header: column}: what the sender said of headers; null for one to pass over.");
        builder.Property(job => job.Notices).HasColumnType("json").HasComment("[{vi, en}]: what was understood, passed over, or should be looked at.");
        builder.Property(job => job.Scope).HasComment("The units that the sender's token was for; a key is looked up again.");
        builder.Property(job => job.CallerUntil).HasComment("When what the sender showed expires: nothing is stored in their name after it.");
        builder.Property(job => job.RequestId).HasComment("The trace id of the request that sent it; the audit log names it.");
        builder.Property(job => job.SubmissionId).HasComment("The submission that the figures wait in, where a second person approves them.");
        builder.Property(job => job.Attempt).HasComment("Whose turn it is: a worker that was given up for dead must not finish for its successor.");
        builder.Property(job => job.LeaseUntil).HasComment("After this another worker may begin anew: of the work so far nothing is visible.");
    }
}

internal sealed class ImportChunkTable : IEntityTypeConfiguration<ImportChunk>
{
    public void Configure(EntityTypeBuilder<ImportChunk> builder)
    {
        builder.ToTable("import_chunk", Topology.Local, "The bytes of the files of imports, so that any server can begin or resume one.");
        builder.HasKey(chunk => new { chunk.ImportId, chunk.Number });
        builder.HasOne<ImportJob>().WithMany().HasForeignKey(chunk => chunk.ImportId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ImportErrorTable : IEntityTypeConfiguration<ImportError>
{
    public void Configure(EntityTypeBuilder<ImportError> builder)
    {
        builder.ToTable("import_error", Topology.Local, "What is wrong with the files of imports, row by row, in both languages.");
        builder.HasKey(error => new { error.ImportId, error.Number });
        builder.HasOne<ImportJob>().WithMany().HasForeignKey(error => error.ImportId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(error => error.Line).HasComment("Row of the sheet or line of the file; 0 for the file as a whole.");
    }
}

internal sealed class ImportChangeTable : IEntityTypeConfiguration<ImportChange>
{
    public void Configure(EntityTypeBuilder<ImportChange> builder)
    {
        builder.ToTable("import_change", Topology.Local, "What dry runs of imports would change, as it is answered.");
        builder.HasKey(change => new { change.ImportId, change.Number });
        builder.HasOne<ImportJob>().WithMany().HasForeignKey(change => change.ImportId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(change => change.Content).HasColumnType("json");
    }
}
