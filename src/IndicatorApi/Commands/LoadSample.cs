using System.CommandLine;
using IndicatorApi.Sample;

namespace IndicatorApi.Commands;

/// <summary><c>sample</c>: loads the sample data.</summary>
public static class LoadSample
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var json = Program.JsonOption();
        var command = new Command("sample", "Load the sample data: eight units of five real documents. Safe to repeat.") { json };
        command.SetAction((parsed, cancellationToken) => Program.WithDatabaseAsync(async (settings, connectionString, embedded, token) =>
        {
            var asJson = parsed.GetValue(json);
            if (embedded is not null) await Data.SchemaMigrator.RunAsync(connectionString, asJson ? null : Console.WriteLine, token);
            await using var app = Server.Build(Server.CreateBuilder(), settings, connectionString);
            var counts = await app.Services.GetRequiredService<SampleData>().LoadAsync(asJson ? null : Console.WriteLine, token);
            Program.Report(asJson, $"{counts.Created} created, {counts.Updated} updated, {counts.Unchanged} unchanged.",
                new { counts.Created, counts.Updated, counts.Unchanged });
            return 0;
        }, cancellationToken));
        return command;
    }
}
