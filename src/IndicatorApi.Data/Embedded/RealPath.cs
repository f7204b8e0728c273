namespace IndicatorApi.Data.Embedded;

/// <summary>A path without links, so that one directory has one name.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    public static string Of(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        for (var followed = 0; followed < MostLinks; followed++)
        {
            if (FirstLink(full) is not { } link) return full;
            var target = Path.GetFullPath(link.LinkTarget!, link.Parent!.FullName);
            full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(target, Path.GetRelativePath(link.FullName, full))));
        }

        throw new EmbeddedPostgresException($"{path} runs in circles: it is a link to itself.");
    }

    /// <summary>The path and its parents, the outermost first.</summary>
    public static IEnumerable<string> FromTop(string path) =>
        Path.GetDirectoryName(path) is { } parent ? FromTop(parent).Append(path) : [path];

    private static DirectoryInfo? FirstLink(string path) =>
        FromTop(path).Select(part => new DirectoryInfo(part)).FirstOrDefault(part => part.LinkTarget is not null);
}
