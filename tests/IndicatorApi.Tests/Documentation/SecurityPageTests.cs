using System.Text.RegularExpressions;
using IndicatorApi.Tests.Readme;

namespace IndicatorApi.Tests.Documentation;

/// <summary>docs/security.md claims nothing that no test shows.</summary>
public sealed partial class SecurityPageTests
{
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

    [Theory]
    [InlineData("API", 1, 10)]
    [InlineData("V", 1, 17)]
    public void Page_HasARowForEveryPartOfBothLists(string prefix, int first, int last)
    {
        var page = Repository.Read("docs/security.md");
        for (var number = first; number <= last; number++) page.ShouldContain($"| {prefix}{number} ");
    }

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex Name();
}
