using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using IndicatorApi.Tests.Contract;
using IndicatorApi.Tests.Hostile;
using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Changes;

/// <summary>The scripts of docs/connect, as they stand there: all of the sample data first, then only what changed.</summary>
[Trait(Kinds.Name, Kinds.Slow)]
public sealed class ConnectPageTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData("sh", "sh", "script.sh")]
    [InlineData("js", "node", "script.mjs")]
    [InlineData("python", "python3", "script.py")]
    [InlineData("ts", "node", "script.js")]
    [InlineData("cs", "dotnet", "script.cs")]
    public async Task Script_PrintsEveryAchievement_AndThenOnlyWhatChanged(string language, string program, string file)
    {
        await using var api = await ApiServer.StartAsync(postgres, sample: true);
        var folder = Directory.CreateTempSubdirectory("connect-");
        try
        {
            var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "connect", "README.md"), TestContext.Current.CancellationToken);
            var script = page.Split($"```{language}\n")[1].Split("\n```")[0] + "\n";
            if (language == "ts") await CompileAsync(folder.FullName, script);
            else await File.WriteAllTextAsync(Path.Combine(folder.FullName, file), script, TestContext.Current.CancellationToken);
            var all = (await api.WalkAsync("/api/v1/achievements?period=2020-2025")).Select(row => row.GetProperty("targetId").GetString()!).ToList();
            all.Count.ShouldBeGreaterThan(10);

            var first = await RunAsync();
            first.Count.ShouldBe(all.Count);
            foreach (var target in all) first.ShouldContain(line => line.Contains(target, StringComparison.Ordinal));
            (await RunAsync()).ShouldBeEmpty();

            await api.ActualAsync("tra-vinh-phuong-4", "new-members", "2024", 6);
            var changed = await RunAsync();
            changed.ShouldNotBeEmpty();
            changed.ShouldAllBe(line => line.Contains("tra-vinh-phuong-4", StringComparison.Ordinal) && line.Contains("set", StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(true);
        }

        async Task<List<string>> RunAsync()
        {
            var start = new ProcessStartInfo(program, program == "dotnet" ? ["run", file] : [file])
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["BASE"] = api.Client.BaseAddress!.ToString().TrimEnd('/');
            start.Environment["KEY"] = ApiServer.AdministratorKey;
            Process process;
            try
            {
                process = Process.Start(start)!;
            }
            catch (Win32Exception)
            {
                Assert.Skip($"{program} is not installed.");
                throw;
            }
            using (process)
            {
                var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
                var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
                await process.WaitForExitAsync(TestContext.Current.CancellationToken);
                process.ExitCode.ShouldBe(0, await errors);
                return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
            }
        }
    }

    [Theory]
    [InlineData("pandas", "/usr/bin/python3", "import pandas")]
    [InlineData("r", "Rscript", null)]
    public async Task Analysis_PrintsWhatThePageShows(string language, string program, string? needed)
    {
        await using var api = await ApiServer.StartAsync(postgres, sample: true);
        if (needed is not null) Assert.SkipUnless(await SaysAsync(Base(api), program, "-c", needed) is not null, $"{program} cannot {needed}.");
        var page = await PageAsync();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Block(page, language), TestContext.Current.CancellationToken);
        Lines((await SaysAsync(Base(api), program, file)).ShouldNotBeNull()).ShouldBe(Lines(Block(page, $"{language}-output")));
        File.Delete(file);
    }

    [Fact]
    public async Task ScriptOfAWholeFile_WhoseLineBreaksAgainAndAgain_PrintsEveryAchievementOnce()
    {
        await using var api = await ApiServer.StartAsync(postgres, sample: true);
        await using var line = BreakingLine.To(api.Client.BaseAddress!, 700, 20, 700, 700);
        var file = Path.Combine(Directory.CreateTempSubdirectory("connect-").FullName, "script.mjs");
        await File.WriteAllTextAsync(file, Block(await PageAsync(), "js-rest"), TestContext.Current.CancellationToken);
        var all = (await api.WalkAsync("/api/v1/achievements?period=2020-2025"))
            .Select(row => $"{row.GetProperty("orgUnit").GetString()} {row.GetProperty("targetId").GetString()}");
        var said = Lines((await SaysAsync(line.Address, "node", file)).ShouldNotBeNull());
        said.Select(row => string.Join(' ', row.Split(' ')[..2])).ShouldBe(all);
        line.Broken.ShouldBe(4);
        Directory.Delete(Path.GetDirectoryName(file)!, true);
    }

    [Fact]
    public async Task Queries_OfGrafanaAndPowerQuery_AskForWhatIsThere()
    {
        await using var api = await ApiServer.StartAsync(postgres, sample: true);
        using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "docs", "connect", "grafana.json"), TestContext.Current.CancellationToken));
        foreach (var target in dashboard.RootElement.GetProperty("panels").EnumerateArray().SelectMany(panel => panel.GetProperty("targets").EnumerateArray()))
        {
            var address = target.GetProperty("url").GetString()!.Replace("${server}", "", StringComparison.Ordinal)
                .Replace("${period}", "2020-2025", StringComparison.Ordinal);
            var rows = (await api.ReadAsync(address)).With(200)[target.GetProperty("root_selector").GetString()!];
            rows.GetArrayLength().ShouldBeGreaterThan(0, address);
            foreach (var column in target.GetProperty("columns").EnumerateArray())
            {
                var found = rows[0];
                foreach (var member in column.GetProperty("selector").GetString()!.Split('.')) found = found.GetProperty(member);
            }
        }
        var query = Block(await PageAsync(), "m");
        var header = (await api.ReadAsync("/api/v1/achievements?period=2020-2025&format=csv")).With(200).Text.Split('\n')[0].Trim().Split(',');
        query.ShouldContain("period = \"2020-2025\", format = \"csv\"");
        Regex.Matches(query, "\\{\"(\\w+)\", type").Select(match => match.Groups[1].Value).ShouldBeSubsetOf(header);
        var changes = (await PageAsync()).Split("```m\n")[2].Split("```")[0];
        var page = (await api.ReadAsync("/api/v1/achievements/changes?period=2020-2025&limit=1000")).With(200);
        foreach (var member in (string[])["hasMore", "nextCursor", "items"])
        {
            changes.ShouldContain($"[{member}]");
            page.Json.TryGetProperty(member, out _).ShouldBeTrue(member);
        }
        var item = page["items"][0];
        string[] named = [.. Regex.Matches(changes, "\"(\\w+)\"[,}]").Select(match => match.Groups[1].Value).Except(["achievement", "cursor"])];
        named.ShouldContain("percent");
        named.ShouldBeSubsetOf([.. item.EnumerateObject().Concat(item.GetProperty("achievement").EnumerateObject()).Select(member => member.Name)]);
    }

    [Fact]
    public async Task PowerQuery_IsWellFormed()
    {
        TestTools.File("@microsoft/powerquery-parser/package.json");
        var file = Path.GetTempFileName();
        string[] texts = [.. (await PageAsync()).Split("```m\n")[1..].Select(part => part.Split("```")[0]), "let Broken = [ in Broken"];
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(texts), TestContext.Current.CancellationToken);
        (await TestTools.RunAsync("powerQuery.mjs", file)).Trim().ShouldBe("ok ok wrong");
        File.Delete(file);
    }

    private static Task<string> PageAsync() =>
        File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "connect", "README.md"), TestContext.Current.CancellationToken);

    private static string Base(ApiServer api) => api.Client.BaseAddress!.ToString().TrimEnd('/');

    private static string[] Lines(string text) => [.. text.TrimEnd().Split('\n').Select(line => line.TrimEnd())];

    private static string Block(string page, string language) => page.Split($"```{language}\n")[1].Split("```")[0];

    // What a program says; null where it fails. The test is skipped where there is none.
    private static async Task<string?> SaysAsync(string address, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["BASE"] = address;
        start.Environment["KEY"] = ApiServer.AdministratorKey;
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            TestContext.Current.SendDiagnosticMessage(await errors);
            return process.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not installed.");
            throw;
        }
    }

    // As whoever has installed the package: its types are checked, then it runs.
    private static async Task CompileAsync(string folder, string script)
    {
        var package = Path.Combine(Repository.Root, "src", "client-ts");
        var compiler = Path.Combine(package, "node_modules", ".bin", "tsc");
        Assert.SkipUnless(File.Exists(compiler), "The packages of src/client-ts are not installed: run npm ci --ignore-scripts there.");
        await Judges.RunAsync(package, "npm", "run", "--silent", "build");
        Directory.CreateDirectory(Path.Combine(folder, "node_modules"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules", "indicator-api-client"), package);
        await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{ "type": "module" }""");
        await File.WriteAllTextAsync(Path.Combine(folder, "script.ts"), script);
        await Judges.RunAsync(folder, "node", compiler, "--target", "es2022", "--module", "nodenext", "--strict", "--skipLibCheck",
            "--types", "node", "--typeRoots", Path.Combine(package, "node_modules", "@types"), "script.ts");
    }
}
