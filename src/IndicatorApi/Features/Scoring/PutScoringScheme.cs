using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Scoring;

public sealed class PutScoringScheme(IndicatorDbContext context, StoreScoringSchemes store, ReferenceDataCache cache)
    : Endpoint<PutScoringSchemeRequest, Results<Created<ScoringSchemeBody>, Ok<ScoringSchemeBody>, Problem>>
{
    public override void Configure()
    {
        Put("/api/v1/scoring-schemes/{code}");
        Group<ScoringGroup>();
        Policies(Right.Define);
    }

    /// <summary>Creates an edition of a scoring scheme, or replaces the one that begins on the same day, under <c>If-Match</c> with its ETag. Every version is
    /// kept.</summary>
    public override async Task<Results<Created<ScoringSchemeBody>, Ok<ScoringSchemeBody>,
    Problem>> ExecuteAsync(PutScoringSchemeRequest request, CancellationToken cancellationToken)
    {
        if (request.Body.Code != request.Code) return new Problem([new Error("code", ErrorCodes.CodeDiffers)]);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.RaiseReferenceAsync(cancellationToken);
        var errors = new Errors();
        var row = request.Body.ToRow(await cache.GetAsync(cancellationToken), errors);
        if (errors.AreFatal(out var problem)) return problem;
        var existing = await store.Current.SingleOrDefaultAsync(one => one.Code == row.Code && one.ValidFrom == row.ValidFrom, cancellationToken);
        if ((existing is null ? ETags.RefusalOfNew(HttpContext) : ETags.Refusal(HttpContext, ETags.Of(existing.RowVersion))) is { } refusal) return refusal;
        var added = store.Add(row, existing, Caller.Of(User));
        if (added is not null)
        {
            await context.SaveChangesAsync(Caller.Of(User).Author, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        var stored = added ?? existing!;
        HttpContext.Response.Headers.ETag = ETags.Of(stored.RowVersion);
        var answer = ScoringSchemeBody.From(stored);
        return existing is null ? TypedResults.Created($"/api/v1/scoring-schemes/{stored.Code}?on={stored.ValidFrom:yyyy-MM-dd}", answer)
            : TypedResults.Ok(answer);
    }
}

/// <summary>An edition of a scheme.</summary>
public sealed record PutScoringSchemeRequest
{
    /// <summary>The scheme's code.</summary>
    [RouteParam] public required string Code { get; init; }

    /// <summary>The edition.</summary>
    [FromBody] public required ScoringSchemeBody Body { get; init; }
}
