using FastEndpoints;
using IndicatorApi.Http;

namespace IndicatorApi.Files;

/// <summary>A request that says in which format its answer is wanted.</summary>
public interface IFiled
{
    /// <summary>The format.</summary>
    string? Format { get; }

    /// <summary>Between the cells of CSV.</summary>
    string? Separator { get; }

    /// <summary>Whether CSV begins with a byte order mark.</summary>
    bool? Bom { get; }

    /// <summary>How CSV writes numbers.</summary>
    string? Locale { get; }
}

/// <summary>A request for an answer that leaves as JSON or as a file, without pages.</summary>
public record FiledRequest : IFiled
{
    /// <summary>json (pages), ndjson, csv or xlsx (each the whole result), and for achievements json-stat, sdmx-csv, sdmx-csv-1; the Accept header says the
    /// same by media type.</summary>
    [QueryParam] public string? Format { get; init; }

    /// <summary>Between the cells of CSV: a comma, a semicolon, or the word tab. Semicolon for vi.</summary>
    [QueryParam] public string? Separator { get; init; }

    /// <summary>Whether CSV begins with a byte order mark, by which Excel knows UTF-8. True for vi.</summary>
    [QueryParam] public bool? Bom { get; init; }

    /// <summary>How CSV writes numbers: en (55.94, the default) or vi (55,94; what a Vietnamese Excel opens with a double click).</summary>
    [QueryParam] public string? Locale { get; init; }
}

/// <summary>A request for one page of a list, or for the whole of it as a file.</summary>
public record ListRequest : FiledRequest, IPaged
{
    /// <summary>Items on a page, 1 to 1000.</summary>
    [QueryParam] public int? Limit { get; init; }

    /// <summary>Where to go on: the <c>nextCursor</c> of the page before.</summary>
    [QueryParam] public string? Cursor { get; init; }
}
