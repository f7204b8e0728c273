using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Targets;

public sealed class ListExpectations(IndicatorDbContext context)
    : Endpoint<ListExpectationsRequest, Results<Ok<Page<ExpectationResponse>>, FileAnswer, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/targets/{id}/expectations");
        Group<TargetsGroup>();
        Policies(Right.Read);
        Description(route => route.WithFiles());
    }

    /// <summary>Everything that was expected of a target, in the order in which it was recorded. Of one day the later counts, of two days the later
    /// day.</summary>
    public override async Task<Results<Ok<Page<ExpectationResponse>>, FileAnswer, Problem>> ExecuteAsync(
        ListExpectationsRequest request, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var choice = FileChoice.Of(request, HttpContext.Request, errors);
        var size = request.Size(errors);
        var after = Guid.Empty;
        if (request.After(HttpContext, errors, 1) is [var text] && !Guid.TryParse(text, out after)) errors.Add("cursor", ErrorCodes.InvalidCursor);
        if (errors.AreFatal(out var problem)) return problem;
        if (!Guid.TryParse(request.Id, out var key) || !await context.TargetVersions.AnyAsync(row => row.TargetId == key, cancellationToken))
            return Problem.Unknown(Noun.Target, request.Id);
        var rows = context.Expectations.AsNoTracking().Where(row => row.TargetId == key && (choice != null || row.Id > after)).OrderBy(row => row.Id);
        if (choice is not null) return FileAnswer.Of(choice, (await rows.ToListAsync(cancellationToken)).Select(ExpectationResponse.From), "expectations",
            request.Id);
        var found = await rows.Take(size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(Pages.From(HttpContext, found, size, row => [$"{row.Id}"], ExpectationResponse.From));
    }
}

/// <summary>Of which target.</summary>
public sealed record ListExpectationsRequest : ListRequest
{
    /// <summary>The target's id.</summary>
    [RouteParam] public required string Id { get; init; }
}
