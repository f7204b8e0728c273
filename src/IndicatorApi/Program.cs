using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using IndicatorApi.Commands;
using IndicatorApi.Data.Embedded;
using IndicatorApi.Http;
using IndicatorApi.Sample;

namespace IndicatorApi;

/// <summary>The program: a server, and the commands of those who run it.</summary>
public static class Program
{
    /// <summary>Parses the command line and runs.</summary>
    /// <returns>0 when all went well, 1 when it did not, 2 when settings are wrong.</returns>
    public static async Task<int> Main(string[] args)
    {
        // Numbers and dates in logs and exports look the same whatever the machine's language.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        Console.OutputEncoding = Encoding.UTF8;
        var root = new RootCommand("Indicator API: targets, actuals, and the percent achieved per unit and period.")
        {
            Serve.Create(),
            Migrate.Create(),
            Distribute.Create(),
            LoadSample.Create(),
            Keys.Create(),
            Verify.Create(),
            Import.Create(),
            PrintOpenApi.Create(),
        };
        root.SetAction((_, cancellationToken) => Serve.RunAsync(SampleChoice.All, cancellationToken));
        return await root.Parse(args).InvokeAsync();
    }

    /// <summary>Reads the settings, starts the private PostgreSQL where none is given, and runs the work; it is stopped again however the work ends.</summary>
    /// <param name="work">What is done with the database.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <param name="joins">Whether the work may be done in the private PostgreSQL of a server that runs.</param>
    /// <param name="obstacle">Says what stands in the way of the work, if anything, before a database is made for it.</param>
    internal static async Task<int> WithDatabaseAsync(
        Func<Settings, string, EmbeddedPostgres?, CancellationToken, Task<int>> work, CancellationToken cancellationToken, bool joins = false,
        Func<string?>? obstacle = null)
    {
        if ("e\u0301".Normalize(NormalizationForm.FormC).Length != 1)
        {
            Console.Error.WriteLine("Vietnamese text cannot be normalised here: install ICU (Debian: apt-get install libicu72 or newer) and unset "
                + "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.");
            return 2;
        }
        List<string> mistakes = [];
        var settings = Settings.From(Server.CreateBuilder().Configuration, mistakes);
        if (mistakes.Count > 0)
        {
            foreach (var mistake in mistakes) Console.Error.WriteLine(mistake);
            return 2;
        }
        if (obstacle?.Invoke() is { } found)
        {
            Console.Error.WriteLine(found);
            return 1;
        }
        try
        {
            if (!settings.IsEmbedded) return await work(settings, settings.Write!, null, cancellationToken);
            await using var embedded = await EmbeddedPostgres.StartAsync(
                new EmbeddedPostgresOptions { DataDirectory = settings.EmbeddedDataDirectory, Joins = joins }, Console.Error.WriteLine, cancellationToken);
            return await work(settings with { StorageDirectory = embedded.DataDirectory }, embedded.ConnectionString, embedded, cancellationToken);
        }
        catch (EmbeddedPostgresException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
        catch (IOException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
        catch (Exception exception) when (exception is Npgsql.NpgsqlException || exception.InnerException is Npgsql.NpgsqlException)
        {
            var cause = exception as Npgsql.NpgsqlException ?? exception.InnerException!;
            Console.Error.WriteLine($"The database does not answer as needed: {cause.Message.ReplaceLineEndings(" ")}");
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }

    /// <summary>The option that every command with a result has.</summary>
    internal static Option<bool> JsonOption() => new("--json") { Description = "Print the result as one JSON object." };

    /// <summary>Prints a result for people or for programs.</summary>
    internal static void Report(bool asJson, string text, object result) =>
        Console.WriteLine(asJson ? JsonSerializer.Serialize(result, WireJson.Options) : text);
}
