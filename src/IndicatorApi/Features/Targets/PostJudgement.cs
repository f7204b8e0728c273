using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Targets;

public sealed class PostJudgement(IndicatorDbContext context, StoreTargets store, ReferenceDataCache cache, TimeProvider clock)
    : Endpoint<PostJudgementRequest, Results<Created<JudgementResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/targets/{id}/judgements");
        Group<TargetsGroup>();
        Policies(Right.Report);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Sets the verdict of a target of kind <c>judged</c>. Earlier ones stay; the latest day that stands counts. Where the unit wants four eyes it
    /// waits for another person.</summary>
    public override async Task<Results<Created<JudgementResponse>, Problem>> ExecuteAsync(PostJudgementRequest request, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await store.LockAsync(request.Id, cancellationToken) is not { } target) return Problem.Unknown(Noun.Target, request.Id);
        var reference = await cache.GetAsync(cancellationToken);
        var caller = Caller.Of(User);
        var unit = reference.Unit(target.OrganisationUnitId);
        if (caller.Grant.Refusal(unit, reference.PathIn(unit, reference.Calendar.Scope(target))) is { } foreign) return foreign;
        var errors = new Errors();
        var row = request.Body.ToRow(target, reference.IsReviewed(unit), caller, clock.GetUtcNow(), errors);
        if (errors.AreFatal(out var problem)) return problem;
        context.Add(row);
        await context.SaveChangesAsync(caller.Author, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/v1/targets/{target.Id}/judgements", JudgementResponse.From(row));
    }
}

/// <summary>A target and its judgement.</summary>
public sealed record PostJudgementRequest
{
    /// <summary>The target's id.</summary>
    [RouteParam] public required string Id { get; init; }

    /// <summary>The judgement.</summary>
    [FromBody] public required JudgementBody Body { get; init; }
}
