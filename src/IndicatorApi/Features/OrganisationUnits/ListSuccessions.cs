using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.OrganisationUnits;

public sealed class ListSuccessions(ReferenceDataCache cache) : Endpoint<ListSuccessionsRequest, Results<Ok<Page<SuccessionResponse>>, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/organisation-units/successions");
        Group<OrganisationUnitsGroup>();
        Policies(Right.Read);
    }

    /// <summary>Successions, the newest first, those that were taken back included.</summary>
    public override async Task<Results<Ok<Page<SuccessionResponse>>, Problem>> ExecuteAsync(
        ListSuccessionsRequest request, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var errors = new Errors();
        var size = request.Size(errors);
        IEnumerable<Succession> rows = reference.Lineage.Successions;
        if (request.After(HttpContext, errors, 1) is [var after])
        {
            if (Guid.TryParse(after, out var last)) rows = rows.Where(row => row.Id.CompareTo(last) < 0);
            else errors.Add("cursor", ErrorCodes.InvalidCursor);
        }
        if (errors.AreFatal(out var problem)) return problem;
        if (request.OrgUnit is not null)
        {
            if (reference.Unit(request.OrgUnit) is not { } unit) return Problem.Unknown(Noun.OrganisationUnit, request.OrgUnit);
            var named = reference.Lineage.Successions.Where(row => row.Parts.Any(part => part.PredecessorId == unit.Id || part.SuccessorId == unit.Id))
                .Select(row => row.Id).ToHashSet();
            // One that takes another back has no parts of its own.
            rows = rows.Where(row => named.Contains(row.Undoes ?? row.Id));
        }
        var found = rows.OrderByDescending(row => row.Id).Take(size + 1).ToList();
        return TypedResults.Ok(Pages.From(HttpContext, found, size, row => [$"{row.Id}"], row => SuccessionResponse.Of(row, reference)));
    }
}

/// <summary>Which successions.</summary>
public sealed record ListSuccessionsRequest : PagedRequest
{
    /// <summary>Only those in which this unit ended or began.</summary>
    [QueryParam] public string? OrgUnit { get; init; }
}
