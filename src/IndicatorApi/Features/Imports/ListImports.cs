using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Imports;

public sealed class ListImports(IndicatorDbContext context)
    : Endpoint<ListImportsRequest, Results<Ok<Page<ImportResponse>>, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/imports");
        Group<ImportsGroup>();
        Metadata(new SeesEveryWrite());
        Policies(Right.Report);
    }

    /// <summary>Your imports of the last week, the latest first; with a grant for all units everybody's.</summary>
    public override async Task<Results<Ok<Page<ImportResponse>>, Problem>> ExecuteAsync(
        ListImportsRequest request, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var size = request.Size(errors);
        var wanted = ParameterText.Word<ImportState>(errors, "state", request.State);
        var rows = context.ImportJobs.AsNoTracking();
        if (request.After(HttpContext, errors, 1) is [var text])
        {
            if (Guid.TryParse(text, out var after)) rows = rows.Where(row => row.Id.CompareTo(after) < 0);
            else errors.Add("cursor", ErrorCodes.InvalidCursor);
        }
        if (errors.AreFatal(out var problem)) return problem;
        var caller = Caller.Of(User).Identity;
        if (!ImportSight.IsAll(HttpContext)) rows = rows.Where(row => row.CallerId == caller);
        if (wanted is not null) rows = rows.Where(row => row.State == wanted);
        var found = await rows.OrderByDescending(row => row.Id).Take(size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(Pages.From(HttpContext, found, size, row => [$"{row.Id}"], ImportResponse.From));
    }
}

/// <summary>Which imports.</summary>
public sealed record ListImportsRequest : PagedRequest
{
    /// <summary>Only those that are this far.</summary>
    [QueryParam] public string? State { get; init; }
}
