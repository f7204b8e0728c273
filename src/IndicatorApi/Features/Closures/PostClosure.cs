using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Closures;

public sealed class PostClosure(IndicatorDbContext context, ReferenceDataCache cache, TimeProvider clock)
    : Endpoint<PostClosureRequest, Results<Created<ClosureResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/closures");
        Group<ClosuresGroup>();
        Policies(Right.Plan);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Closes a period for a unit and all under it: from the answer on nothing reported for it is created, changed or withdrawn.</summary>
    public override async Task<Results<Created<ClosureResponse>, Problem>> ExecuteAsync(PostClosureRequest request, CancellationToken cancellationToken)
    {
        var body = request.Body;
        var errors = new Errors();
        var reason = Text.Clean(errors, "reason", body.Reason, 1000);
        var caller = Caller.Of(User);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.LockTreeAsync(cancellationToken);
        var unit = await context.OrganisationUnits.AsNoTracking().SingleOrDefaultAsync(row => row.Code == body.OrgUnit, cancellationToken);
        if (unit is null) errors.Add("orgUnit", ErrorCodes.UnknownReference, Noun.OrganisationUnit, body.OrgUnit);
        // Nobody changes the tree meanwhile: the names are those of now.
        var reference = await cache.GetAsync(cancellationToken);
        if (unit is not null)
        {
            caller.Grant.Check(unit, "orgUnit", errors, reference.PathIn(unit, body.Period));
            if (ReferenceData.Lived(unit, reference.Calendar.Days(unit.Id, body.Period)) is null)
                errors.Add(unit.OutsideLife("period", reference.SuccessorsOf(unit)));
        }
        if (errors.AreFatal(out var problem)) return problem;

        // What a unit answers rests on the figures of those whose place it took: they are closed with it.
        var under = reference.Under(unit!, reference.Calendar.Days(unit!.Id, body.Period).End).Select(other => other.Id);
        var units = await context.LockUnitsAsync([.. reference.Lineage.WithPredecessors(under)], cancellationToken);
        var text = body.Period.ToString();
        var same = await context.Closures.AsNoTracking().Where(row => row.OrganisationUnitId == unit!.Id && row.Period == text && row.Reopenings.Count == 0)
            .OrderByDescending(row => row.Id).FirstOrDefaultAsync(cancellationToken);
        if (same is not null && await context.ClosureUnits.CountAsync(
            row => row.ClosureId == same.Id && units.Contains(row.OrganisationUnitId), cancellationToken) == units.Count)
            return new Problem(ErrorCodes.AlreadyClosed, text, body.OrgUnit, same.Id);

        // The time is taken after the running writes have ended: nothing of this period is recorded after it.
        var now = clock.GetUtcNow();
        var closure = Row(unit!.Id, body.Period, reason!, units.Count, caller, now);
        context.Add(closure);
        await context.SaveChangesAsync(caller.Author, cancellationToken);
        await context.CoverAsync(closure.Id, units, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        HttpContext.Response.Headers.ETag = GetClosure.TagOf(closure);
        return TypedResults.Created($"/api/v1/closures/{closure.Id}", ClosureResponse.From(closure, null, await cache.GetAsync(cancellationToken)));
    }

    private static Closure Row(Guid unit, Period period, string reason, int units, Caller caller, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        OrganisationUnitId = unit,
        Period = period.ToString(),
        PeriodStart = period.Start,
        PeriodEnd = period.End,
        Units = units,
        Reason = reason,
        ClosedAt = now,
        ClosedBy = caller.Name,
        ClosedById = caller.Identity,
    };
}

/// <summary>A period to be closed.</summary>
public sealed record PostClosureRequest
{
    /// <summary>What is closed, and why.</summary>
    [FromBody] public required ClosureBody Body { get; init; }
}
