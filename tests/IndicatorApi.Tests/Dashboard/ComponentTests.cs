using IndicatorApi.Tests.Hostile;
using IndicatorApi.Tests.Readme;

namespace IndicatorApi.Tests.Dashboard;

/// <summary>The components of the pages, which node tests by themselves.</summary>
public sealed class ComponentTests
{
    [Fact]
    public async Task Components_DoWhatTheirTestsSay()
    {
        var folder = Path.Combine(Repository.Root, "src", "dashboard");
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules", "happy-dom")),
            "The packages of src/dashboard are not installed: run npm ci there.");
        var said = await TestTools.RunAsync(Path.Combine(folder, "test.mjs"));
        said.ShouldMatch(@"(?m)^# pass [1-9]");
        said.ShouldContain("# fail 0");
    }
}
