using System.CommandLine;
using IndicatorApi.Data;

namespace IndicatorApi.Commands;

/// <summary><c>migrate</c>: brings the schema up to this program's.</summary>
public static class Migrate
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var json = Program.JsonOption();
        var command = new Command("migrate",
            "Bring the database's schema up to this program's, as the owner in ConnectionStrings__Write. Safe to repeat.") { json };
        command.SetAction((parsed, cancellationToken) => Program.WithDatabaseAsync(async (_, connectionString, _, token) =>
        {
            var asJson = parsed.GetValue(json);
            var applied = await SchemaMigrator.RunAsync(connectionString, asJson ? null : Console.WriteLine, token);
            Program.Report(asJson, applied.Count == 0 ? "The schema is up to date." : $"Applied {applied.Count}.", new { applied });
            return 0;
        }, cancellationToken));
        return command;
    }
}
