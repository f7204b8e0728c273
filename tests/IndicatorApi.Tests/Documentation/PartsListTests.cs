using System.Text.Json;
using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Documentation;

/// <summary>The list of parts that goes with a release names every library that the program is shipped with.</summary>
public sealed class PartsListTests
{
    [Fact]
    public async Task List_HasEveryLibraryThatTheProgramLoads_AndThoseOfItsPages()
    {
        Assert.SkipUnless(Programs.Has("node"), "Node.js is not installed");
        var (code, output) = await Programs.RunAsync("node", TestContext.Current.CancellationToken, Repository.PathOf(".ci/sbom.mjs"));
        code.ShouldBe(0, output);
        var list = JsonDocument.Parse(output).RootElement;
        (list.GetProperty("bomFormat").GetString(), list.GetProperty("specVersion").GetString()).ShouldBe(("CycloneDX", "1.6"));
        var parts = list.GetProperty("components").EnumerateArray()
            .Select(part => $"{part.GetProperty("name").GetString()}/{part.GetProperty("version").GetString()}").ToList();
        parts.ShouldBeUnique();

        using var loaded = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "IndicatorApi.deps.json"),
            TestContext.Current.CancellationToken));
        var libraries = loaded.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(library => library.Value.GetProperty("type").GetString() == "package").Select(library => library.Name).ToList();
        libraries.Count.ShouldBeGreaterThan(20);
        libraries.Except(parts).ShouldBeEmpty();
        using var pages = JsonDocument.Parse(Repository.Read("src/dashboard/package.json"));
        foreach (var module in pages.RootElement.GetProperty("dependencies").EnumerateObject()) parts.ShouldContain($"{module.Name}/{module.Value}");

        var known = list.GetProperty("components").EnumerateArray().Select(part => part.GetProperty("bom-ref").GetString()).ToHashSet();
        foreach (var part in list.GetProperty("dependencies").EnumerateArray())
            part.GetProperty("dependsOn").EnumerateArray().Select(other => other.GetString()).Except(known).ShouldBeEmpty();
    }
}
