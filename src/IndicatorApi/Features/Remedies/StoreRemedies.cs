using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IndicatorApi.Features.Remedies;

/// <summary>Finds and changes remedies; what the endpoints share.</summary>
public sealed class StoreRemedies(IndicatorDbContext context, ReferenceDataCache cache, TimeProvider clock)
{
    /// <summary>The version of a remedy that counts.</summary>
    public async Task<Remedy?> FindAsync(string id, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var key) ? await context.CurrentRemedies().SingleOrDefaultAsync(row => row.Id == key, cancellationToken) : null;

    /// <summary>Adds the next version of a remedy, inside a transaction in which every other writer of its unit has finished.</summary>
    /// <param name="id">The remedy.</param>
    /// <param name="http">The request.</param>
    /// <param name="needsMatch">Whether the caller must have read it.</param>
    /// <param name="change">Writes the change on the next version.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<(RemedyResponse? Changed, Problem? Problem)> ChangeAsync(
        string id, HttpContext http, bool needsMatch, Action<Remedy, Errors> change, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await FindAsync(id, cancellationToken) is not { } found) return (null, Problem.Unknown(Noun.Remedy, id));
        await VersionCounters.RaiseUnitsAsync((NpgsqlConnection)context.Database.GetDbConnection(), [found.OrganisationUnitId], cancellationToken);
        found = (await FindAsync(id, cancellationToken))!;
        var reference = await cache.GetAsync(cancellationToken);
        var caller = Caller.Of(http.User);
        var unit = reference.Unit(found.OrganisationUnitId);
        var target = await context.TargetVersions.AsNoTracking().Where(row => row.OrganisationUnitId == unit.Id && row.TargetId == found.TargetId)
            .OrderByDescending(row => row.RowVersion).FirstAsync(cancellationToken);
        if (caller.Grant.Refusal(unit, reference.PathIn(unit, reference.Calendar.Scope(target))) is { } foreign) return (null, foreign);
        if (needsMatch && ETags.Refusal(http, ETags.Of(found.RowVersion)) is { } refusal) return (null, refusal);
        if (found.State == RemedyState.Withdrawn) return (null, new Problem(ErrorCodes.RemedyWithdrawn));
        var errors = new Errors();
        var next = found.Next(clock.GetUtcNow(), caller.Name);
        change(next, errors);
        if (errors.AreFatal(out var problem)) return (null, problem);
        context.Add(next);
        await context.SaveChangesAsync(caller.Author, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        http.Response.Headers.ETag = ETags.Of(next.RowVersion);
        return (RemedyResponse.From(next, reference), null);
    }
}
