using IndicatorApi.Tests.Readme;

namespace IndicatorApi.Tests.House;

/// <summary>The line width of .editorconfig is meant.</summary>
public sealed class WidthTests
{
    private const int Widest = 160;

    /// <summary>What nobody writes by hand.</summary>
    private static readonly string[] Generated = ["bin", "obj", "node_modules", "Compiled"];

    [Theory]
    [InlineData("tests")]
    [InlineData("src/IndicatorApi/Features/Actuals")]
    [InlineData("src/IndicatorApi/Features/Submissions")]
    [InlineData("src/IndicatorApi/Features/Imports")]
    [InlineData("src/IndicatorApi/Features/Dhis2")]
    [InlineData("src/IndicatorApi/Features/Achievements")]
    [InlineData("src/IndicatorApi/Features/OfficialSheets")]
    [InlineData("src/IndicatorApi/Features/Embeds")]
    [InlineData("src/IndicatorApi/Features/Web")]
    [InlineData("src/IndicatorApi/Features/Shared")]
    [InlineData("src/IndicatorApi/Features/Quality")]
    [InlineData("src/IndicatorApi/Features/Templates")]
    [InlineData("src/IndicatorApi/Features/Audit")]
    [InlineData("src/IndicatorApi/Features/Keys")]
    [InlineData("src/IndicatorApi/Features/Closures")]
    [InlineData("src/IndicatorApi/Features/Published")]
    [InlineData("src/IndicatorApi/Features/Targets")]
    [InlineData("src/IndicatorApi/Features/Indicators")]
    [InlineData("src/IndicatorApi/Features/Resolutions")]
    [InlineData("src/IndicatorApi/Features/OrganisationUnits")]
    [InlineData("src/IndicatorApi/Features/Operations")]
    [InlineData("src/IndicatorApi/Achievements")]
    [InlineData("src/IndicatorApi/Access")]
    [InlineData("src/IndicatorApi/Http")]
    [InlineData("src/IndicatorApi/Documentation")]
    [InlineData("src/IndicatorApi/Commands")]
    [InlineData("src/IndicatorApi/Sample")]
    [InlineData("src/IndicatorApi.Data/Recording")]
    [InlineData("src/IndicatorApi.Data/Audit")]
    [InlineData("src/IndicatorApi.Data/Tables")]
    public void Lines_OfTheSources_FitTheWidth(string root)
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, root), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file)).Where(file => !file.Split('/').Intersect(Generated).Any()).ToList();
        files.ShouldNotBeEmpty();
        files.SelectMany(file => Repository.Read(file).Split('\n').Select((line, at) => (Place: $"{file}:{at + 1}", line.TrimEnd('\r').Length)))
            .Where(line => line.Length > Widest).Select(line => $"{line.Place} has {line.Length}").ShouldBeEmpty();
    }
}
