using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Scoring;

public sealed class PostScoringScheme(IndicatorDbContext context, StoreScoringSchemes store, ReferenceDataCache cache)
    : Endpoint<PostScoringSchemeRequest, Results<Created<ScoringSchemeBody>, Ok<ScoringSchemeBody>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/scoring-schemes");
        Group<ScoringGroup>();
        Policies(Right.Define);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Creates an edition of a scoring scheme. One that is there already, with the same content, is answered as it is.</summary>
    public override async Task<Results<Created<ScoringSchemeBody>, Ok<ScoringSchemeBody>,
    Problem>> ExecuteAsync(PostScoringSchemeRequest request, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.RaiseReferenceAsync(cancellationToken);
        var errors = new Errors();
        var row = request.Body.ToRow(await cache.GetAsync(cancellationToken), errors);
        if (errors.AreFatal(out var problem)) return problem;
        var existing = await store.Current.SingleOrDefaultAsync(one => one.Code == row.Code && one.ValidFrom == row.ValidFrom, cancellationToken);
        var added = store.Add(row, existing, Caller.Of(User));
        if (existing is not null && added is not null) return new Problem(ErrorCodes.AlreadyExists, row.Code);
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
public sealed record PostScoringSchemeRequest
{
    /// <summary>The edition.</summary>
    [FromBody] public required ScoringSchemeBody Body { get; init; }
}
