using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Brings a database's schema up to this program's, as the user of the connection string, who owns it.</summary>
public static class SchemaMigrator
{
    private const string LongestWait = "30s";

    /// <summary>Applies what is missing; two that run at once wait for each other.</summary>
    /// <returns>The names of what was applied.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(string connectionString, Action<string>? report, CancellationToken cancellationToken)
    {
        // A change of a table that waits for a long reader keeps everyone behind it waiting: better to give up and be run again.
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        settings.Options = $"{settings.Options} -c lock_timeout={LongestWait}".Trim();
        await using var source = Database.PrimaryOf(settings.ConnectionString);
        await using var context = ContextOf(source);
        await EnsureDatabaseAsync(context, cancellationToken);
        await using var alone = await StartLock.TakeAsync(source, cancellationToken);
        var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count > 0)
        {
            report?.Invoke($"Applying {pending.Count} migration{(pending.Count == 1 ? "" : "s")}: {string.Join(", ", pending)}");
            await context.Database.MigrateAsync(cancellationToken);
        }
        await AuditChain.OpenAsync(source, TimeProvider.System, cancellationToken);
        return pending;
    }

    /// <summary>The names of what a database lacks of this program's schema.</summary>
    public static async Task<IReadOnlyList<string>> LacksAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var source = Database.PrimaryOf(connectionString);
        await using var context = ContextOf(source);
        return [.. await context.Database.GetPendingMigrationsAsync(cancellationToken)];
    }

    private static IndicatorDbContext ContextOf(NpgsqlDataSource source) => new(new DbContextOptionsBuilder<IndicatorDbContext>()
        .UseNpgsql(source, npgsql => npgsql.MigrationsAssembly(DataServices.MigrationsAssembly)).Options);

    private static async Task EnsureDatabaseAsync(IndicatorDbContext context, CancellationToken cancellationToken)
    {
        var creator = context.GetService<IRelationalDatabaseCreator>();
        if (await creator.ExistsAsync(cancellationToken)) return;
        try
        {
            await creator.CreateAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another was quicker.
        }
    }
}
