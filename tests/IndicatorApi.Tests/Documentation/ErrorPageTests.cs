using System.Text.RegularExpressions;
using IndicatorApi.Http;
using IndicatorApi.Tests.Readme;

namespace IndicatorApi.Tests.Documentation;

/// <summary>docs/errors.md: what the program says comes from its code, when it comes and how to mend it is written there by hand.</summary>
public sealed partial class ErrorPageTests
{
    private const string Page = "docs/errors.md";
    private const string Unwritten = "(not written yet)";

    [Fact]
    public void Page_HasEveryError_AsTheCodeHasIt()
    {
        var page = Repository.Read(Page);
        var written = Generate(page);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") File.WriteAllText(Path.Combine(Repository.Root, Page), written);
        else page.ShouldBe(written, $"{Page} differs from the code: UPDATE_DOCS=1 dotnet test tests/IndicatorApi.Tests "
            + $"--filter FullyQualifiedName~{nameof(ErrorPageTests)} writes it");
        written.ShouldNotContain(Unwritten, Case.Sensitive, $"Say in {Page} when it comes and how to mend it");
    }

    [Fact]
    public void Codes_AreTheOnlyOnesOfTheirName_AndSayTheSameInBothLanguages()
    {
        Codes().Select(code => code.Code).ShouldBeUnique();
        foreach (var code in Codes()) Places(code.Vietnamese).ShouldBeSubsetOf([.. Places(code.English), "{1}"], code.Code);
    }

    private static string Generate(string page)
    {
        var byHand = Hand().Matches(page.ReplaceLineEndings("\n"))
            .ToDictionary(match => match.Groups["code"].Value,
            match => (When: match.Groups["when"].Value, Mend: match.Groups["mend"].Value), StringComparer.Ordinal);
        return page[..page.IndexOf("\n## ", StringComparison.Ordinal)] + string.Concat(Codes().Select(code =>
        {
            var (when, mend) = byHand.GetValueOrDefault(code.Code, (Unwritten, Unwritten));
            string Title(Language language) => new Problem(code, "", "", "").Details(language).Title!;
            return $"""

                ## {code.Code}

                **{code.Status}** {Title(Language.English)} · {Title(Language.Vietnamese)}

                - {Place().Replace(code.English, "…")}
                - {Place().Replace(code.Vietnamese, "…")}

                When: {when}
                To mend: {mend}

                """.ReplaceLineEndings("\n");
        }));
    }

    private static List<ErrorCode> Codes() => [.. typeof(ErrorCodes).GetFields().Select(field => (ErrorCode)field.GetValue(null)!)];

    private static IEnumerable<string> Places(string sentence) => Place().Matches(sentence).Select(match => match.Value);

    [GeneratedRegex(@"^## (?<code>[a-z0-9_]+)\n(?:(?!## ).*\n)*?When: (?<when>.+)\nTo mend: (?<mend>.+)$", RegexOptions.Multiline)]
    private static partial Regex Hand();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
