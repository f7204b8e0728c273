using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.OrganisationUnits;

public sealed class DeleteOrganisationUnit(IndicatorDbContext context, TimeProvider clock) : Endpoint<OrganisationUnitRequest, Results<NoContent, Problem>>
{
    public override void Configure()
    {
        Delete("/api/v1/organisation-units/{code}");
        Group<OrganisationUnitsGroup>();
        Policies(Right.Plan);
    }

    /// <summary>Removes a unit that nothing uses, under <c>If-Match</c> with its ETag.</summary>
    public override async Task<Results<NoContent, Problem>> ExecuteAsync(OrganisationUnitRequest request, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.RaiseReferenceAsync(cancellationToken);
        var unit = await context.OrganisationUnits.SingleOrDefaultAsync(row => row.Code == request.Code, cancellationToken);
        if (unit is null) return Problem.Unknown(Noun.OrganisationUnit, request.Code);
        var caller = Caller.Of(User);
        if (caller.Grant.RefusalOfPlace(unit) is { } foreign) return foreign;
        if (ETags.Refusal(HttpContext, RowTags.Of(unit)) is { } refusal) return refusal;
        await context.LockUnitsAsync([unit.Id], cancellationToken);
        var use = await context.OrganisationUnits.AnyAsync(other => other.ParentId == unit.Id, cancellationToken) ? Noun.OrganisationUnit
            : await context.UnitMemberships.AnyAsync(row => row.ParentId == unit.Id
                && context.OrganisationUnits.Any(other => other.Id == row.OrganisationUnitId), cancellationToken)
                ? Noun.OrganisationUnit
            : await context.Resolutions.AnyAsync(row => row.OrganisationUnitId == unit.Id, cancellationToken) ? Noun.Resolution
            : await context.ActualRevisions.AnyAsync(row => row.OrganisationUnitId == unit.Id, cancellationToken) ? Noun.Actual
            : await context.Claims.AnyAsync(row => row.OrganisationUnitId == unit.Id, cancellationToken) ? Noun.Claim
            : await context.ApiKeys.AnyAsync(row => row.OrganisationUnitId == unit.Id, cancellationToken) ? Noun.Key
            : await context.Submissions.AnyAsync(row => row.Units.Contains(unit.Id), cancellationToken) ? Noun.Submission
            : await context.Closures.AnyAsync(row => row.OrganisationUnitId == unit.Id
                || row.Reopenings.Any(reopening => reopening.OrganisationUnitId == unit.Id), cancellationToken) ? Noun.Closure
            : await context.Benchmarks.AnyAsync(row => row.OrganisationUnitId == unit.Id || row.ScopeUnitId == unit.Id, cancellationToken) ? Noun.Benchmark
            : null;
        if (use is not null) return new Problem(ErrorCodes.StillReferenced, use);
        context.RemoveCoded(unit, caller.Name, clock);
        await context.SaveChangesAsync(caller.Author, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
