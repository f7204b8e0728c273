using System.ComponentModel;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Mvc;

namespace IndicatorApi.Files;

/// <summary>In which format a list is wanted.</summary>
public sealed record FileRequest
{
    private const string Pages = "json";

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
    public FileChoice? Read(Errors errors, params ReadOnlySpan<FileFormat> more)
    {
        List<FileFormat> known = [.. FileFormats.All, .. more];
        var format = Format is not null ? Named(known, errors) : Accepted(known);
        var separator = Separator switch
        {
            null => Locale == "vi" ? ';' : ',',
            "," => ',',
            ";" => ';',
            "tab" => '\t',
            _ => Unknown(errors, "separator", Separator, "`,`, `;`, tab"),
        };
        if (Locale is not null and not "en" and not "vi") errors.Add("locale", ErrorCodes.UnknownWord, Locale, "en, vi");
        if (format is not CsvFile)
        {
            foreach (var (name, isGiven) in new[] { ("separator", Separator is not null), ("bom", Bom is not null), ("locale", Locale is not null) })
            {
                if (isGiven) errors.Add(name, ErrorCodes.InvalidQuery, "only format=csv takes it");
            }
        }
        return format is null ? null : new FileChoice(format, separator, Bom ?? Locale == "vi", Locale == "vi");
    }

    private FileFormat? Named(List<FileFormat> known, Errors errors)
    {
        var format = known.Find(one => one.Name == Format);
        if (format is null && Format != Pages) errors.Add("format", ErrorCodes.UnknownWord, Format!, string.Join(", ", known.Select(one => one.Name).Prepend(Pages)));
        return format;
    }

    // The first of the best liked that is known, JSON among them.
    private FileFormat? Accepted(List<FileFormat> known)
    {
        foreach (var accepted in Http.Request.GetTypedHeaders().Accept.OrderByDescending(accepted => accepted.Quality ?? 1))
        {
            if (accepted.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)) return null;
            if (known.Find(one => accepted.MediaType.Equals(one.MediaType.Split(';')[0], StringComparison.OrdinalIgnoreCase)) is { } format) return format;
        }
        return null;
    }

    private static char Unknown(Errors errors, string name, string value, string known)
    {
        errors.Add(name, ErrorCodes.UnknownWord, value, known);
        return ',';
    }
}

/// <summary>The format a list leaves in, and how its CSV is written.</summary>
/// <param name="Format">The format.</param>
/// <param name="Separator">Between the cells.</param>
/// <param name="Bom">Whether a byte order mark comes first.</param>
/// <param name="DecimalComma">Whether numbers have a comma before their decimals.</param>
public sealed record FileChoice(FileFormat Format, char Separator, bool Bom, bool DecimalComma);
