using FastEndpoints;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Published;

public sealed class PostBenchmarkBatch(PublishedFigures figures) : Endpoint<PostBenchmarkBatchRequest, Results<Ok<BatchResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/benchmarks/batch");
        Group<PublishedGroup>();
        Policies(Right.Plan);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Records a wider unit's value, many at once: all or none; what is there is replaced, the same body again changes nothing.</summary>
    public override Task<Results<Ok<BatchResponse>, Problem>> ExecuteAsync(PostBenchmarkBatchRequest request, CancellationToken cancellationToken) =>
        figures.PostAsync(PublishedKinds.Benchmarks, request.Body, HttpContext, cancellationToken);
}

/// <summary>Many benchmarks.</summary>
public sealed record PostBenchmarkBatchRequest
{
    /// <summary>All of them.</summary>
    [FromBody] public required Batch<BenchmarkBody> Body { get; init; }
}
