using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>
/// Adds to every save of the context the audit entries of what it changes. It stands in the only way that leads through the context to the
/// database, and there is no switch: a save without an author is refused, a table that nobody thought of is told of column by column.
/// </summary>
/// <remarks>Actuals and submissions do not come this way; a <see cref="Recording"/> adds their entries itself.</remarks>
public sealed class AuditTrail(TimeProvider clock) : SaveChangesInterceptor
{
    /// <summary>Bookkeeping of the program that says nothing about the data, and the log itself. What an import does is told where its figures are
    /// written.</summary>
    private static readonly Type[] Bookkeeping =
    [
        typeof(AuditEntry), typeof(IdempotentRequest), typeof(UnitVersion), typeof(ReferenceVersion),
        typeof(ImportJob), typeof(ImportChunk), typeof(ImportError), typeof(ImportChange), typeof(ImportHeader),
        typeof(WebhookDelivery), typeof(WebhookVerdict),
    ];

    /// <summary>Current rows, each change of which comes with a row of history that is told of instead; and memberships, which the unit's own revision
    /// says.</summary>
    private static readonly Type[] ToldByHistory = [typeof(OrganisationUnit), typeof(Indicator), typeof(Resolution), typeof(Target), typeof(UnitMembership)];

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var context = (IndicatorDbContext)eventData.Context!;
        var changed = context.ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToList();
        if (!changed.Exists(IsTold)) return result;
        if (context.Author is not { } author) throw new InvalidOperationException("What is saved here is audited: say who the author is.");
        if (context.Database.CurrentTransaction is null)
            throw new InvalidOperationException("What is saved here is audited: begin a transaction, so that the entry and the change are one.");
        var current = changed.Where(entry => ToldByHistory.Contains(entry.Metadata.ClrType) && entry.Entity is not UnitMembership)
            .ToDictionary(entry => (Guid)entry.Property("Id").CurrentValue!);
        var drafts = changed.Where(IsTold).Select(entry => Draft(entry, current)).ToList();
        await AuditChain.AppendAsync((NpgsqlConnection)context.Database.GetDbConnection(), drafts, author, clock.GetUtcNow(), cancellationToken);
        return result;
    }

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) =>
        throw new NotSupportedException("Save with SaveChangesAsync.");

    private static bool IsTold(EntityEntry entry) => !Bookkeeping.Contains(entry.Metadata.ClrType) && !ToldByHistory.Contains(entry.Metadata.ClrType);

    private static AuditDraft Draft(EntityEntry entry, Dictionary<Guid, EntityEntry> current) => entry.Entity switch
    {
        ReferenceRevision revision when current[revision.Id] is var row => Of(
            new Change(AuditEntry.CommonChain, revision.Kind, ((ICodedRow)row.Entity).Code, Before(row), revision.Deleted ? null : AuditJson.Of(row.Entity))
            {
                IsRemoved = revision.Deleted,
                Version = revision.RowVersion,
                About = row.Entity switch { OrganisationUnit unit => unit.Id, Resolution resolution => resolution.OrganisationUnitId, _ => null },
            }, revision, revision.Id),
        TargetVersion version when current[version.TargetId] is var row => Of(
            new Change(
                version.OrganisationUnitId, nameof(Target), $"{version.TargetId}", Before(row), version.Deleted ? null : AuditJson.Of(row.Entity))
            {
                IsRemoved = version.Deleted,
                Version = version.RowVersion,
                Reason = version.Reason,
            }, version, version.TargetId),
        Claim claim => Of(
            new Change(claim.OrganisationUnitId, nameof(Claim), Subject(claim), Before(claim.Replaces), AuditJson.Of(claim)), claim, claim.Id) with
        { Unit = claim.OrganisationUnitId, Indicator = claim.IndicatorId },
        Benchmark benchmark => Of(
            new Change(benchmark.OrganisationUnitId, nameof(Benchmark), benchmark.Period, Before(benchmark.Replaces), AuditJson.Of(benchmark)),
            benchmark, benchmark.Id) with
        { Unit = benchmark.OrganisationUnitId, Indicator = benchmark.IndicatorId },
        Expectation expectation => Of(
            new Change(expectation.OrganisationUnitId, nameof(Expectation), $"{expectation.TargetId}", null,
                AuditJson.Of(expectation))
            { Reason = expectation.Reason },
            expectation, expectation.Id),
        JudgementVersion judgement => Of(
            new Change(judgement.OrganisationUnitId, "Judgement", $"{judgement.TargetId}", Before(judgement.Replaces), AuditJson.Of(judgement))
            {
                Version = judgement.RowVersion,
                Reason = judgement.Reason,
            }, judgement, judgement.Id),
        Remedy remedy => Of(
            new Change(remedy.OrganisationUnitId, nameof(Remedy), $"{remedy.Id}", Before(remedy.Replaces), AuditJson.Of(remedy))
            {
                Version = remedy.RowVersion,
                Reason = remedy.Reason,
            }, remedy, remedy.Id),
        ScoringSchemeVersion scheme => Of(
            new Change(AuditEntry.CommonChain, "ScoringScheme", scheme.Code, Before(scheme.Replaces), AuditJson.Of(scheme)) { Version = scheme.RowVersion },
            scheme, scheme.Id),
        ApiKey key => new AuditDraft(new AuditEntry
        {
            Kind = "key",
            Action = entry.State == EntityState.Added ? AuditActions.Created : key.RevokedAt is null ? AuditActions.Updated : AuditActions.Revoked,
            Subject = $"{key.Id}",
            AboutUnitId = key.OrganisationUnitId,
            Before = Before(entry),
            After = AuditJson.Of(key),
        }),
        _ => new AuditDraft(new AuditEntry
        {
            Kind = Camel(entry.Metadata.ClrType.Name),
            Action = entry.State switch { EntityState.Added => AuditActions.Created, EntityState.Deleted => AuditActions.Removed, _ => AuditActions.Updated },
            Subject = string.Join('/', entry.Metadata.FindPrimaryKey()!.Properties.Select(
                property => string.Create(CultureInfo.InvariantCulture, $"{entry.Property(property).CurrentValue}"))),
            AboutUnitId = entry.Metadata.FindProperty(nameof(AuditEntry.OrganisationUnitId)) is { } unit ? entry.Property(unit).CurrentValue as Guid? : null,
            Before = Before(entry),
            After = entry.State == EntityState.Deleted ? null : AuditJson.Of(entry.Entity),
        }),
    };

    private static AuditDraft Of<TRow>(Change change, TRow row, Guid id) where TRow : class => new(new AuditEntry
    {
        OrganisationUnitId = change.Chain,
        Kind = Camel(change.Kind),
        Action = change.IsRemoved ? AuditActions.Removed : change.Before is null ? AuditActions.Created : AuditActions.Updated,
        Subject = change.Subject,
        AboutUnitId = change.Chain == AuditEntry.CommonChain ? change.About : change.Chain,
        Reason = change.Reason,
        Before = change.Before,
        After = change.After,
        RevisionVersion = change.Version,
        Revisions = [id],
        Digests = [RowDigest.Of(row)],
    });

    private static string Subject(Claim claim) => claim.GroupCode.Length > 0 ? $"{claim.Period}?group={claim.GroupCode}" : claim.Period;

    private static string? Before(EntityEntry row) => row.State == EntityState.Added ? null : AuditJson.Of(row.OriginalValues.ToObject());

    private static string? Before(object? row) => row is null ? null : AuditJson.Of(row);

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>A change that a row of history tells of.</summary>
    private sealed record Change(Guid Chain, string Kind, string Subject, string? Before, string? After)
    {
        public bool IsRemoved { get; init; }

        public long? Version { get; init; }

        public string? Reason { get; init; }

        /// <summary>The unit that a change in the common chain is about.</summary>
        public Guid? About { get; init; }
    }
}
