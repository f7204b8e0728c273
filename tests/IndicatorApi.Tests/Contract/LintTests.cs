using System.Text.Json;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Contract;

/// <summary>Two well-known linters find nothing in the served document. What is switched off stands in their settings, with its reason.</summary>
public sealed class LintTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    [Fact]
    public async Task Spectral_FindsNothing()
    {
        var document = await Judges.WriteDocumentAsync(sample.Api);
        var found = await Judges.NodeAsync("spectral", "lint", document, "--ruleset", Path.Combine(Judges.Tools, "spectral.yaml"), "--format", "json",
            "--fail-severity", "hint", "--quiet");
        JsonDocument.Parse(found).RootElement.GetArrayLength().ShouldBe(0, found);
    }

    [Fact]
    public async Task Redocly_FindsNothing()
    {
        var document = await Judges.WriteDocumentAsync(sample.Api);
        var found = await Judges.NodeAsync("redocly", "lint", document, "--config", Path.Combine(Judges.Tools, "redocly.yaml"), "--format", "json");
        var totals = JsonDocument.Parse(found).RootElement.GetProperty("totals");
        foreach (var total in totals.EnumerateObject()) total.Value.GetInt32().ShouldBe(0, found);
    }
}
