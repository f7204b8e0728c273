using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Targets;

public sealed class PostExpectation(IndicatorDbContext context, StoreTargets store, ReferenceDataCache cache, TimeProvider clock)
    : Endpoint<PostExpectationRequest, Results<Created<ExpectationResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/targets/{id}/expectations");
        Group<TargetsGroup>();
        Policies(Right.Report);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Says what is expected of a target. What was expected before stays; the latest day counts.</summary>
    public override async Task<Results<Created<ExpectationResponse>, Problem>> ExecuteAsync(PostExpectationRequest request, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await store.LockAsync(request.Id, cancellationToken) is not { } target) return Problem.Unknown(Noun.Target, request.Id);
        var reference = await cache.GetAsync(cancellationToken);
        var caller = Caller.Of(User);
        var unit = reference.Unit(target.OrganisationUnitId);
        if (caller.Grant.Refusal(unit, reference.PathIn(unit, reference.Calendar.Scope(target))) is { } foreign) return foreign;
        var errors = new Errors();
        var row = request.Body.ToRow(target, caller, clock.GetUtcNow(), errors);
        if (errors.AreFatal(out var problem)) return problem;
        context.Add(row);
        await context.SaveChangesAsync(caller.Author, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/v1/targets/{target.Id}/expectations", ExpectationResponse.From(row));
    }
}

/// <summary>A target and what is expected of it.</summary>
public sealed record PostExpectationRequest
{
    /// <summary>The target's id.</summary>
    [RouteParam] public required string Id { get; init; }

    /// <summary>What is expected.</summary>
    [FromBody] public required ExpectationBody Body { get; init; }
}
