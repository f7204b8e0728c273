using System.ComponentModel;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Mvc;

namespace IndicatorApi.Files;

/// <summary>As <see cref="FiledRequest"/>, for endpoints that have not moved.</summary>
public sealed record FileRequest : IFiled
{
    /// <summary>json (pages), ndjson, csv or xlsx (each the whole result), and for achievements json-stat, sdmx-csv, sdmx-csv-1; the Accept header says the same by media type.</summary>
    [Description("json (pages), ndjson, csv or xlsx (each the whole result), and for achievements json-stat, sdmx-csv, sdmx-csv-1; the Accept header says the same by media type.")]
    [FromQuery(Name = "format")]
    public string? Format { get; init; }

    /// <summary>Between the cells of CSV: a comma, a semicolon, or the word tab. Semicolon for vi.</summary>
    [Description("Between the cells of CSV: a comma, a semicolon, or the word tab. Semicolon for vi.")]
    [FromQuery(Name = "separator")]
    public string? Separator { get; init; }

    /// <summary>Whether CSV begins with a byte order mark, by which Excel knows UTF-8. True for vi.</summary>
    [Description("Whether CSV begins with a byte order mark, by which Excel knows UTF-8. True for vi.")]
    [FromQuery(Name = "bom")]
    public bool? Bom { get; init; }

    /// <summary>How CSV writes numbers: en (55.94, the default) or vi (55,94; what a Vietnamese Excel opens with a double click).</summary>
    [Description("How CSV writes numbers: en (55.94, the default) or vi (55,94; what a Vietnamese Excel opens with a double click).")]
    [FromQuery(Name = "locale")]
    public string? Locale { get; init; }

    /// <summary>The request, for its headers.</summary>
    public required HttpContext Http { get; init; }

    /// <summary>The format asked for by <c>format</c>, else by <c>Accept</c>; null for JSON pages.</summary>
    /// <param name="errors">Where what is wrong goes.</param>
    /// <param name="more">Formats that only this list has.</param>
    public FileChoice? Read(Errors errors, params ReadOnlySpan<FileFormat> more) => FileChoice.Of(this, Http.Request, errors, more);
}
