using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IndicatorApi.Features.Closures;

public sealed class ReopenClosure(IndicatorDbContext context, ReferenceDataCache cache, TimeProvider clock)
    : Endpoint<ReopenClosureRequest, Results<Ok<ClosureResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/closures/{id}/reopening");
        Group<ClosuresGroup>();
        Policies(Right.Plan);
    }

    /// <summary>Opens a closed period again, for all its units or one with all under it. What is reported then is marked <c>late</c>.</summary>
    /// <remarks>The key must cover the unit that the period was closed for: a ward does not open what its province closed. For a unit that has moved
    /// elsewhere since, those decide who are above it now.</remarks>
    public override async Task<Results<Ok<ClosureResponse>, Problem>> ExecuteAsync(ReopenClosureRequest request, CancellationToken cancellationToken)
    {
        var (id, body) = (request.Id, request.Body);
        var errors = new Errors();
        var reason = Text.Clean(errors, "reason", body.Reason, 1000);
        if (errors.AreFatal(out var problem)) return problem;
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.LockTreeAsync(cancellationToken);
        var closure = !Guid.TryParse(id, out var key) ? null
            : await context.Closures.Include(row => row.Reopenings).SingleOrDefaultAsync(row => row.Id == key, cancellationToken);
        if (closure is null) return Problem.Unknown(Noun.Closure, id);
        var closed = await context.OrganisationUnits.AsNoTracking().SingleAsync(unit => unit.Id == closure.OrganisationUnitId, cancellationToken);
        var caller = Caller.Of(User);
        var top = body.OrgUnit is null ? closed : await context.OrganisationUnits.AsNoTracking()
            .SingleOrDefaultAsync(unit => unit.Code == body.OrgUnit, cancellationToken);
        if (top is null) return new Problem([new Error("orgUnit", ErrorCodes.UnknownReference, Noun.OrganisationUnit, body.OrgUnit!)]);
        if (Refusal(caller.Grant, closed, top) is { } foreign) return foreign;

        // Of what has gone elsewhere since, those decide who are above it now. A cluster asks a table of every node for rows of units by a list only.
        var units = top.Id == closed.Id
            ? (await context.OrganisationUnits.AsNoTracking().Where(unit => context.ClosureUnits.Where(row => row.ClosureId == closure.Id && !row.Reopened)
                .Select(row => row.OrganisationUnitId).Contains(unit.Id)).ToListAsync(cancellationToken))
                .Where(unit => caller.Grant.Covers(unit)).Select(unit => unit.Id).ToList()
            : await context.OrganisationUnits.Where(unit => unit.Path.StartsWith(top.Path)).Select(unit => unit.Id).ToListAsync(cancellationToken);
        var count = await context.ReopenAsync(closure.Id, units, cancellationToken);
        if (count == 0) return new Problem(ErrorCodes.AlreadyReopened, top.Code);
        // Targets that were amended since count from now on.
        await VersionCounters.RaiseUnitsAsync((NpgsqlConnection)context.Database.GetDbConnection(), units, cancellationToken);
        var now = clock.GetUtcNow();
        closure.Reopenings.Add(Row(closure.Id, top.Id, count, reason!, caller, now));
        await context.SaveChangesAsync(caller.Author, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        HttpContext.Response.Headers.ETag = GetClosure.TagOf(closure);
        return TypedResults.Ok(ClosureResponse.From(closure, null, await cache.GetAsync(cancellationToken)));
    }

    private static ClosureReopening Row(Guid closure, Guid unit, int count, string reason, Caller caller, DateTimeOffset now) => new()
    {
        ClosureId = closure,
        Id = Guid.CreateVersion7(now),
        OrganisationUnitId = unit,
        Units = count,
        Reason = reason,
        ReopenedAt = now,
        ReopenedBy = caller.Name,
        ReopenedById = caller.Identity,
    };

    // By the tree of today: the unit that is opened must be the caller's, and so must be the one that was closed, unless the former has left it; then
    // those are asked who are above it now.
    private static Problem? Refusal(Grant grant, OrganisationUnit closed, OrganisationUnit top) =>
        top.Path.StartsWith(closed.Path, StringComparison.Ordinal) ? grant.Refusal(closed) ?? grant.Refusal(top) : grant.RefusalOfPlace(top);
}

/// <summary>A closure, and why it is opened again.</summary>
public sealed record ReopenClosureRequest
{
    /// <summary>The closure's id.</summary>
    [RouteParam] public required string Id { get; init; }

    /// <summary>Why, and for which units.</summary>
    [FromBody] public required ReopeningBody Body { get; init; }
}
