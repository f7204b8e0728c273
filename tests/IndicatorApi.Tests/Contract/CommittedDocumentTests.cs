using System.Text.Json;
using System.Text.Json.Nodes;
using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Contract;

/// <summary>The document in <c>docs</c> is the served one, and takes nothing from callers of the version before without saying so.</summary>
public sealed class CommittedDocumentTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    private const string Released = "0.2.0";
    private static readonly string Committed = Path.Combine(Repository.Root, "docs", "openapi.json");
    private static readonly string Before = Path.Combine(Repository.Root, "docs", "openapi-0.2.json");

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

        Unsaid(breaking, changelog).Select(change => change.What).ShouldBeEmpty(
            $"CHANGELOG.md needs a line \"- Breaking: …\" above {Released} that names each of these operations, as `GET /actuals` or `/actuals`");
    }

    [Fact]
    public void Changelog_SaysABreakingChange_OnlyByNamingTheOperationAboveTheRelease()
    {
        BreakingChange[] breaking = [new("GET /api/v1/actuals", "x"), new("PUT /api/v1/targets/{id}", "y")];

        Unsaid(breaking, ["## Unreleased", "- Breaking: `GET /actuals` and `PUT /targets/{id}`", $"## {Released} - x"]).ShouldBeEmpty();
        Unsaid(breaking, ["## Unreleased", "- Breaking: everything", $"## {Released} - x"]).ShouldBe(breaking);
        Unsaid(breaking, ["## Unreleased", "- Breaking: `/actuals`, every method", $"## {Released} - x", "- Breaking: `/targets/{id}`"])
            .ShouldBe([breaking[1]]);
    }

    private static IEnumerable<BreakingChange> Unsaid(IEnumerable<BreakingChange> breaking, string[] changelog)
    {
        var said = changelog.TakeWhile(line => !line.StartsWith($"## {Released}", StringComparison.Ordinal))
            .Where(line => line.StartsWith("- Breaking:", StringComparison.Ordinal)).ToList();
        return breaking.Where(change =>
        {
            var (method, path) = (change.Operation[..change.Operation.IndexOf(' ', StringComparison.Ordinal)], change.Operation[(change.Operation
                .IndexOf("/api/v1", StringComparison.Ordinal) + "/api/v1".Length)..]);
            return !said.Any(line => line.Contains($"`{path}`", StringComparison.Ordinal) || line.Contains($"`{method} {path}`", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Comparison_FindsWhatIsTakenAwayAndWhatIsAsked_AndLetsAdditionsPass()
    {
        var text = await File.ReadAllTextAsync(Committed, TestContext.Current.CancellationToken);
        Compare(_ => { }).ShouldBeEmpty();
        Compare(document => document["paths"]!.AsObject().Remove("/api/v1/audit")).ShouldContain("gone: GET /api/v1/audit");
        Compare(document => Parameters(document, "/api/v1/organisation-units")[0]!["name"] = "other")
            .ShouldContain("gone: GET /api/v1/organisation-units takes query parent");
        Compare(document => Parameters(document, "/api/v1/organisation-units")[0]!["required"] = true)
            .ShouldBe(["new: GET /api/v1/organisation-units takes query parent always"]);
        Compare(document => Schema(document, "ActualItem")["required"]!.AsArray().Add("source"))
            .ShouldContain("new: POST /api/v1/actuals takes body.source always");
        Compare(document => Schema(document, "ActualResponse")["properties"]!.AsObject().Remove("late"))
            .ShouldContain("gone: GET /api/v1/actuals answers 200 body.items[].late");
        Compare(document => Schema(document, "ActualResponse")["properties"]!["more"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("x") })
            .ShouldBeEmpty();
        // Who leaves a new member out is asked for nothing in it.
        Compare(document => Schema(document, "ActualItem")["properties"]!["more"] = new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("x"),
            ["properties"] = new JsonObject { ["x"] = new JsonObject { ["type"] = "string" } },
        }).ShouldBeEmpty();
        Compare(document => Schema(document, "TargetRuleAverageGrowth")["allOf"]![1]!["properties"]!.AsObject().Remove("ratePercent"))
            .ShouldContain("gone: POST /api/v1/targets takes body.rule.ratePercent");
        // Words, types and what is always there: a caller of an answer has to know more, a caller with a body may say less.
        Compare(document => Schema(document, "ActualStatus")["enum"]!.AsArray().Add("guessed"))
            .ShouldContain("new: GET /api/v1/actuals answers 200 body.items[].status = guessed");
        Compare(document => Schema(document, "ActualStatus")["enum"]!.AsArray().RemoveAt(0))
            .ShouldContain(change => change.StartsWith("gone: POST /api/v1/actuals takes body.status = ", StringComparison.Ordinal));
        Compare(document => Schema(document, "ActualResponse")["properties"]!["source"]!["type"] = "number")
            .ShouldContain("new: GET /api/v1/actuals answers 200 body.items[].source as number");
        Compare(document => Schema(document, "ActualResponse")["properties"]!["orgUnit"]!["type"] = new JsonArray("null", "string"))
            .ShouldContain("new: GET /api/v1/actuals answers 200 body.items[].orgUnit as null");
        Compare(document => Schema(document, "ActualResponse")["required"]!.AsArray().RemoveAt(0))
            .ShouldContain("gone: GET /api/v1/actuals answers 200 body.items[].orgUnit always");
        Compare(document => Schema(document, "ActualItem")["properties"]!["value"]!["type"] = "string")
            .ShouldContain("gone: POST /api/v1/actuals takes body.value as number");
        Compare(document => Schema(document, "ActualItem")["properties"]!["source"]!["maxLength"] = 3)
            .ShouldContain("new: POST /api/v1/actuals takes body.source with maxLength 3");

        IEnumerable<string> Compare(Action<JsonNode> change)
        {
            var changed = JsonNode.Parse(text)!;
            change(changed);
            return BreakingChanges.Between(JsonDocument.Parse(text).RootElement, JsonSerializer.SerializeToElement(changed)).Select(one => one.What);
        }

        static JsonNode Schema(JsonNode document, string name) => document["components"]!["schemas"]![name]!;

        static JsonArray Parameters(JsonNode document, string path) => document["paths"]![path]!["get"]!["parameters"]!.AsArray();
    }

    private const string Remedy = "docs/openapi.json is not what the server serves: UPDATE_DOCS=1 dotnet test tests/IndicatorApi.Tests --filter "
        + "FullyQualifiedName~CommittedDocumentTests writes it.";

    private static async Task<JsonElement> ReadAsync(string file) =>
        JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).RootElement;
}
