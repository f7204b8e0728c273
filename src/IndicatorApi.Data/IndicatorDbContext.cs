using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Data;

/// <summary>Every table. Hot reads of facts and writes of actuals go through <c>Queries</c> instead, in SQL.</summary>
public sealed class IndicatorDbContext(DbContextOptions<IndicatorDbContext> options) : DbContext(options)
{
    public DbSet<OrganisationUnit> OrganisationUnits => Set<OrganisationUnit>();
    public DbSet<Indicator> Indicators => Set<Indicator>();
    public DbSet<Resolution> Resolutions => Set<Resolution>();
    public DbSet<Target> Targets => Set<Target>();
    public DbSet<TargetVersion> TargetVersions => Set<TargetVersion>();
    public DbSet<Actual> Actuals => Set<Actual>();
    public DbSet<ActualRevision> ActualRevisions => Set<ActualRevision>();
    public DbSet<Claim> Claims => Set<Claim>();
    public DbSet<Benchmark> Benchmarks => Set<Benchmark>();
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();
    public DbSet<IdempotentRequest> IdempotentRequests => Set<IdempotentRequest>();
    public DbSet<ImportJob> ImportJobs => Set<ImportJob>();
    public DbSet<ImportError> ImportErrors => Set<ImportError>();
    public DbSet<ImportChange> ImportChanges => Set<ImportChange>();
    public DbSet<UnitVersion> UnitVersions => Set<UnitVersion>();
    public DbSet<ReferenceRevision> ReferenceRevisions => Set<ReferenceRevision>();
    public DbSet<ReferenceVersion> ReferenceVersions => Set<ReferenceVersion>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(IndicatorDbContext).Assembly);
        ColumnConventions.Apply(modelBuilder);
    }
}
