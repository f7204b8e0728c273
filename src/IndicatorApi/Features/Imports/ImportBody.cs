using System.Text.Json;
using IndicatorApi.Access;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Imports;

/// <summary>An import: a file of figures that is stored as a whole or not at all.</summary>
public sealed record ImportResponse
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>How far it is.</summary>
    public required ImportState State { get; init; }

    /// <summary>What it does while it runs; null otherwise.</summary>
    public required ImportPhase? Phase { get; init; }

    /// <summary>What kind of file it is.</summary>
    public required ImportFileKind Kind { get; init; }

    /// <summary>What the sender calls the file.</summary>
    public required string? FileName { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required long Size { get; init; }

    /// <summary>SHA-256 of the file, in hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>True when nothing is stored, only checked and compared.</summary>
    public required bool DryRun { get; init; }

    /// <summary>How numbers are written, where the sender said so.</summary>
    public required string? Locale { get; init; }

    /// <summary>The unit of the whole file, where it has no column for it.</summary>
    public required string? OrgUnit { get; init; }

    /// <summary>The period of the whole file, where it has no column for it.</summary>
    public required string? Period { get; init; }

    /// <summary>What was understood of the file, what was passed over by name, and of a dry run what a person should look at again.</summary>
    public required IReadOnlyList<Phrase> Notices { get; init; }

    /// <summary>Rows with anything in them; 0 while they are not counted yet.</summary>
    public required int Total { get; init; }

    /// <summary>Rows that the phase is through with.</summary>
    public required int Done { get; init; }

    /// <summary>Figures that were not there.</summary>
    public required int Created { get; init; }

    /// <summary>Figures that replaced others.</summary>
    public required int Updated { get; init; }

    /// <summary>Figures that were there already, with the same content.</summary>
    public required int Unchanged { get; init; }

    /// <summary>Rows without a figure, which change nothing.</summary>
    public required int Blank { get; init; }

    /// <summary>How much is wrong with the file; the first 1,000 are kept.</summary>
    public required int Errors { get; init; }

    /// <summary>The submission that the figures wait in, where a second person approves them: until then readers do not see them.</summary>
    public required Guid? Submission { get; init; }

    /// <summary>Who sent it.</summary>
    public required string SubmittedBy { get; init; }

    /// <summary>When it was sent.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When work on it began, the last time.</summary>
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Whether nothing more will happen to it.</summary>
    internal bool HasEnded => State is not (ImportState.Queued or ImportState.Running);

    /// <summary>The answer for a job.</summary>
    public static ImportResponse From(ImportJob job) => new()
    {
        Id = job.Id,
        State = job.State,
        Phase = job.State == ImportState.Running ? job.Phase : null,
        Kind = job.Kind,
        FileName = job.FileName,
        Size = job.Size,
        Sha256 = Convert.ToHexStringLower(job.Sha256),
        DryRun = job.DryRun,
        Locale = job.Locale,
        OrgUnit = job.OrgUnit,
        Period = job.Period,
        Notices = job.Notices is { } notices ? JsonSerializer.Deserialize<List<Phrase>>(notices, WireJson.Kept)! : [],
        Total = job.Total,
        Done = job.Done,
        Created = job.Created,
        Updated = job.Updated,
        Unchanged = job.Unchanged,
        Blank = job.Blank,
        Errors = job.ErrorCount,
        Submission = job.SubmissionId,
        SubmittedBy = job.SubmittedBy,
        SubmittedAt = job.SubmittedAt,
        StartedAt = job.StartedAt,
        FinishedAt = job.FinishedAt,
    };
}

/// <summary>One thing that is wrong with a file.</summary>
/// <param name="Line">Row of the sheet or line of the file, 1 is the first; 0 for the file as a whole.</param>
/// <param name="Cell">Where it is, as a spreadsheet names it: <c>C12</c>; null for a whole row.</param>
/// <param name="Column">The header of the column, as the file has it.</param>
/// <param name="Code">The stable name of the error.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
public sealed record ImportErrorResponse(int Line, string? Cell, string? Column, string Code, string Message)
{
    /// <summary>The answer for a stored error.</summary>
    public static ImportErrorResponse From(ImportError error, Language language) => new(
        error.Line, error is { ColumnNumber: { } column, Line: > 0 } ? Files.CellAddress.Of(column, error.Line) : null, error.ColumnName, error.Code,
        language == Language.Vietnamese ? error.Vietnamese : error.English);
}

/// <summary>Which imports a caller sees: their own, and all where they may write every unit.</summary>
public static class ImportSight
{
    /// <summary>Whether the caller of a request sees every import.</summary>
    public static bool IsAll(HttpContext http) => Caller.Of(http.User).Grant.IsAll;

    /// <summary>The job of an address, if there is one that the caller sees.</summary>
    public static async Task<(ImportJob? Job, Problem? Problem)> FindAsync(string id, ImportJobs jobs, HttpContext http, CancellationToken cancellationToken)
    {
        var job = Guid.TryParse(id, out var guid) ? await jobs.FindAsync(guid, cancellationToken) : null;
        return job is not null && (IsAll(http) || job.CallerId == Caller.Of(http.User).Identity) ? (job, null) : (null, Problem.Unknown(Noun.Import, id));
    }
}
