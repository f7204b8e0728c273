using System.CommandLine;
using System.Globalization;
using IndicatorApi.Access;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Features.Imports;
using IndicatorApi.Http;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Commands;

/// <summary><c>import</c>: stores a file of figures as a whole or not at all.</summary>
public static class Import
{
    private const int ErrorsShown = 20;
    private const int BarLetters = 30;
    private static readonly Caller Importer = Caller.OfProgram("import command");

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var path = new Argument<FileInfo>("file") { Description = "A CSV file or a workbook (.xlsx)." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check and compare, store nothing." };
        var locale = new Option<string?>(
            "--locale")
        { Description = "How numbers in text are written: vi (10.001,26) or en (10,001.26); found out where the file leaves no doubt." };
        var unit = new Option<string?>("--org-unit") { Description = "Code of the unit of the whole file, where it has no column for it." };
        var period = new Option<string?>("--period") { Description = "The period of the whole file, where it has no column for it." };
        var separator = new Option<string?>("--separator") { Description = "What stands between the cells of CSV: comma, semicolon or tab." };
        var sheet = new Option<string?>("--sheet") { Description = "The sheet of a workbook; the one that holds a table when left out." };
        var columns = new Option<string?>("--columns") { Description = "What columns are, where their headers do not say it: 'Thực hiện năm 2024=value'." };
        var language = LanguageOption();
        var json = Program.JsonOption();
        var command = new Command("import", "Store a file of figures, CSV or XLSX, as a whole or not at all. Safe to repeat.") { path, dryRun, locale, unit,
            period, separator, sheet, columns, language, json, ImportUnits.Create() };
        command.SetAction((parsed, cancellationToken) => Program.WithDatabaseAsync(async (settings, connectionString, embedded, token) =>
        {
            if (embedded is not null) await SchemaMigrator.RunAsync(connectionString, null, token);
            await using var app = Server.Build(Server.CreateBuilder(), settings, connectionString);
            var options = new ImportOptions(parsed.GetValue(unit), parsed.GetValue(period), parsed.GetValue(locale), parsed.GetValue(separator),
                parsed.GetValue(sheet), parsed.GetValue(columns), parsed.GetValue(dryRun));
            var output = new Output(RequestLanguage.OfTerminal(parsed.GetValue(language)), parsed.GetValue(json));
            return await RunAsync(app.Services, parsed.GetValue(path)!, options, output, token);
        }, cancellationToken));
        return command;
    }

    /// <summary>How the program speaks of a file.</summary>
    internal static Option<string?> LanguageOption()
    {
        var language = new Option<string?>("--language")
        {
            Description = "Language of what is said of the file: vi or en; as the terminal's (LC_ALL, LC_MESSAGES, LANG) when left out.",
        };
        language.AcceptOnlyFromAmong("vi", "en");
        return language;
    }

    private static async Task<int> RunAsync(IServiceProvider services, FileInfo path, ImportOptions options, Output output, CancellationToken cancellationToken)
    {
        var (clock, jobs) = (services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ImportJobs>());
        var errors = new Errors();
        options.Check(await services.GetRequiredService<ReferenceDataCache>().GetAsync(cancellationToken), Importer, errors);
        if (errors.AreFatal(out var problem)) return Refuse(problem, output.Language);
        ImportJob job;
        await using (var source = path.OpenRead())
        {
            var (file, refusal) = await ImportFiles.StoreAsync(source, path.Name, null, cancellationToken);
            if (file is null) return Refuse(refusal!, output.Language);
            await using (file)
            {
                job = options.ToJob(file, Importer, clock.GetUtcNow());
                // Claimed from the start, so that a server beside this program leaves it alone; it takes over if this program dies.
                (job.State, job.Attempt, job.Attempts, job.StartedAt, job.LeaseUntil) =
                    (ImportState.Running, job.Id, 1, job.SubmittedAt, job.SubmittedAt + ImportJobs.Lease);
                await jobs.SubmitAsync(job, file.Content, cancellationToken);
            }
        }
        await services.GetRequiredService<ImportRunner>().RunAsync(job, output.IsTerminal ? Draw : null, cancellationToken);
        if (output.IsTerminal) Console.Error.Write("\r\u001b[K");
        return await ReportAsync(services, job.Id, output, cancellationToken);
    }

    private static async Task<int> ReportAsync(IServiceProvider services, Guid id, Output output, CancellationToken cancellationToken)
    {
        var import = ImportResponse.From((await services.GetRequiredService<ImportJobs>().FindAsync(id, cancellationToken))!);
        await using var context = await services.GetRequiredService<IDbContextFactory<IndicatorDbContext>>().CreateDbContextAsync(cancellationToken);
        var errors = await context.ImportErrors.AsNoTracking().Where(error => error.ImportId == id).OrderBy(error => error.Number)
            .ToListAsync(cancellationToken);
        List<ImportErrorResponse> shown = [.. errors.Select(error => ImportErrorResponse.From(error, output.Language))];
        foreach (var notice in import.Notices) output.Say(notice.Vi, notice.En);
        foreach (var error in shown.Take(ErrorsShown))
        {
            var where = $"{error.Column}: {error.Message}";
            output.Say($"{error.Cell ?? $"dòng {error.Line}"} {where}", $"{error.Cell ?? $"line {error.Line}"} {where}");
        }
        if (import.Errors > ErrorsShown) output.Say(
            $"… và {import.Errors - ErrorsShown} lỗi nữa; --json in {ImportJobs.MostErrors} lỗi đầu.",
            $"… and {import.Errors - ErrorsShown} more; --json prints the first {ImportJobs.MostErrors}.");
        var text = import.State == ImportState.Succeeded
            ? output.Of($"{import.Created} số mới, {import.Updated} số sửa, {import.Unchanged} số giữ nguyên, {import.Blank} dòng trống"
                    + (import.DryRun ? "; chạy thử: không lưu gì." : "."),
                $"{import.Created} created, {import.Updated} updated, {import.Unchanged} unchanged, {import.Blank} blank"
                    + (import.DryRun ? "; dry run: nothing stored." : "."))
            : output.Of($"Không lưu gì: có {import.Errors} chỗ cần sửa.",
                $"{WireNames<ImportState>.Of(import.State)}, nothing stored: {import.Errors} to mend.");
        Program.Report(output.IsJson, text, new { import, errors = shown });
        return import.State == ImportState.Succeeded ? 0 : 1;
    }

    /// <summary>Shows how far it is, on one line.</summary>
    internal static void Draw(ImportProgress progress)
    {
        var share = progress.Total == 0 ? 0 : Math.Min(1m, (decimal)progress.Done / progress.Total);
        var full = (int)(share * BarLetters);
        var bar = new string('#', full) + new string('.', BarLetters - full);
        var total = progress.Total > 0 ? string.Create(CultureInfo.InvariantCulture, $" of {progress.Total}") : "";
        Console.Error.Write(string.Create(CultureInfo.InvariantCulture,
            $"\r[{bar}] {WireNames<ImportPhase>.Of(progress.Phase)} {progress.Done}{total}\u001b[K"));
    }

    private static int Refuse(Problem problem, Language language)
    {
        Console.Error.WriteLine(problem.Details(language).Detail);
        return 1;
    }

    /// <summary>How the program speaks to who called it.</summary>
    internal sealed record Output(Language Language, bool IsJson)
    {
        /// <summary>Whether somebody looks on.</summary>
        public bool IsTerminal => !IsJson && !Console.IsErrorRedirected;

        public string Of(string vietnamese, string english) => Language == Language.Vietnamese ? vietnamese : english;

        /// <summary>One line beside the result; JSON has it already.</summary>
        public void Say(string vietnamese, string english)
        {
            if (!IsJson) Console.Error.WriteLine(Of(vietnamese, english));
        }
    }
}
