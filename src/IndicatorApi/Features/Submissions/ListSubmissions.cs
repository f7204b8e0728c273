using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Submissions;

public sealed class ListSubmissions(IndicatorDbContext context, ReferenceDataCache cache)
    : Endpoint<ListSubmissionsRequest, Results<Ok<Page<SubmissionResponse>>, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/submissions");
        Group<SubmissionsGroup>();
        Policies(Right.Report);
    }

    /// <summary>Submissions of the units that the key covers, the newest first, without their figures.</summary>
    public override async Task<Results<Ok<Page<SubmissionResponse>>, Problem>> ExecuteAsync(
        ListSubmissionsRequest request, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var grant = Caller.Of(User).Grant;
        var errors = new Errors();
        var size = request.Size(errors);
        var wanted = ParameterText.Word<SubmissionState>(errors, "state", request.State);
        var rows = SubmissionResponse.WithoutItems(context);
        if (request.After(HttpContext, errors, 1) is [var after])
        {
            if (Guid.TryParse(after, out var last)) rows = rows.Where(row => row.Id < last);
            else errors.Add("cursor", ErrorCodes.InvalidCursor);
        }
        if (errors.AreFatal(out var problem)) return problem;
        (rows, var refused) = Narrow(rows, request, grant, reference);
        if (refused is not null) return refused;
        if (wanted is SubmissionState.Pending) rows = rows.Where(row => row.Decision == null);
        else if (wanted is not null) rows = rows.Where(row => row.Decision!.State == wanted);

        var found = await rows.OrderByDescending(row => row.Id).Take(size + 1).ToListAsync(cancellationToken);
        reference = await cache.GetAsync(cancellationToken);
        return TypedResults.Ok(Pages.From(HttpContext, found, size, row => [$"{row.Id}"], row => SubmissionResponse.From(row, reference, grant)));
    }

    // Those of the units that are asked for, and of them those that the caller may see.
    private static (IQueryable<Submission> Rows, Problem? Refused) Narrow(
        IQueryable<Submission> rows, ListSubmissionsRequest request, Grant grant, ReferenceData reference)
    {
        if (request.OrgUnit is { } orgUnit)
        {
            if (reference.Unit(orgUnit) is not { } unit) return (rows, Problem.Unknown(Noun.OrganisationUnit, orgUnit));
            if (grant.Refusal(unit) is { } foreign) return (rows, foreign);
            rows = rows.Where(row => row.Units.Contains(unit.Id));
        }
        if (request.Under is { } under)
        {
            if (reference.Unit(under) is not { } top) return (rows, Problem.Unknown(Noun.OrganisationUnit, under));
            if (grant.Refusal(top) is { } foreign) return (rows, foreign);
            var below = reference.Under(top).Select(unit => unit.Id).ToArray();
            rows = rows.Where(row => row.Units.Any(unit => below.Contains(unit)));
        }
        if (grant.IsAll) return (rows, null);
        var covered = reference.Units.Where(unit => grant.Covers(unit)).Select(unit => unit.Id).ToArray();
        return (rows.Where(row => row.Units.Any(unit => covered.Contains(unit))), null);
    }
}

/// <summary>Which submissions.</summary>
public sealed record ListSubmissionsRequest : PagedRequest
{
    /// <summary>Only those with figures of this unit.</summary>
    [QueryParam] public string? OrgUnit { get; init; }

    /// <summary>Only those with figures of this unit or one under it.</summary>
    [QueryParam] public string? Under { get; init; }

    /// <summary>Only those that have got this far.</summary>
    [QueryParam] public string? State { get; init; }
}
