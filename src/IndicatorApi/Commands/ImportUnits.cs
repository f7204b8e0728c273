using System.CommandLine;
using System.Globalization;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Features.OrganisationUnits;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;

namespace IndicatorApi.Commands;

/// <summary><c>import units</c>: stores a list of new units with those whose place they took, as a whole or not at all.</summary>
internal static class ImportUnits
{
    private const int MostErrors = 10_000;
    private static readonly Caller Importer = Caller.OfProgram("import units command");

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var path = new Argument<FileInfo>("file") { Description = "A CSV file or a workbook (.xlsx): one row for each unit and each of its predecessors." };
        var from = new Option<DateOnly>("--from") { Description = "First day of the units that took the place of others: 2025-07-01.", Required = true };
        var reason = new Option<string>("--reason") { Description = "Why: the decision that says so, and where it is published.", Required = true };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check, store nothing." };
        var language = Import.LanguageOption();
        var json = Program.JsonOption();
        var command = new Command("units", "Store a list of new units with the codes of their predecessors, as a whole or not at all. Safe to repeat.")
        { path, from, reason, dryRun, language, json };
        command.SetAction((parsed, cancellationToken) => Program.WithDatabaseAsync(async (settings, connectionString, embedded, token) =>
        {
            if (embedded is not null) await SchemaMigrator.RunAsync(connectionString, null, token);
            await using var app = Server.Build(Server.CreateBuilder(), settings, connectionString);
            await using var scope = app.Services.CreateAsyncScope();
            var output = new Import.Output(RequestLanguage.OfTerminal(parsed.GetValue(language)), parsed.GetValue(json));
            var file = parsed.GetValue(path)!;
            var errors = new Errors(MostErrors);
            UnitListCounts? counts;
            using (var table = Open(file))
            {
                var options = new UnitListOptions(parsed.GetValue(from), parsed.GetValue(reason)!, parsed.GetValue(dryRun));
                counts = await scope.ServiceProvider.GetRequiredService<StoreUnitList>().RunAsync(
                    table, options, Importer, errors, output.IsTerminal ? Import.Draw : null, token);
            }
            if (output.IsTerminal) Console.Error.Write("\r\u001b[K");
            return Report(counts, errors, parsed.GetValue(dryRun), output);
        }, cancellationToken));
        return command;
    }

    private static TableFile Open(FileInfo file) =>
        file.Extension.Equals(".xlsx", StringComparison.OrdinalIgnoreCase) ? TableFile.Xlsx(file.OpenRead(), null) : TableFile.Csv(file.OpenRead(), null);

    private static int Report(UnitListCounts? counts, Errors errors, bool dryRun, Import.Output output)
    {
        var wrong = errors.All.Select(error =>
        {
            var place = error.Where.Split(':', 2);
            return new
            {
                line = int.Parse(place[0], CultureInfo.InvariantCulture),
                column = place[1],
                code = error.Code.Code,
                message = error.Message(output.Language),
            };
        }).OrderBy(error => error.line).ToList();
        foreach (var error in wrong) output.Say($"dòng {error.line} {error.column}: {error.message}", $"line {error.line} {error.column}: {error.message}");
        var text = counts is null ? output.Of($"Không lưu gì: có {wrong.Count} chỗ cần sửa.", $"Nothing stored: {wrong.Count} to mend.")
            : output.Of(
                $"{counts.Units.Created} đơn vị mới, {counts.Units.Updated} sửa, {counts.Units.Unchanged} giữ nguyên; {counts.Successions} lần kế thừa mới, "
                    + $"{counts.SuccessionsThere} đã có; {counts.WithoutShares} đơn vị bị chia mà chưa biết tỷ lệ"
                    + (dryRun ? "; chạy thử: không lưu gì." : "."),
                $"{counts.Units.Created} units created, {counts.Units.Updated} updated, {counts.Units.Unchanged} unchanged; {counts.Successions} successions "
                    + $"recorded, {counts.SuccessionsThere} there already; {counts.WithoutShares} units split without shares"
                    + (dryRun ? "; dry run: nothing stored." : "."));
        Program.Report(output.IsJson, text, new { counts, dryRun, errors = wrong });
        return counts is null ? 1 : 0;
    }
}
