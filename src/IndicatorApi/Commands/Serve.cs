using System.CommandLine;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Data.Embedded;
using IndicatorApi.Features.Operations;
using IndicatorApi.Sample;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Commands;

/// <summary><c>serve</c>: runs the server until it is told to stop. The default.</summary>
public static partial class Serve
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("serve",
            "Run the server (the default). Without ConnectionStrings__Write it starts a private PostgreSQL of its own, with sample data.");
        var sample = LoadSample.Choice("--sample", "What a new private database begins with");
        command.Options.Add(sample);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(sample), cancellationToken));
        return command;
    }

    /// <summary>Runs until SIGTERM or Ctrl+C.</summary>
    public static Task<int> RunAsync(SampleChoice sample, CancellationToken cancellationToken) =>
        Program.WithDatabaseAsync(
            (settings, connectionString, embedded, token) => ServeAsync(sample, settings, connectionString, embedded, token), cancellationToken,
            obstacle: () => Addresses.Taken(Server.CreateBuilder().Configuration["urls"]));

    private static async Task<int> ServeAsync(
        SampleChoice sample, Settings settings, string connectionString, EmbeddedPostgres? embedded, CancellationToken token)
    {
        // Most of a start is spent on the mapper, which is made meanwhile.
        var schema = Task.Run(() => HasSchemaAsync(embedded, connectionString, token), token);
        await using var app = Server.Build(Server.CreateBuilder(), settings, connectionString);
        if (!await schema) return 1;
        if (embedded is not null && sample != SampleChoice.None) await LoadSampleAsync(app.Services, sample, token);
        var key = await EnsureAdministratorAsync(app.Services, settings.Access.AdministratorKey, token);
        if (embedded is not null)
        {
            embedded.Restarted += app.Services.GetRequiredService<Database>().DropIdle;
            app.Services.GetRequiredService<Readiness>().Follow(() => embedded.IsDown);
            var log = app.Services.GetRequiredService<ILogger<EmbeddedPostgres>>();
            embedded.Supervise(told => LogDatabase(log, told));
        }
        foreach (var lack in await LacksAsync(app.Services, settings, token)) LogLack(app.Logger, lack);
        // The host closes the port when this returns; meanwhile all goes on but that /readyz says what is coming.
        app.Lifetime.ApplicationStopping.Register(() => Thread.Sleep(TimeSpan.FromSeconds(settings.Limits.StopSeconds)));
        await app.StartAsync(token);
        Announce(app, settings, embedded, key);
        await app.WaitForShutdownAsync(token);
        return 0;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Lack}")]
    private static partial void LogLack(ILogger logger, string lack);

    private static async Task<IReadOnlyList<string>> LacksAsync(IServiceProvider services, Settings settings, CancellationToken cancellationToken)
    {
        try
        {
            return [.. await RoomOfTheMachine.LacksAsync(services.GetRequiredService<Database>(), settings.Limits, cancellationToken),
                .. await OpenDoors.OfAsync(settings, services.GetRequiredService<ApiKeys>(), cancellationToken)];
        }
        catch (Exception exception) when (ReadServers.IsGone(exception))
        {
            // Without a primary reads are served all the same, and nobody can say what it allows.
            return [];
        }
    }

    private static async Task<bool> HasSchemaAsync(EmbeddedPostgres? embedded, string connectionString, CancellationToken cancellationToken)
    {
        if (embedded is null) return await HasSchemaAsync(connectionString, cancellationToken) && await IsLaidOutAsync(connectionString, cancellationToken);
        await SchemaMigrator.RunAsync(connectionString, Console.WriteLine, cancellationToken);
        return true;
    }

    // What a schema of before does not have is asked for by every second statement: better not to begin.
    private static async Task<bool> HasSchemaAsync(string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            var lacks = await SchemaMigrator.LacksAsync(connectionString, cancellationToken);
            if (lacks.Count > 0) Console.Error.WriteLine($"Run 'migrate' first: the database lacks {string.Join(", ", lacks)}.");
            return lacks.Count == 0;
        }
        catch (Exception exception) when (ReadServers.IsGone(exception))
        {
            // What follows says so, or serves reads.
            return true;
        }
    }

    // A table that a migration has made and nobody has laid out would lose its references, and rows with them.
    private static async Task<bool> IsLaidOutAsync(string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            await using var primary = Database.PrimaryOf(connectionString);
            await using var distribution = await Distribution.OpenAsync(primary, cancellationToken);
            var differences = distribution is null ? [] : await distribution.DifferencesAsync(cancellationToken);
            foreach (var difference in differences) Console.Error.WriteLine(difference);
            if (differences.Count > 0) Console.Error.WriteLine("Run 'distribute' first: the tables do not lie as they are declared to.");
            return differences.Count == 0;
        }
        catch (Exception exception) when (ReadServers.IsGone(exception))
        {
            // What follows says so, or serves reads.
            return true;
        }
    }

    // Reads must not have to wait for a primary: without one nothing is made sure of, and the next start does it.
    private static async Task<string?> EnsureAdministratorAsync(IServiceProvider services, string? given, CancellationToken cancellationToken)
    {
        try
        {
            return await services.GetRequiredService<ApiKeys>().EnsureAdministratorAsync(given, cancellationToken);
        }
        catch (Exception exception) when (ReadServers.IsGone(exception))
        {
            var reads = services.GetRequiredService<Database>().Reads;
            await reads.LookAsync(cancellationToken);
            if (!reads.InOrder(isFresh: true).Any(server => server.IsUp)) throw;
            Console.Error.WriteLine("No primary answers: only reads are served until one does.");
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Told}")]
    private static partial void LogDatabase(ILogger logger, string told);

    private static async Task LoadSampleAsync(IServiceProvider services, SampleChoice sample, CancellationToken cancellationToken)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<IndicatorDbContext>>().CreateDbContextAsync(cancellationToken);
        if (await context.OrganisationUnits.AnyAsync(cancellationToken)) return;
        Console.WriteLine("Loading the sample data:");
        await services.GetRequiredService<SampleData>().LoadAsync(sample, Console.WriteLine, cancellationToken);
    }

    private static void Announce(WebApplication app, Settings settings, EmbeddedPostgres? embedded, string? key)
    {
        var url = app.Urls.First();
        Console.WriteLine($"""

            Indicator API
              dashboard      {url}/
              API            {url}/api/v1/achievements?orgUnit=tra-vinh-phuong-4&period=2020-2025
              documentation  {url}/docs
            """);
        if (embedded is not null)
        {
            var file = Path.Combine(embedded.DataDirectory, "administrator.key");
            if (key is not null) KeepPrivately(file, key);
            Console.WriteLine($"  data           {embedded.DataDirectory}");
            Console.WriteLine(key is not null && settings.Access.AdministratorKey is null
                ? $"  administrator  {key}   (also in {file})"
                : $"  administrator  {(File.Exists(file) ? $"the key is in {file}" : "the key given in Access__AdministratorKey")}");
        }
        else if (key is not null && settings.Access.AdministratorKey is null)
        {
            Console.WriteLine($"  administrator  {key}   (shown once: keep it)");
        }
        Console.WriteLine("  stop           Ctrl+C");
    }

    private static void KeepPrivately(string file, string key)
    {
        File.Delete(file);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(file, options);
        using var writer = new StreamWriter(stream);
        writer.WriteLine(key);
    }
}
