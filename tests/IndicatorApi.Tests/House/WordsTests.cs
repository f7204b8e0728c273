using System.Text.RegularExpressions;
using IndicatorApi.Tests.Readme;

namespace IndicatorApi.Tests.House;

/// <summary>What must not stand in any file.</summary>
public sealed partial class WordsTests
{
    private static readonly string[] Kinds = [".cs", ".md", ".json", ".csproj", ".props", ".yml", ".yaml", ".sh", ".sql", ".html", ".js", ".css"];
    private static readonly string[] NotOurs = ["bin", "obj", "out", "node_modules", "TestResults", ".git"];

    [Fact]
    public void Files_NameNoMachine_AndLeaveNothingToDo()
    {
        List<string> found = [];
        foreach (var file in Files(Repository.Root))
        {
            var number = 0;
            foreach (var line in File.ReadLines(file))
            {
                number++;
                if (Banned().IsMatch(line)) found.Add($"{Path.GetRelativePath(Repository.Root, file)}:{number}: {line.Trim()}");
            }
        }
        found.ShouldBeEmpty();
    }

    private static IEnumerable<string> Files(string folder)
    {
        foreach (var file in Directory.GetFiles(folder).Where(file => Kinds.Contains(Path.GetExtension(file)))) yield return file;
        foreach (var inner in Directory.GetDirectories(folder).Where(inner => !NotOurs.Contains(Path.GetFileName(inner))))
        {
            foreach (var file in Files(inner)) yield return file;
        }
    }

    // A home folder of someone's machine, a private network's host, and a note to oneself.
    [GeneratedRegex(@"/[h]ome/[a-z]+/|/[r]oot/|/[U]sers/[A-Za-z]+/|[A-Z]:[\\/]+[U]sers|\b(10|192\.168)\.\d+\.\d+(\.\d+)?:\d+|\bT[O]DO\b|\bF[I]XME\b")]
    private static partial Regex Banned();
}
