using System.Text.RegularExpressions;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Tests.Readme;

namespace IndicatorApi.Tests.House;

/// <summary>Which room may know of which; see CONTRIBUTING.md.</summary>
public sealed partial class ArrowTests
{
    [Fact]
    public void Calculation_References_TheFrameworkOnly() =>
        Referenced(typeof(AchievementCalculator).Assembly).Where(name => !IsFramework(name)).ShouldBeEmpty();

    [Fact]
    public void Data_OfOurs_ReferencesCalculationOnly() =>
        Referenced(typeof(IndicatorDbContext).Assembly).Where(IsOurs).ShouldBe(["IndicatorApi.Calculation"]);

    [Fact]
    public void Data_ReferencesNoWebFramework() =>
        Referenced(typeof(IndicatorDbContext).Assembly).Where(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void Migrations_OfOurs_ReferenceDataOnly() =>
        Referenced(System.Reflection.Assembly.Load(DataServices.MigrationsAssembly)).Where(IsOurs)
            .ShouldBeSubsetOf(["IndicatorApi.Data", "IndicatorApi.Calculation"]);

    [Theory]
    [InlineData("Http", "Data|Access|Features|Migrations|Sample|Commands")]
    [InlineData("Files", "Data|Access|Features|Migrations|Sample|Commands")]
    [InlineData("Access", "Features|Migrations|Sample|Commands")]
    public void Room_KnowsNothingOfThoseAbove(string room, string above)
    {
        List<string> found = [];
        var forbidden = new Regex($@"\bIndicatorApi\.({above})\b|(?<![\w.])(Features|Sample|Commands)\.");
        foreach (var file in Sources(room))
        {
            foreach (var line in File.ReadLines(file))
            {
                if (!line.StartsWith("namespace ", StringComparison.Ordinal) && forbidden.IsMatch(Code(line))) found.Add(
                    $"{Path.GetFileName(file)}: {line.Trim()}");
            }
        }
        found.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Achievements")]
    [InlineData("Figures")]
    [InlineData("Following")]
    public void Doors_KnowOfNoFeature(string door)
    {
        var found = Sources(door).SelectMany(File.ReadLines).Where(line => Feature().IsMatch(Code(line))).ToList();
        found.ShouldBeEmpty();
        Sources(door).ShouldNotBeEmpty();
    }

    [Fact]
    public void Features_DoNotUseEachOther()
    {
        List<string> found = [];
        foreach (var file in Sources("Features"))
        {
            var feature = Path.GetFileName(Path.GetDirectoryName(file))!;
            foreach (var line in File.ReadLines(file).Select(Code).Where(line => !line.StartsWith("namespace ", StringComparison.Ordinal)))
            {
                foreach (Match use in Feature().Matches(line))
                {
                    var other = use.Groups[1].Value;
                    if (other == feature || other == "Shared") continue;
                    found.Add($"{Path.GetFileName(file)}: {line.Trim()}");
                }
            }
        }
        found.ShouldBeEmpty();
    }

    [Fact]
    public void Figures_AreRecordedThroughOneDoor()
    {
        Holding(@"\bAnsweredBegins\.BeginAsync\(").ShouldBe(["Recording.cs"]);
        // The audit log begins without figures.
        Holding(@"\bConfirmedCommits\.CommitAsync\(").ShouldBe(["AuditChain.cs", "Recording.cs"]);
        Holding(@"\b(INSERT INTO|DELETE FROM) actual(_revision)?\b").ShouldBe(["ActualStatements.cs"]);
    }

    // Names of the source files that hold what the pattern describes.
    private static IEnumerable<string> Holding(string pattern) => Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => File.ReadLines(file).Select(Code).Any(line => Regex.IsMatch(line, pattern)))
        .Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Referenced(System.Reflection.Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(name => name.Name!).Order(StringComparer.Ordinal);

    private static bool IsOurs(string name) => name.StartsWith("IndicatorApi", StringComparison.Ordinal);

    private static bool IsFramework(string name) => name == "netstandard" || name.StartsWith("System.", StringComparison.Ordinal);

    private static string[] Sources(string room) =>
        Directory.GetFiles(Path.Combine(Repository.Root, "src/IndicatorApi", room), "*.cs", SearchOption.AllDirectories);

    private static string Code(string line) => line.Split("//")[0];

    [GeneratedRegex(@"(?<!\w)(?:IndicatorApi\.)?Features\.(\w+)")]
    private static partial Regex Feature();
}
