using FastEndpoints;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Published;

public sealed class PostBenchmark(PublishedFigures figures) : Endpoint<PostBenchmarkRequest, Results<Ok<BatchResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/benchmarks");
        Group<PublishedGroup>();
        Policies(Right.Plan);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Records a wider unit's value: what is there is replaced, the same body again changes nothing.</summary>
    public override Task<Results<Ok<BatchResponse>, Problem>> ExecuteAsync(PostBenchmarkRequest request, CancellationToken cancellationToken) =>
        figures.PostAsync(PublishedKinds.Benchmarks, Batch<BenchmarkBody>.One(request.Body), HttpContext, cancellationToken);
}

/// <summary>A benchmark.</summary>
public sealed record PostBenchmarkRequest
{
    /// <summary>The benchmark.</summary>
    [FromBody] public required BenchmarkBody Body { get; init; }
}
