using System.Reflection;
using System.Runtime.CompilerServices;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Tests.Readme;

namespace IndicatorApi.Tests.House;

/// <summary>What one reads at once stays small: few parameters, short handlers.</summary>
public sealed class SizeTests
{
    private const int MostParameters = 6;

    private const int MostLines = 40;

    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Methods_HaveFewParameters()
    {
        var methods = ((Assembly[])[typeof(AchievementCalculator).Assembly, typeof(IndicatorDbContext).Assembly, typeof(Server).Assembly])
            .SelectMany(assembly => assembly.GetTypes()).Where(IsWritten).SelectMany(type => type.GetMethods(Own)).Where(IsWritten).ToList();
        methods.Count.ShouldBeGreaterThan(1000);
        methods.Where(method => method.GetParameters().Length > MostParameters)
            .Select(method => $"{method.DeclaringType}.{method.Name} has {method.GetParameters().Length}").ShouldBeEmpty();
    }

    [Fact]
    public void Handlers_AreShort()
    {
        var handlers = Directory.GetFiles(Path.Combine(Repository.Root, "src/IndicatorApi/Features"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(Handlers).ToList();
        handlers.Count.ShouldBeGreaterThan(80);
        handlers.Where(handler => handler.Lines > MostLines).Select(handler => $"{handler.Place} has {handler.Lines} lines").ShouldBeEmpty();
    }

    // What the compiler makes of lambdas, records and tests of patterns has names that nobody can write.
    private static bool IsWritten(MemberInfo member) =>
        !member.Name.Contains('<', StringComparison.Ordinal) && !member.IsDefined(typeof(CompilerGeneratedAttribute), false)
        && member.DeclaringType?.Name.Contains('<', StringComparison.Ordinal) != true && member.Name != "Deconstruct";

    // A handler goes from its first line to the brace that closes it; one that is a single expression is short by itself.
    private static IEnumerable<(string Place, int Lines)> Handlers(string file)
    {
        var lines = File.ReadAllLines(file);
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("    public ", StringComparison.Ordinal) || !lines[i].Contains(" ExecuteAsync(", StringComparison.Ordinal)) continue;
            var begin = Array.FindIndex(lines, i, line => line == "    {" || line.Contains("=>", StringComparison.Ordinal));
            var end = lines[begin] == "    {" ? Array.IndexOf(lines, "    }", begin) : begin + 1;
            yield return ($"{Path.GetRelativePath(Repository.Root, file)}:{i + 1}", end - i + 1);
        }
    }
}
