using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Indicators;

public sealed class DeleteIndicator(IndicatorDbContext context, TimeProvider clock) : Endpoint<IndicatorRequest, Results<NoContent, Problem>>
{
    public override void Configure()
    {
        Delete("/api/v1/indicators/{code}");
        Group<IndicatorsGroup>();
        Policies(Right.Define);
    }

    /// <summary>Removes an indicator that nothing uses, under <c>If-Match</c> with its ETag.</summary>
    public override async Task<Results<NoContent, Problem>> ExecuteAsync(IndicatorRequest request, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(User);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.RaiseReferenceAsync(cancellationToken);
        var indicator = await context.Indicators.SingleOrDefaultAsync(row => row.Code == request.Code, cancellationToken);
        if (indicator is null) return Problem.Unknown(Noun.Indicator, request.Code);
        if (ETags.Refusal(HttpContext, RowTags.Of(indicator)) is { } refusal) return refusal;
        await context.LockIndicatorAsync(indicator.Id, cancellationToken);
        var use = await context.Indicators.AnyAsync(other => (other.WeightIndicatorId == indicator.Id || other.PartOfId == indicator.Id)
            && other.Id != indicator.Id, cancellationToken) ? Noun.Indicator
            : await context.Targets.AnyAsync(row => row.IndicatorId == indicator.Id, cancellationToken) ? Noun.Target
            : await IsMemberAsync(indicator.Code, cancellationToken) ? Noun.Target
            : await context.ActualRevisions.AnyAsync(row => row.IndicatorId == indicator.Id, cancellationToken) ? Noun.Actual
            : await context.Submissions.AnyAsync(row => row.Indicators.Contains(indicator.Id), cancellationToken) ? Noun.Submission
            : await context.Claims.AnyAsync(row => row.IndicatorId == indicator.Id, cancellationToken) ? Noun.Claim
            : await context.Benchmarks.AnyAsync(row => row.IndicatorId == indicator.Id, cancellationToken) ? Noun.Benchmark
            : null;
        if (use is not null) return new Problem(ErrorCodes.StillReferenced, use);
        context.RemoveCoded(indicator, caller.Name, clock);
        await context.SaveChangesAsync(caller.Author, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    // Members of a target of several measures are named in its rule.
    private Task<bool> IsMemberAsync(string code, CancellationToken cancellationToken) => context.Targets.FromSql($"""
        SELECT * FROM target WHERE rule_kind = {Composite.Kind}
          AND rule -> 'members' @> jsonb_build_array(jsonb_build_object('indicator', {code}::text))
        """).AnyAsync(cancellationToken);
}
