using System.Diagnostics;

namespace IndicatorApi.Tests.Files;

/// <summary>LibreOffice without a window, which opens and saves files as an office's own program does.</summary>
public static class Office
{
    private static readonly string? Program = Find("soffice");

    /// <summary>Whether it is there.</summary>
    public static bool IsInstalled => Program is not null;

    /// <summary>The file as another kind: csv, fods, xlsx.</summary>
    public static async Task<byte[]> ConvertAsync(byte[] file, string from, string to, string? filter = null)
    {
        var folder = Directory.CreateTempSubdirectory("office").FullName;
        try
        {
            var input = Path.Combine(folder, $"in.{from}");
            await File.WriteAllBytesAsync(input, file, TestContext.Current.CancellationToken);
            await RunAsync(Program!, $"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", filter is null ? to
                : $"{to}:{filter}", "--outdir", Path.Combine(folder, "out"), input);
            return await File.ReadAllBytesAsync(Path.Combine(folder, "out", $"in.{to}"), TestContext.Current.CancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What a program prints; it must end well.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, await errors);
        return output;
    }

    /// <summary>Where a program is; null where it is not.</summary>
    public static string? Find(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
