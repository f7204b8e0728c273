using IndicatorApi.Data;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Imports;

/// <summary>What is wrong with a file: the first thousand things are kept, all are counted.</summary>
public sealed class ImportFindings(ImportJob job)
{
    private readonly List<ImportError> _kept = [];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<ImportError> Kept => _kept;

    /// <summary>Notes what is wrong in a column of a row.</summary>
    public void Add(int line, ImportColumns columns, ImportColumn column, ErrorCode code, params object[] arguments) =>
        Add(line, columns.Place(column), columns.Header(column), new Error("", code, arguments));

    /// <summary>Notes what is wrong with the file as a whole.</summary>
    public void Add(ErrorCode code, params object[] arguments) => Add(0, null, null, new Error("", code, arguments));

    /// <summary>Notes what is wrong somewhere in the file.</summary>
    public void Add(int line, int? place, string? header, Error error)
    {
        if (Count++ >= ImportJobs.MostErrors) return;
        _kept.Add(new ImportError
        {
            ImportId = job.Id,
            Number = _kept.Count,
            Line = line,
            ColumnNumber = place,
            ColumnName = header is null ? null : Shown(header),
            Code = error.Code.Code,
            English = Shown(error.Message(Language.English)),
            Vietnamese = Shown(error.Message(Language.Vietnamese)),
        });
    }

    /// <summary>Notes why the file cannot be read at all.</summary>
    public void Add(FileException exception) => Add(exception.Line, null, null, exception.Error);

    // What a file holds may be no text that a database takes, and longer than anyone reads.
    private static string Shown(string text)
    {
        var line = string.Concat(text.Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '�' : letter));
        return line.Length <= 1000 ? line : line[..1000] + "…";
    }
}
