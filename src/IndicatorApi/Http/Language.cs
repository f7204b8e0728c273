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

    private static bool Is(string tag, string language) =>
        tag.StartsWith(language, StringComparison.OrdinalIgnoreCase) && (tag.Length == 2 || tag[2] == '-');
}
