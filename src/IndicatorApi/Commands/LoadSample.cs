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
        var which = Choice("--set", "Which sample data");
        var command = new Command("sample", "Load the sample data: eight units of five real documents, or an invented town. Safe to repeat.") { which, json };
        command.SetAction((parsed, cancellationToken) => Program.WithDatabaseAsync(async (settings, connectionString, embedded, token) =>
        {
            var asJson = parsed.GetValue(json);
            if (embedded is not null) await Data.SchemaMigrator.RunAsync(connectionString, asJson ? null : Console.WriteLine, token);
            await using var app = Server.Build(Server.CreateBuilder(), settings, connectionString);
            var counts = await app.Services.GetRequiredService<SampleData>().LoadAsync(parsed.GetValue(which), asJson ? null : Console.WriteLine, token);
            Program.Report(asJson, $"{counts.Created} created, {counts.Updated} updated, {counts.Unchanged} unchanged.",
                new { counts.Created, counts.Updated, counts.Unchanged });
            return 0;
        }, cancellationToken));
        return command;
    }

    /// <summary>The option that names a set of sample data.</summary>
    internal static Option<SampleChoice> Choice(string name, string what) => new(name)
    {
        Description = $"{what}: documents (real resolutions), demo (an invented town with three years of quarters), all (both), "
            + "reform (the documents, and what became of their units in 2025), or none.",
        DefaultValueFactory = _ => SampleChoice.All,
    };
}
