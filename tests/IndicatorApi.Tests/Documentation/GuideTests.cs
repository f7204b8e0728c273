using System.Text.RegularExpressions;
using IndicatorApi.Tests.Readme;

namespace IndicatorApi.Tests.Documentation;

/// <summary>The pages for people.</summary>
public sealed partial class GuideTests
{
    [Fact]
    public void Pages_SayNothingTwiceInOneList()
    {
        List<string> twice = [];
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
        {
            foreach (var section in Heading().Split(File.ReadAllText(file)))
            {
                twice.AddRange(section.Split('\n').Where(line => Begins().IsMatch(line)).GroupBy(line => Begins().Match(line).Value)
                    .Where(lines => lines.Count() > 1).Select(lines => $"{Path.GetRelativePath(Repository.Root, file)}: {lines.Key}"));
            }
        }
        twice.ShouldBeEmpty();
    }

    [GeneratedRegex("^#+ .*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    // How an entry of a list begins, up to where its sentence takes breath.
    [GeneratedRegex(@"^- [^.,:;(]{12,}")]
    private static partial Regex Begins();
}
