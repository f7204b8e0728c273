using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Published;

/// <summary>Lists published figures of either kind, and takes them in.</summary>
public sealed class PublishedFigures(IndicatorDbContext context, ReferenceDataCache cache, StorePublished store)
{
    /// <summary>Those that count, by unit (as these were created) and age.</summary>
    public async Task<Results<Ok<Page<TBody>>, FileAnswer, Problem>> ListAsync<TBody, TRow>(
        PublishedKind<TBody, TRow> kind, ListPublishedRequest request, HttpContext http, CancellationToken cancellationToken)
        where TRow : class, IPublished<TRow>
    {
        var reference = await cache.GetAsync(cancellationToken);
        var errors = new Errors();
        var choice = FileChoice.Of(request, http.Request, errors);
        var size = request.Size(errors);
        var rows = kind.Counting(context);
        if (choice is null && request.After(http, errors, 2) is [var u, var i])
        {
            if (!Guid.TryParse(u, out var unitAfter) || !Guid.TryParse(i, out var idAfter)) return new Problem([new Error("cursor", ErrorCodes.InvalidCursor)]);
            rows = rows.Where(row => EF.Functions.GreaterThan(ValueTuple.Create(row.OrganisationUnitId, row.Id), ValueTuple.Create(unitAfter, idAfter)));
        }
        if (errors.AreFatal(out var problem)) return problem;
        if (request.OrgUnit is not null)
        {
            if (reference.Unit(request.OrgUnit) is not { } unit) return Problem.Unknown(Noun.OrganisationUnit, request.OrgUnit);
            rows = rows.Where(row => row.OrganisationUnitId == unit.Id);
        }
        if (request.Indicator is not null)
        {
            if (reference.Indicator(request.Indicator) is not { } what) return Problem.Unknown(Noun.Indicator, request.Indicator);
            rows = kind.OfIndicator(rows, what.Id);
        }
        var ordered = rows.OrderBy(row => row.OrganisationUnitId).ThenBy(row => row.Id);
        if (choice is not null)
        {
            var named = ordered.AsAsyncEnumerable()
                .NamedAsync(new Naming(cache, reference, true), row => (row.OrganisationUnitId, row.IndicatorId), kind.ToBody, cancellationToken);
            return FileAnswer.Of(choice, named, kind.Name, request.OrgUnit, request.Indicator);
        }
        var found = await ordered.Take(size + 1).ToListAsync(cancellationToken);
        reference = await cache.NamingAsync(reference, found, row => (row.OrganisationUnitId, row.IndicatorId), cancellationToken);
        return TypedResults.Ok(Pages.From(http, found, size, row => [$"{row.OrganisationUnitId}", $"{row.Id}"], row => kind.ToBody(row, reference)));
    }

    /// <summary>Records one or many: all or none.</summary>
    public async Task<Results<Ok<BatchResponse>, Problem>> PostAsync<TBody, TRow>(
        PublishedKind<TBody, TRow> kind, Batch<TBody> body, HttpContext http, CancellationToken cancellationToken) where TRow : class, IPublished<TRow>
    {
        var reference = await cache.GetAsync(cancellationToken);
        var errors = new Errors();
        var caller = Caller.Of(http.User);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var counts = await store.RunAsync(kind, body, reference, caller, errors, cancellationToken);
        if (errors.AreFatal(out var problem)) return problem;
        if (!body.DryRun && counts.Created + counts.Updated > 0)
        {
            await context.SaveChangesAsync(caller.Author, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        return TypedResults.Ok(new BatchResponse(counts.Created, counts.Updated, counts.Unchanged, body.DryRun));
    }
}

/// <summary>Which published figures.</summary>
public sealed record ListPublishedRequest : ListRequest
{
    /// <summary>Only this unit's.</summary>
    [QueryParam] public string? OrgUnit { get; init; }

    /// <summary>Only of this indicator.</summary>
    [QueryParam] public string? Indicator { get; init; }
}
