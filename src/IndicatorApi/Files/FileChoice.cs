using IndicatorApi.Http;

namespace IndicatorApi.Files;

/// <summary>The format a list leaves in, and how its CSV is written.</summary>
/// <param name="Format">The format.</param>
/// <param name="Separator">Between the cells.</param>
/// <param name="Bom">Whether a byte order mark comes first.</param>
/// <param name="DecimalComma">Whether numbers have a comma before their decimals.</param>
public sealed record FileChoice(FileFormat Format, char Separator, bool Bom, bool DecimalComma)
{
    private const string Pages = "json";

    /// <summary>Whether the answer goes on where another one broke off: then nothing comes before its rows.</summary>
    public bool IsRest { get; init; }

    /// <summary>The format asked for by <c>format</c>, else by <c>Accept</c>; null for JSON pages.</summary>
    /// <param name="wish">What the query says.</param>
    /// <param name="request">The request, for its headers.</param>
    /// <param name="errors">Where what is wrong goes.</param>
    /// <param name="more">Formats that only this list has.</param>
    public static FileChoice? Of(IFiled wish, HttpRequest request, Errors errors, params ReadOnlySpan<FileFormat> more)
    {
        List<FileFormat> known = [.. FileFormats.All, .. more];
        var format = wish.Format is not null ? Named(wish.Format, known, errors) : Accepted(request, known);
        var separator = wish.Separator switch
        {
            null => wish.Locale == "vi" ? ';' : ',',
            "," => ',',
            ";" => ';',
            "tab" => '\t',
            _ => Unknown(errors, "separator", wish.Separator, "`,`, `;`, tab"),
        };
        if (wish.Locale is not null and not "en" and not "vi") errors.Add("locale", ErrorCodes.UnknownWord, wish.Locale, "en, vi");
        if (format is not CsvFile)
        {
            foreach (var (name, isGiven) in new[] { ("separator", wish.Separator is not null), ("bom", wish.Bom is not null),
                ("locale", wish.Locale is not null) })
            {
                if (isGiven) errors.Add(name, ErrorCodes.InvalidQuery, "only format=csv takes it");
            }
        }
        return format is null ? null : new FileChoice(format, separator, wish.Bom ?? wish.Locale == "vi", wish.Locale == "vi");
    }

    /// <summary>Whether a request asks for anything but pages, judged before it is looked at any closer.</summary>
    public static bool IsWanted(HttpRequest request, LeavesAsFile files)
    {
        var format = request.Query["format"].ToString();
        if (format.Length > 0) return format != Pages;
        foreach (var accepted in request.GetTypedHeaders().Accept.OrderByDescending(accepted => accepted.Quality ?? 1))
        {
            if (accepted.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)) return false;
            if (files.MediaTypes.Any(type => accepted.MediaType.Equals(type.Split(';')[0], StringComparison.OrdinalIgnoreCase))) return true;
        }
        return false;
    }

    private static FileFormat? Named(string name, List<FileFormat> known, Errors errors)
    {
        var format = known.Find(one => one.Name == name);
        if (format is null && name != Pages) errors.Add("format", ErrorCodes.UnknownWord, name,
            string.Join(", ", known.Select(one => one.Name).Prepend(Pages)));
        return format;
    }

    private static FileFormat? Accepted(HttpRequest request, List<FileFormat> known)
    {
        var format = BestLiked(request, known);
        Variants.By(request.HttpContext, "Accept");
        request.HttpContext.Features.Set(new NegotiatedFormat(format?.Name ?? ""));
        return format;
    }

    // The first of the best liked that is known, JSON among them.
    private static FileFormat? BestLiked(HttpRequest request, List<FileFormat> known)
    {
        foreach (var accepted in request.GetTypedHeaders().Accept.OrderByDescending(accepted => accepted.Quality ?? 1))
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
