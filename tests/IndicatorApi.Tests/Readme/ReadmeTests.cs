using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.RegularExpressions;
using IndicatorApi.Tests.Embedded;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.Configuration;

namespace IndicatorApi.Tests.Readme;

/// <summary>What README.md tells people to type does what it says.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class ReadmeTests
{
    private static readonly string[] DotnetCommands = ["dotnet run --project src/IndicatorApi", "dotnet test"];
    private static readonly string[] ComposeCommands = ["cp docker/example.env .env", "docker compose up --build"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.vi.md")]
    [Trait(Kinds.Name, Kinds.Slow)]
    public async Task Commands_RunInOrder_AnswerWhatStandsBelowThem(string file)
    {
        Assert.SkipUnless(CurlIsThere(), "curl is not installed.");
        using var directory = new EmbeddedPostgresTestDirectory();
        await using var program = await RunningProgram.StartAsync(directory.Data, Cancelled);
        var key = "";
        var answer = "";
        var compared = 0;
        foreach (var block in ReadmeBlock.From(Repository.Read(file)))
        {
            switch (block.Language)
            {
                case "sh" when block.Text.Contains("curl", StringComparison.Ordinal):
                    answer = await RunAsync(Here(key + block.Text, program, directory));
                    break;
                case "sh" when block.Text.StartsWith("KEY=", StringComparison.Ordinal):
                    key = block.Text + "\n";
                    break;
                case "sh":
                    block.Text.Split('\n').ShouldBeSubsetOf([.. DotnetCommands, .. ComposeCommands]);
                    break;
                case "json":
                    ShouldContain(JsonDocument.Parse(answer).RootElement, JsonDocument.Parse(block.Text).RootElement, "$");
                    compared++;
                    break;
                case "csv":
                    answer.ReplaceLineEndings("\n").Trim('\uFEFF', '\n').ShouldBe(block.Text);
                    compared++;
                    break;
                default:
                    Assert.Fail($"A block of language '{block.Language}' is not run by any test.");
                    break;
            }
        }
        compared.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.vi.md")]
    public void Blocks_HoldBothCommands_ExactlyAsDocumented(string file)
    {
        var blocks = ReadmeBlock.From(Repository.Read(file)).Select(block => block.Text).ToList();
        foreach (var command in DotnetCommands) blocks.ShouldContain(command);
        File.Exists(Path.Combine(Repository.Root, "src/IndicatorApi/IndicatorApi.csproj")).ShouldBeTrue();
        Directory.GetFiles(Repository.Root, "*.sln*").Length.ShouldBe(1, "dotnet test takes the only solution in the folder.");
    }

    [Fact]
    public void SettingsTable_HoldsEverySettingThatIsRead_AndNoOther()
    {
        var recorder = new RecordingConfiguration();
        Settings.From(new ConfigurationBuilder().Add(recorder).Build(), []);
        var read = recorder.Asked.Select(key => key == "urls" ? "ASPNETCORE_URLS" : key.Replace(":", "__", StringComparison.Ordinal)).Distinct()
            .Order(StringComparer.Ordinal);

        Table("README.md", "Settings").Order(StringComparer.Ordinal).ShouldBe(read);
        Table("docs/operations.md", "Settings").Order(StringComparer.Ordinal).ShouldBe(read);
    }

    [Fact]
    public async Task CommandsTable_HoldsEveryCommandOfTheHelp_AndNoOther()
    {
        var (exitCode, output, _) = await RunningProgram.RunAsync(["--help"], "/nonexistent", [], Cancelled);
        exitCode.ShouldBe(0);
        var listed = output[output.IndexOf("Commands:", StringComparison.Ordinal)..].Split('\n').Skip(1)
            .Select(line => CommandName().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value);
        Table("README.md", "Commands").Order(StringComparer.Ordinal).ShouldBe(listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Links_WithinTheRepository_LeadSomewhere()
    {
        var files = Directory.GetFiles(Repository.Root, "*.md")
            .Concat(Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories));
        List<string> dead = [];
        foreach (var file in files)
        {
            foreach (Match link in Link().Matches(File.ReadAllText(file)))
            {
                var target = link.Groups[1].Value.Split('#')[0];
                if (target.Length == 0 || target.Contains("://", StringComparison.Ordinal)) continue;
                if (!Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, target))) dead.Add($"{Path.GetRelativePath(Repository.Root, file)}: {target}");
            }
        }
        dead.ShouldBeEmpty();
    }

    private static string Here(string commands, RunningProgram program, EmbeddedPostgresTestDirectory directory) => commands
        .Replace("127.0.0.1:5080", $"127.0.0.1:{program.Port}", StringComparison.Ordinal)
        .Replace("~/.local/share/indicator-api", directory.Data, StringComparison.Ordinal);

    private static bool CurlIsThere() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "curl")));

    private static async Task<string> RunAsync(string commands)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-eu", "-c", commands.Replace("curl -s ", "curl -sS ", StringComparison.Ordinal)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = shell.StandardError.ReadToEndAsync(Cancelled);
        var output = await shell.StandardOutput.ReadToEndAsync(Cancelled);
        await shell.WaitForExitAsync(Cancelled);
        shell.ExitCode.ShouldBe(0, $"{commands}\n{await errors}");
        output.ShouldNotContain("urn:indicator-api:error", Case.Sensitive, commands);
        return output;
    }

    /// <summary>Every member shown is in the answer with the same value; lists have the same length.</summary>
    private static void ShouldContain(JsonElement answer, JsonElement shown, string where)
    {
        answer.ValueKind.ShouldBe(shown.ValueKind, where);
        switch (shown.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in shown.EnumerateObject())
                {
                    answer.TryGetProperty(member.Name, out var value).ShouldBeTrue($"{where}.{member.Name} is not in the answer");
                    ShouldContain(value, member.Value, $"{where}.{member.Name}");
                }
                break;
            case JsonValueKind.Array:
                answer.GetArrayLength().ShouldBe(shown.GetArrayLength(), where);
                for (var i = 0; i < shown.GetArrayLength(); i++) ShouldContain(answer[i], shown[i], $"{where}[{i}]");
                break;
            default:
                answer.ToString().ShouldBe(shown.ToString(), where);
                break;
        }
    }

    private static IEnumerable<string> Table(string file, string heading)
    {
        var text = Repository.Read(file);
        var start = text.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        start.ShouldBeGreaterThan(0, $"{file} has no section {heading}");
        var end = text.IndexOf("\n## ", start + 4, StringComparison.Ordinal);
        return FirstCell().Matches(end < 0 ? text[start..] : text[start..end]).Select(match => match.Groups[1].Value);
    }

    [GeneratedRegex("""^\| `([^`]+)` \|""", RegexOptions.Multiline)]
    private static partial Regex FirstCell();

    [GeneratedRegex("""^  ([a-z]+)\b""")]
    private static partial Regex CommandName();

    [GeneratedRegex("""\]\(([^)\s]+)\)""")]
    private static partial Regex Link();

    /// <summary>An empty configuration that remembers what it was asked for.</summary>
    private sealed class RecordingConfiguration : ConfigurationProvider, IConfigurationSource
    {
        public List<string> Asked { get; } = [];

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override bool TryGet(string key, out string? value)
        {
            Asked.Add(key);
            return base.TryGet(key, out value);
        }
    }
}
