using System.ComponentModel;
using System.Diagnostics;
using IndicatorApi.Tests.Contract;
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
            var start = new ProcessStartInfo(program, program == "dotnet" ? ["run", file] : [file]) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true };
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
