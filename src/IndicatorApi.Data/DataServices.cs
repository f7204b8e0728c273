using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IndicatorApi.Data;

/// <summary>Registers everything that reads and writes the database.</summary>
public static class DataServices
{
    /// <summary>The assembly that holds the migrations.</summary>
    public const string MigrationsAssembly = "IndicatorApi.Migrations";

    /// <summary>Adds the database with its context, caches and queries.</summary>
    public static IServiceCollection AddData(this IServiceCollection services, string write, string? read, SnapshotSettings snapshot)
    {
        services.AddSingleton(provider => new Database(write, read, provider.GetRequiredService<TimeProvider>()));
        services.AddPooledDbContextFactory<IndicatorDbContext>((provider, options) =>
            options.UseNpgsql(provider.GetRequiredService<Database>().Write, npgsql => npgsql.MigrationsAssembly(MigrationsAssembly))
                .AddInterceptors(new AuditTrail(provider.GetRequiredService<TimeProvider>()), new AnsweredBegins(), new ConfirmedCommits()));
        services.AddSingleton<KeyContexts>();
        services.AddScoped(provider =>
        {
            var database = provider.GetRequiredService<Database>();
            return database.OnlyReads ? database.Read.CreateDbContext()
                : provider.GetRequiredService<IDbContextFactory<IndicatorDbContext>>().CreateDbContext();
        });
        services.AddSingleton<ReferenceDataCache>();
        services.AddSingleton(snapshot);
        services.AddSingleton<FactSnapshot>();
        services.AddSingleton<FactReadings>();
        services.AddSingleton<ChangeReadings>();
        services.AddSingleton<IdempotentRequests>();
        services.AddSingleton<History>();
        services.AddSingleton<AuditVerifier>();
        services.AddSingleton<ImportJobs>();
        services.AddSingleton<Recordings>();
        return services;
    }
}
