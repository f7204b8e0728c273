using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Data;

/// <summary>Every table. Hot reads of facts go through <c>Queries</c> instead, and what records figures through a <see cref="Recording"/>, in SQL.</summary>
public sealed class IndicatorDbContext(DbContextOptions<IndicatorDbContext> options) : DbContext(options)
{
    public DbSet<OrganisationUnit> OrganisationUnits => Set<OrganisationUnit>();
    public DbSet<UnitMembership> UnitMemberships => Set<UnitMembership>();
    public DbSet<Succession> Successions => Set<Succession>();
    public DbSet<Indicator> Indicators => Set<Indicator>();
    public DbSet<Resolution> Resolutions => Set<Resolution>();
    public DbSet<Target> Targets => Set<Target>();
    public DbSet<TargetVersion> TargetVersions => Set<TargetVersion>();
    public DbSet<Expectation> Expectations => Set<Expectation>();
    public DbSet<JudgementVersion> Judgements => Set<JudgementVersion>();
    public DbSet<ScoringSchemeVersion> ScoringSchemes => Set<ScoringSchemeVersion>();
    public DbSet<Remedy> Remedies => Set<Remedy>();
    public DbSet<Actual> Actuals => Set<Actual>();
    public DbSet<ActualRevision> ActualRevisions => Set<ActualRevision>();
    public DbSet<Claim> Claims => Set<Claim>();
    public DbSet<Benchmark> Benchmarks => Set<Benchmark>();
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();
    public DbSet<ApiKeyUse> ApiKeyUses => Set<ApiKeyUse>();
    public DbSet<IdempotentRequest> IdempotentRequests => Set<IdempotentRequest>();
    public DbSet<Closure> Closures => Set<Closure>();
    public DbSet<ClosureUnit> ClosureUnits => Set<ClosureUnit>();
    public DbSet<Submission> Submissions => Set<Submission>();
    public DbSet<ImportJob> ImportJobs => Set<ImportJob>();
    public DbSet<ImportError> ImportErrors => Set<ImportError>();
    public DbSet<ImportChange> ImportChanges => Set<ImportChange>();
    public DbSet<ImportHeader> ImportHeaders => Set<ImportHeader>();
    public DbSet<UnitVersion> UnitVersions => Set<UnitVersion>();
    public DbSet<ReferenceRevision> ReferenceRevisions => Set<ReferenceRevision>();
    public DbSet<ReferenceVersion> ReferenceVersions => Set<ReferenceVersion>();
    public DbSet<Webhook> Webhooks => Set<Webhook>();
    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();
    public DbSet<WebhookVerdict> WebhookVerdicts => Set<WebhookVerdict>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    /// <summary>What the reference version was last raised to here; revisions keep it.</summary>
    internal long RaisedReference { get; set; }

    /// <summary>Who is saving, while it is saved.</summary>
    internal Author? Author { get; private set; }

    /// <summary>Saves what has changed, with an audit entry of each change in the author's name. The caller has begun a transaction and commits.</summary>
    public async Task SaveChangesAsync(Author author, CancellationToken cancellationToken)
    {
        Author = author;
        try
        {
            await SaveChangesAsync(cancellationToken);
        }
        finally
        {
            Author = null;
        }
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(IndicatorDbContext).Assembly);
        ColumnConventions.Apply(modelBuilder);
    }
}
