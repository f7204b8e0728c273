namespace IndicatorApi.Http;

/// <summary>The language of messages. Codes and names are data and are never translated.</summary>
public enum Language
{
    /// <summary>The default.</summary>
    English,
    /// <summary>Tiếng Việt.</summary>
    Vietnamese,
}

/// <summary>Reads the language a caller asks for.</summary>
public static class RequestLanguage
{
    /// <summary>The better liked of Vietnamese and English in <c>Accept-Language</c>; English when neither is asked for. The answer then says that it depends
    /// on it.</summary>
    public static Language Of(HttpRequest request)
    {
        Variants.By(request.HttpContext, "Accept-Language");
        var preferred = request.GetTypedHeaders().AcceptLanguage
            .Where(entry => entry.Quality is null or > 0)
            .OrderByDescending(entry => entry.Quality ?? 1)
            .Select(entry => entry.Value.Value ?? "")
            .FirstOrDefault(tag => Is(tag, "vi") || Is(tag, "en"));
        return preferred is not null && Is(preferred, "vi") ? Language.Vietnamese : Language.English;
    }

    /// <summary>The language of a command line: as it says, else as the terminal's locale does; English when neither says Vietnamese.</summary>
    public static Language OfTerminal(string? said)
    {
        var tag = ((string?[])[said, .. Locales.Select(Environment.GetEnvironmentVariable)]).FirstOrDefault(text => !string.IsNullOrEmpty(text));
        return tag is not null && Is(tag, "vi") ? Language.Vietnamese : Language.English;
    }

    // In the order in which POSIX looks at them.
    private static readonly string[] Locales = ["LC_ALL", "LC_MESSAGES", "LANG"];

    private static bool Is(string tag, string language) =>
        tag.StartsWith(language, StringComparison.OrdinalIgnoreCase) && (tag.Length == 2 || tag[2] is '-' or '_' or '.');
}
