using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using IndicatorApi.Calculation.Tests.Conformance;
using IndicatorApi.Calculation.Tests.Properties;

namespace IndicatorApi.Calculation.Tests.Documentation;

/// <summary>Runs the numbers that docs/calculation.md states.</summary>
public partial class CalculationPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "calculation.md"));

    private static readonly Dictionary<string, ConformanceCase> Blocks = Block().Matches(Page)
        .SelectMany(block => ConformanceCase.Read("docs/calculation.md", block.Groups["json"].Value))
        .ToDictionary(one => one.Name);

    public static TheoryData<string> Rows => [.. Row().Matches(Page).Select(row => row.Value.Trim())];

    public static TheoryData<string> BlockNames => [.. Blocks.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public void TableRow_OfTheKinds_IsTrue(string row)
    {
        string[] cells = [.. row.Trim('|').Split('|').Select(cell => cell.Trim())];
        var rule = JsonSerializer.Deserialize<TargetRule>(cells[0].Trim('`'), JsonSerializerOptions.Web)!;
        var answer = Generate.Judge(rule, Number(cells[2])!.Value, Number(cells[1]));
        var percent = answer.Percent is { } exact
            ? Numbers.Invariant(Percent.ForWire(exact, answer.Verdict))
            : answer.Reason.ToString()!;
        percent.ShouldBe(cells[3], StringCompareShould.IgnoreCase);
        answer.Difference.ShouldBe(Number(cells[4]));
        answer.Verdict.ToString().ShouldBe(cells[5], StringCompareShould.IgnoreCase);
    }

    [Theory]
    [MemberData(nameof(BlockNames))]
    public void Block_WithAConformanceCase_IsTrue(string name) => ConformanceExpectation.Check(Blocks[name]);

    [Fact]
    public void Page_EveryKind_IsOnIt()
    {
        foreach (var kind in typeof(TargetRule).GetCustomAttributes<JsonDerivedTypeAttribute>())
            Page.ShouldContain($"`{kind.TypeDiscriminator}`");
    }

    [Fact]
    public void Page_RowsAndBlocks_AreFound()
    {
        Rows.Count.ShouldBeGreaterThan(35);
        Blocks.Count.ShouldBeGreaterThan(7);
    }

    private static decimal? Number(string cell) => cell.Length == 0 ? null : decimal.Parse(cell, CultureInfo.InvariantCulture);

    [GeneratedRegex("^```json conformance$(?<json>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^\\| `\\{\"kind\".*$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
