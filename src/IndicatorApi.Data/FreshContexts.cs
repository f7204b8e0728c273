using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace IndicatorApi.Data;

/// <summary>Contexts for reads that must see every write at once, on connections that no writer can hold.</summary>
public sealed class FreshContexts(Database database) : IDbContextFactory<IndicatorDbContext>
{
    private readonly PooledDbContextFactory<IndicatorDbContext> _contexts =
        new(new DbContextOptionsBuilder<IndicatorDbContext>().UseNpgsql(database.Fresh).AddInterceptors(new AnsweredBegins()).Options);

    public IndicatorDbContext CreateDbContext() => _contexts.CreateDbContext();

    public Task<IndicatorDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) => _contexts.CreateDbContextAsync(cancellationToken);
}

/// <summary>Contexts to look up who calls, on connections that no other work can hold.</summary>
public sealed class KeyContexts(Database database) : IDbContextFactory<IndicatorDbContext>
{
    private readonly PooledDbContextFactory<IndicatorDbContext> _contexts =
        new(new DbContextOptionsBuilder<IndicatorDbContext>().UseNpgsql(database.Keys).Options);

    public IndicatorDbContext CreateDbContext() => _contexts.CreateDbContext();

    public Task<IndicatorDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) => _contexts.CreateDbContextAsync(cancellationToken);
}

/// <summary>What the work of one request is, so that its context takes the right connections.</summary>
public sealed class WorkKind
{
    /// <summary>Whether it only reads.</summary>
    public bool OnlyReads { get; set; }
}
