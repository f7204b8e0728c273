using System.Globalization;
using System.Text.RegularExpressions;
using IndicatorApi.Tests.Readme;

namespace IndicatorApi.Tests.Documentation;

/// <summary>docs/security.md claims nothing that no test shows.</summary>
public sealed partial class SecurityPageTests
{
    /// <summary>The requirements of levels 1 and 2 of ASVS 5.0.0, section by section.</summary>
    private const string Requirements = """
        1.1:1-2 1.2:1-9 1.3:1-11 1.4:1-3 1.5:1-2 2.1:1-3 2.2:1-3 2.3:1-4 2.4:1 3.2:1-2 3.3:1-4 3.4:1-6 3.5:1-5 3.7:1-2 4.1:1-3 4.2:1
        4.3:1-2 4.4:1-4 5.1:1 5.2:1-3 5.3:1-2 5.4:1-3 6.1:1-3 6.2:1-12 6.3:1-4 6.4:1-4 6.5:1-5 6.6:1-3 6.8:1-4 7.1:1-3 7.2:1-4 7.3:1-2
        7.4:1-5 7.5:1-2 7.6:1-2 8.1:1-2 8.2:1-3 8.3:1 8.4:1 9.1:1-3 9.2:1-4 10.1:1-2 10.2:1-2 10.3:1-4 10.4:1-11 10.5:1-5 10.6:1-2
        10.7:1-3 11.1:1-2 11.2:1-3 11.3:1-3 11.4:1-4 11.5:1 11.6:1 12.1:1-3 12.2:1-2 12.3:1-4 13.1:1 13.2:1-5 13.3:1-2 13.4:1-5 14.1:1-2
        14.2:1-4 14.3:1-3 15.1:1-3 15.2:1-3 15.3:1-7 16.1:1 16.2:1-5 16.3:1-4 16.4:1-3 16.5:1-3 17.1:1 17.2:1-4 17.3:1-2
        """;

    [Fact]
    public void Page_NamesTestsThatExist()
    {
        var named = Name().Matches(Repository.Read("docs/security.md")).Select(match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value))
            .Distinct().ToList();
        named.Count.ShouldBeGreaterThan(30);
        var tests = typeof(SecurityPageTests).Assembly.GetTypes().Where(type => type.Name.EndsWith("Tests", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods().Where(method => method.GetCustomAttributes(typeof(FactAttribute), true).Length > 0)
            .Select(method => (type.Name, method.Name))).ToHashSet();
        named.Where(test => !tests.Contains(test)).ShouldBeEmpty("docs/security.md names tests that are not there");
    }

    [Fact]
    public void Page_HasARowForEveryRiskOfApis()
    {
        var page = Repository.Read("docs/security.md");
        for (var number = 1; number <= 10; number++) page.ShouldContain($"| API{number} ");
    }

    [Fact]
    public void Page_HasOneRowForEveryRequirementOfBothLevels_ThatSaysWhatHoldsIt()
    {
        var rows = Requirement().Matches(Repository.Read("docs/security.md")).ToDictionary(match => match.Groups[1].Value, match => match.Value);
        var asked = Requirements.Split((char[])[' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(section => Numbers(section.Split(':'))).ToList();
        asked.Count.ShouldBe(253);
        rows.Keys.ShouldBe(asked, ignoreOrder: true);
        string[] reasons = ["does not apply", "operator", "**not met**"];
        rows.Values.Where(row => !Name().IsMatch(row) && !reasons.Any(reason => row.Contains(reason, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void Policy_SaysWithinHowManyDaysALibraryIsMended()
    {
        var policy = Repository.Read("SECURITY.md");
        var days = Days().Matches(policy).ToDictionary(match => match.Groups[1].Value, match => int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
        foreach (var level in (string[])["critical", "high", "medium"])
            days.Where(row => row.Key.Contains(level, StringComparison.Ordinal)).ShouldHaveSingleItem().Value.ShouldBeInRange(1, 90);
    }

    private static IEnumerable<string> Numbers(string[] section) => section[1].Split(',').Select(range => range.Split('-'))
        .SelectMany(range => Enumerable.Range(int.Parse(range[0], CultureInfo.InvariantCulture),
            1 + int.Parse(range[^1], CultureInfo.InvariantCulture) - int.Parse(range[0], CultureInfo.InvariantCulture)))
        .Select(number => $"V{section[0]}.{number}");

    [GeneratedRegex(@"^\| ([a-z][^|]*) \| (\d+) days \|", RegexOptions.Multiline)]
    private static partial Regex Days();

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\| (V\d+\.\d+\.\d+) \|.*$", RegexOptions.Multiline)]
    private static partial Regex Requirement();
}
