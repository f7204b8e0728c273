using IndicatorApi.Data;
using IndicatorApi.Tests.Readme;

namespace IndicatorApi.Tests.Documentation;

public sealed class ScalingPageTests
{
    private const string Page = "docs/scaling.md";

    [Theory]
    [InlineData("by unit", Topology.Distributed)]
    [InlineData("on every node", Topology.Reference)]
    [InlineData("on the coordinator", Topology.Local)]
    public void Tables_LieWhereThePageSays(string where, Topology topology)
    {
        var line = $"| {where} | {string.Join(", ", Names(topology).Select(name => $"`{name}`"))} |";
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            var lines = Repository.Read(Page).Split('\n').Select(old => old.StartsWith($"| {where} |", StringComparison.Ordinal) ? line : old);
            File.WriteAllText(Path.Combine(Repository.Root, Page), string.Join('\n', lines));
        }
        Repository.Read(Page).ShouldContain(line);
    }

    private static IEnumerable<string> Names(Topology topology) => Distribution.Declared.Where(table => table.Topology == topology)
        .Select(table => table.Name).Order(StringComparer.Ordinal);
}
