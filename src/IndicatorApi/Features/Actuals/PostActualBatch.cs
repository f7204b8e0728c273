using FastEndpoints;
using IndicatorApi.Features.Shared;
using IndicatorApi.Figures;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Actuals;

public sealed class PostActualBatch(ReportFigures report)
    : Endpoint<PostActualBatchRequest, Results<Ok<ActualBatchResponse>, Accepted<SubmissionResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/actuals/batch");
        Group<ActualsGroup>();
        Policies(Right.Report);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Reports many figures: all or none; figures that are there are replaced, the same body again changes nothing. A dry run shows what would change,
    /// with the percents before and after.</summary>
    /// <remarks>Where a second person approves the figures of one of the units, those that change become one submission: 202.</remarks>
    public override Task<Results<Ok<ActualBatchResponse>, Accepted<SubmissionResponse>, Problem>> ExecuteAsync(
        PostActualBatchRequest request, CancellationToken cancellationToken) => report.ManyAsync(request.Body, HttpContext, cancellationToken);
}

/// <summary>Many figures.</summary>
public sealed record PostActualBatchRequest
{
    /// <summary>All of them.</summary>
    [FromBody] public required Batch<ActualItem> Body { get; init; }
}

/// <summary>What a batch of figures did.</summary>
/// <param name="Created">Figures that were new.</param>
/// <param name="Updated">Figures that replaced others.</param>
/// <param name="Unchanged">Figures that were there already, with the same content.</param>
/// <param name="DryRun">True when nothing was stored.</param>
/// <param name="Changes">Of a dry run: what would change, in the order of the items, the first 1,000; null otherwise.</param>
/// <param name="Warnings">Of a dry run: what <c>/quality</c> would say of these figures once they stood, the first 100; null otherwise.</param>
public sealed record ActualBatchResponse(
    int Created, int Updated, int Unchanged, bool DryRun, IReadOnlyList<FigureChange>? Changes, IReadOnlyList<QualityRow>? Warnings);
