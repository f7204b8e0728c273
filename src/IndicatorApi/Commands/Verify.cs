using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Commands;

/// <summary><c>verify</c>: finds what was removed or altered behind the application's back.</summary>
public static class Verify
{
    private const int CannotRun = 2;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var against = new Option<FileInfo?>(
            "--against")
        { Description = "A result of verify --json that was kept elsewhere: its heads must still be on their chains." };
        var json = Program.JsonOption();
        var command = new Command("verify",
            "Check the audit log, history and current rows against each other. Exit code 0: all hold; 1: something does not; 2: it cannot run.") { against,
            json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!TryRead(parsed.GetValue(against), out var kept)) return CannotRun;
            int? outcome = null;
            var exitCode = await Program.WithDatabaseAsync(async (settings, connectionString, _, token) =>
            {
                await using var app = Server.Build(Server.CreateBuilder(), settings, connectionString);
                var report = await app.Services.GetRequiredService<AuditVerifier>().RunAsync(kept, what => Console.Error.WriteLine($"Reading {what} …"), token);
                Program.Report(parsed.GetValue(json), Text(report), report);
                outcome = report.Found == 0 ? 0 : 1;
                return outcome.Value;
            }, cancellationToken, joins: true);
            // Without a result it could not run, and 1 would say that it found something.
            return outcome ?? (cancellationToken.IsCancellationRequested ? exitCode : CannotRun);
        });
        return command;
    }

    private static bool TryRead(FileInfo? file, out IReadOnlyList<AuditHead> kept)
    {
        kept = [];
        if (file is null) return true;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file.FullName));
            kept = document.RootElement.GetProperty("heads").Deserialize<List<AuditHead>>(WireJson.Options) ?? [];
            return true;
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            Console.Error.WriteLine($"--against: {file.FullName} is not a result of verify --json: {exception.Message.ReplaceLineEndings(" ")}");
            return false;
        }
    }

    private static string Text(AuditReport report)
    {
        var lines = report.Findings.Select(finding => $"{finding.Check}: {finding.Where}: {finding.Problem}").ToList();
        if (report.Found > lines.Count) lines.Add(string.Create(CultureInfo.InvariantCulture, $"… and {report.Found - lines.Count} more"));
        var verdict = report.Found == 0 ? "all hold." : string.Create(CultureInfo.InvariantCulture, $"{report.Found} do not hold.");
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"{report.Entries} entries on {report.Heads.Count} chains, "
            + $"{report.Revisions} rows of history, {report.BeforeTheLog} of them older than the log ({report.OpenedAt:u}): {verdict}"));
        return string.Join('\n', lines);
    }
}
