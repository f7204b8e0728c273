using System.CommandLine;
using IndicatorApi.Data;

namespace IndicatorApi.Commands;

/// <summary><c>distribute</c>: lays the tables out over the nodes of a Citus cluster.</summary>
public static class Distribute
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var shards = new Option<int?>("--shards")
        {
            Description = "Into how many shards, the first time: two to four for each processor of all workers; the cluster's own number when left out.",
        };
        shards.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int?>() is < 1 or > 1024) given.AddError("--shards takes 1 to 1024.");
        });
        var check = new Option<bool>("--check") { Description = "Change nothing; exit code 1 when a table does not lie where it is declared to." };
        var json = Program.JsonOption();
        var command = new Command("distribute",
            "Lay the tables out over the nodes of a Citus cluster, after each migrate. Safe to repeat; does nothing on one PostgreSQL.")
        { shards, check, json };
        command.SetAction((parsed, cancellationToken) => Program.WithDatabaseAsync(async (_, connectionString, _, token) =>
        {
            var asJson = parsed.GetValue(json);
            await using var primary = Database.PrimaryOf(connectionString);
            await using var alone = await StartLock.TakeAsync(primary, token);
            await using var distribution = await Distribution.OpenAsync(primary, token);
            if (distribution is null)
            {
                Program.Report(asJson, "This PostgreSQL is no cluster: there is nothing to distribute.",
                    new { cluster = false, distributed = Array.Empty<string>(), differences = Array.Empty<string>() });
                return 0;
            }
            var distributed = parsed.GetValue(check) ? [] : await distribution.RunAsync(parsed.GetValue(shards), asJson ? null : Console.WriteLine, token);
            var differences = await distribution.DifferencesAsync(token);
            Program.Report(asJson, differences.Count > 0 ? string.Join('\n', differences) : distributed.Count > 0 ? $"Laid out {distributed.Count} tables."
                : "Every table lies where it is declared to.", new { cluster = true, distributed, differences });
            return differences.Count > 0 ? 1 : 0;
        }, cancellationToken));
        return command;
    }
}
