using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Submissions;

public sealed class ListSubmissions : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/submissions", HandleAsync);

    /// <summary>Submissions of the units that the key covers, the newest first, without their figures.</summary>
    /// <param name="orgUnit">Only those with figures of this unit.</param>
    /// <param name="under">Only those with figures of this unit or one under it.</param>
    /// <param name="state">Only those that have got this far.</param>
    internal static async Task<Results<Ok<Page<SubmissionResponse>>, Problem>> HandleAsync(
        string? orgUnit, string? under, string? state, [AsParameters] PageRequest page,
        HttpContext http, IndicatorDbContext context, ReferenceDataCache cache, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var scope = Caller.Of(http.User).Scope;
        var errors = new Errors();
        var size = page.Size(errors);
        var wanted = Query.Word<SubmissionState>(errors, "state", state);
        var rows = SubmissionResponse.WithoutItems(context);
        if (page.After(errors, 1) is [var after])
        {
            if (Guid.TryParse(after, out var last)) rows = rows.Where(row => row.Id < last);
            else errors.Add("cursor", ErrorCodes.InvalidCursor);
        }
        if (errors.AreFatal(out var problem)) return problem;
        if (orgUnit is not null)
        {
            if (reference.Unit(orgUnit) is not { } unit) return Problem.Unknown(Noun.OrganisationUnit, orgUnit);
            if (scope.Refusal(unit) is { } foreign) return foreign;
            rows = rows.Where(row => row.Units.Contains(unit.Id));
        }
        if (under is not null)
        {
            if (reference.Unit(under) is not { } top) return Problem.Unknown(Noun.OrganisationUnit, under);
            if (scope.Refusal(top) is { } foreign) return foreign;
            var below = reference.Under(top).Select(unit => unit.Id).ToArray();
            rows = rows.Where(row => row.Units.Any(unit => below.Contains(unit)));
        }
        if (!scope.IsAll)
        {
            var covered = reference.Units.Where(unit => scope.Covers(unit)).Select(unit => unit.Id).ToArray();
            rows = rows.Where(row => row.Units.Any(unit => covered.Contains(unit)));
        }
        if (wanted is SubmissionState.Pending) rows = rows.Where(row => row.Decision == null);
        else if (wanted is not null) rows = rows.Where(row => row.Decision!.State == wanted);

        var found = await rows.OrderByDescending(row => row.Id).Take(size + 1).ToListAsync(cancellationToken);
        reference = await cache.GetAsync(cancellationToken);
        return TypedResults.Ok(Pages.From(http, found, size, row => [$"{row.Id}"], row => SubmissionResponse.From(row, reference)));
    }
}
