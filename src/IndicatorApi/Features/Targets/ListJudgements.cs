using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Targets;

public sealed class ListJudgements(IndicatorDbContext context)
    : Endpoint<ListJudgementsRequest, Results<Ok<Page<JudgementResponse>>, FileAnswer, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/targets/{id}/judgements");
        Group<TargetsGroup>();
        Policies(Right.Read);
        Description(route => route.WithFiles());
    }

    /// <summary>Every judgement of a target, in the order in which they were set. Of those that stand the latest day counts, of one day the later.</summary>
    public override async Task<Results<Ok<Page<JudgementResponse>>, FileAnswer, Problem>> ExecuteAsync(
        ListJudgementsRequest request, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var choice = FileChoice.Of(request, HttpContext.Request, errors);
        var size = request.Size(errors);
        var after = Guid.Empty;
        if (request.After(HttpContext, errors, 1) is [var text] && !Guid.TryParse(text, out after)) errors.Add("cursor", ErrorCodes.InvalidCursor);
        if (errors.AreFatal(out var problem)) return problem;
        if (!Guid.TryParse(request.Id, out var key) || !await context.TargetVersions.AnyAsync(row => row.TargetId == key, cancellationToken))
            return Problem.Unknown(Noun.Target, request.Id);
        var rows = context.CurrentJudgements().Where(row => row.TargetId == key && (choice != null || row.Id > after)).OrderBy(row => row.Id);
        if (choice is not null) return FileAnswer.Of(choice, (await rows.ToListAsync(cancellationToken)).Select(JudgementResponse.From), "judgements",
            request.Id);
        var found = await rows.Take(size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(Pages.From(HttpContext, found, size, row => [$"{row.Id}"], JudgementResponse.From));
    }
}

/// <summary>Of which target.</summary>
public sealed record ListJudgementsRequest : ListRequest
{
    /// <summary>The target's id.</summary>
    [RouteParam] public required string Id { get; init; }
}
