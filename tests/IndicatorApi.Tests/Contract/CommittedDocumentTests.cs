using System.Text.Json;
using System.Text.Json.Nodes;
using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Contract;

/// <summary>The document in <c>docs</c> is the served one, and takes nothing from callers of the version before without saying so.</summary>
public sealed class CommittedDocumentTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    private static readonly string Committed = Path.Combine(Repository.Root, "docs", "openapi.json");
    private static readonly string Before = Path.Combine(Repository.Root, "docs", "openapi-0.1.json");

    [Fact]
    public async Task Document_InDocs_IsTheServedOne()
    {
        var served = (await sample.Api.Anonymous.CallAsync(HttpMethod.Get, "/openapi/v1.json")).With(200).Text.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") await File.WriteAllTextAsync(Committed, served, TestContext.Current.CancellationToken);
        File.Exists(Committed).ShouldBeTrue(Remedy);
        (await File.ReadAllTextAsync(Committed, TestContext.Current.CancellationToken) == served).ShouldBeTrue(Remedy);
    }

    [Fact]
    public async Task Document_WithABreakingChange_SaysSoInTheChangelog()
    {
        var breaking = BreakingChanges.Between(await ReadAsync(Before), await ReadAsync(Committed));
        var changelog = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "CHANGELOG.md"), TestContext.Current.CancellationToken);
        // What came after the document that is compared with.
        var since = changelog.TakeWhile(line => !line.StartsWith("## 0.1.", StringComparison.Ordinal));
        if (breaking.Count > 0) since.ShouldContain(line => line.StartsWith("- Breaking:", StringComparison.Ordinal),
            $"CHANGELOG.md has no line \"- Breaking: …\" above 0.1.0, but this breaks callers:\n{string.Join('\n', breaking)}");
    }

    [Fact]
    public async Task Comparison_FindsWhatIsTakenAwayAndWhatIsDemanded_AndLetsAdditionsPass()
    {
        var text = await File.ReadAllTextAsync(Committed, TestContext.Current.CancellationToken);
        Compare(_ => { }).ShouldBeEmpty();
        Compare(document => document["paths"]!.AsObject().Remove("/api/v1/audit")).ShouldContain("gone: GET /api/v1/audit");
        Compare(document => Parameters(document, "/api/v1/organisation-units")[0]!["name"] = "other")
            .ShouldContain("gone: GET /api/v1/organisation-units takes query parent");
        Compare(document => Parameters(document, "/api/v1/organisation-units")[0]!["required"] = true)
            .ShouldBe(["new: GET /api/v1/organisation-units demands query parent"]);
        Compare(document => Schema(document, "ActualItem")["required"]!.AsArray().Add("source")).ShouldContain("new: POST /api/v1/actuals demands body.source");
        Compare(document => Schema(document, "ActualResponse")["properties"]!.AsObject().Remove("late"))
            .ShouldContain("gone: GET /api/v1/actuals answers 200 body.items[].late");
        Compare(document => Schema(document, "ActualResponse")["properties"]!["more"] = new JsonObject { ["type"] = "string" }).ShouldBeEmpty();
        Compare(document => Schema(document, "TargetRuleAverageGrowth")["allOf"]![1]!["properties"]!.AsObject().Remove("ratePercent"))
            .ShouldContain("gone: POST /api/v1/targets takes body.rule.ratePercent");

        IReadOnlyList<string> Compare(Action<JsonNode> change)
        {
            var changed = JsonNode.Parse(text)!;
            change(changed);
            return BreakingChanges.Between(JsonDocument.Parse(text).RootElement, JsonSerializer.SerializeToElement(changed));
        }

        static JsonNode Schema(JsonNode document, string name) => document["components"]!["schemas"]![name]!;

        static JsonArray Parameters(JsonNode document, string path) => document["paths"]![path]!["get"]!["parameters"]!.AsArray();
    }

    private const string Remedy = "docs/openapi.json is not what the server serves: UPDATE_DOCS=1 dotnet test tests/IndicatorApi.Tests --filter "
        + "FullyQualifiedName~CommittedDocumentTests writes it.";

    private static async Task<JsonElement> ReadAsync(string file) =>
        JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).RootElement;
}
