namespace IndicatorApi.Tests.Readme;

/// <summary>The checked-out files, for tests of what stands in them.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The text of one file.</summary>
    public static string Read(string path) => File.ReadAllText(PathOf(path));

    /// <summary>Where one file lies.</summary>
    public static string PathOf(string path) => Path.Combine(Root, path);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "IndicatorApi.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder;
    }
}
