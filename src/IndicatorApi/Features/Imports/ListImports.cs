using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Imports;

public sealed class ListImports : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/imports", HandleAsync);

    /// <summary>Your imports of the last week, the latest first; with a grant for all units everybody's.</summary>
    /// <param name="state">Only those that are this far.</param>
    internal static async Task<Results<Ok<Page<ImportResponse>>, Problem>> HandleAsync(
        string? state, [AsParameters] PageRequest page, HttpContext http, IndicatorDbContext context, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var size = page.Size(errors);
        var wanted = Query.Word<ImportState>(errors, "state", state);
        var rows = context.ImportJobs.AsNoTracking();
        if (page.After(errors, 1) is [var text])
        {
            if (Guid.TryParse(text, out var after)) rows = rows.Where(row => row.Id.CompareTo(after) < 0);
            else errors.Add("cursor", ErrorCodes.InvalidCursor);
        }
        if (errors.AreFatal(out var problem)) return problem;
        var caller = Caller.Of(http.User).Identity;
        if (!ImportSight.IsAll(http)) rows = rows.Where(row => row.CallerId == caller);
        if (wanted is not null) rows = rows.Where(row => row.State == wanted);
        var found = await rows.OrderByDescending(row => row.Id).Take(size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(Pages.From(http, found, size, row => [$"{row.Id}"], ImportResponse.From));
    }
}
