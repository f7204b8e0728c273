using System.Text.RegularExpressions;
using IndicatorApi.Tests.Readme;

namespace IndicatorApi.Tests.Dashboard;

/// <summary>The texts of the pages, one file per language.</summary>
public sealed partial class TextTests
{
    [Fact]
    public void Catalogues_HaveTheSameKeysAndPlaces_AndNoEmptyText()
    {
        var (vi, en) = (Read("vi"), Read("en"));
        vi.Count.ShouldBeGreaterThan(100);
        en.Keys.Order().ShouldBe(vi.Keys.Order());
        foreach (var (key, text) in vi)
        {
            text.ShouldNotBeNullOrWhiteSpace(key);
            en[key].ShouldNotBeNullOrWhiteSpace(key);
            Places(en[key]).ShouldBe(Places(text), key);
        }
    }

    private static Dictionary<string, string> Read(string language) => Line().Matches(Repository.Read($"src/dashboard/src/texts/{language}.ts"))
        .ToDictionary(match => match.Groups["key"].Value, match => match.Groups["text"].Value);

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(match => match.Value).Order();

    [GeneratedRegex(@"^  '(?<key>[\w.]+)': '(?<text>(?:[^'\\]|\\.)*)',$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Place();
}
