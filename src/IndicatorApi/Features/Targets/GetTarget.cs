using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Targets;

public sealed class GetTarget(IndicatorDbContext context, AsOf moment)
    : Endpoint<GetTargetRequest, Results<Ok<TargetResponse>, StatusCodeHttpResult, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/targets/{id}");
        Group<TargetsGroup>();
        Policies(Right.Read);
    }

    /// <summary>One target.</summary>
    public override async Task<Results<Ok<TargetResponse>, StatusCodeHttpResult, Problem>> ExecuteAsync(
        GetTargetRequest request, CancellationToken cancellationToken)
    {
        var (reference, then, refused) = await moment.ReadAsync(request.AsOf, cancellationToken);
        if (reference is null) return refused!;
        TargetTerms? target = !Guid.TryParse(request.Id, out var key) ? null
            : then is { } instant ? await context.TargetsAt(instant).SingleOrDefaultAsync(row => row.TargetId == key, cancellationToken)
            : await context.Targets.AsNoTracking().SingleOrDefaultAsync(row => row.Id == key, cancellationToken);
        if (target is null) return Problem.Unknown(Noun.Target, request.Id);
        if (ETags.IsUnchanged(HttpContext, RowTags.Of(target, reference))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(TargetResponse.From(target, key, reference));
    }
}

/// <summary>Which target, and as of when.</summary>
public sealed record GetTargetRequest
{
    /// <summary>The target's id.</summary>
    [RouteParam] public required string Id { get; init; }

    /// <summary>As it stood at this instant.</summary>
    [QueryParam] public string? AsOf { get; init; }
}
