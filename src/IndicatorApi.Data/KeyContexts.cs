using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace IndicatorApi.Data;

/// <summary>Contexts to look up who calls, on connections that no other work can hold.</summary>
public sealed class KeyContexts(Database database) : IDbContextFactory<IndicatorDbContext>
{
    private readonly PooledDbContextFactory<IndicatorDbContext> _contexts =
        new(new DbContextOptionsBuilder<IndicatorDbContext>().UseNpgsql(database.Keys).Options);

    public IndicatorDbContext CreateDbContext() => _contexts.CreateDbContext();

    public Task<IndicatorDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) => _contexts.CreateDbContextAsync(cancellationToken);
}
