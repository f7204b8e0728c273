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

    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web) { Converters = { new PeriodText(), new JsonStringEnumConverter() } };

    private static readonly Dictionary<string, JsonElement> ComparisonBlocks = ComparisonBlock().Matches(Page)
        .SelectMany(block => JsonElement.Parse(block.Groups["json"].Value).EnumerateArray())
        .ToDictionary(block => block.GetProperty("name").GetString()!);

    public static TheoryData<string> ComparisonNames => [.. ComparisonBlocks.Keys];

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

    [Theory]
    [MemberData(nameof(ComparisonNames))]
    public void Block_WithAComparison_IsTrue(string name)
    {
        var block = ComparisonBlocks[name];
        var one = new ConformanceCase("docs/calculation.md", name, block);
        IReadOnlyList<SeriesBreak> breaks = block.TryGetProperty("breaks", out var list) ? list.Deserialize<SeriesBreak[]>(JsonSerializerOptions.Web)! : [];
        var answer = Comparisons.Of(one.Indicator, block.GetProperty("rule").Deserialize<TargetRule>(JsonSerializerOptions.Web)!,
            one.ObservationsOf(one.Asked), one.Asked, breaks);
        var expected = block.GetProperty("expected");
        var written = JsonSerializer.SerializeToElement(answer, Wire);
        Compare(expected, written, name);
    }

    [Fact]
    public void Page_EveryReason_IsOnIt()
    {
        foreach (var reason in WireNames<Reason>.All)
            Page.ShouldContain($"| `{reason}` |");
        foreach (var reason in Enum.GetNames<LeftOutReason>())
            Page.ShouldContain($"| `{char.ToLowerInvariant(reason[0])}{reason[1..]}` |");
        foreach (var holding in WireNames<Holding>.All)
            Page.ShouldContain($"| `{holding}`");
    }

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
        Blocks.Count.ShouldBeGreaterThan(15);
        ComparisonBlocks.Count.ShouldBe(3);
    }

    private static void Compare(JsonElement expected, JsonElement actual, string where)
    {
        if (expected.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in expected.EnumerateObject())
                Compare(member.Value, actual.GetProperty(member.Name), $"{where}.{member.Name}");
            return;
        }

        JsonElement.DeepEquals(actual, expected).ShouldBeTrue($"{where}: {actual} instead of {expected}");
    }

    private sealed class PeriodText : JsonConverter<Period>
    {
        public override Period Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Period.Parse(reader.GetString()!, null);

        public override void Write(Utf8JsonWriter writer, Period value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }

    private static decimal? Number(string cell) => cell.Length == 0 ? null : decimal.Parse(cell, CultureInfo.InvariantCulture);

    [GeneratedRegex("^```json conformance$(?<json>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^```json comparison$(?<json>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ComparisonBlock();

    [GeneratedRegex("^\\| `\\{\"kind\".*$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
