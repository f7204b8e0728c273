using IndicatorApi.Tests.Readme;

namespace IndicatorApi.Tests.House;

/// <summary>The line width of .editorconfig is meant.</summary>
public sealed class WidthTests
{
    private const int Widest = 160;

    /// <summary>What nobody writes by hand.</summary>
    private static readonly string[] Generated = ["bin", "obj", "node_modules", "Compiled"];

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void Lines_OfTheSources_FitTheWidth(string root)
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, root), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file)).Where(file => !file.Split('/').Intersect(Generated).Any()).ToList();
        files.ShouldNotBeEmpty();
        files.SelectMany(file => Repository.Read(file).Split('\n').Select((line, at) => (Place: $"{file}:{at + 1}", line.TrimEnd('\r').Length)))
            .Where(line => line.Length > Widest).Select(line => $"{line.Place} has {line.Length}").ShouldBeEmpty();
    }
}
