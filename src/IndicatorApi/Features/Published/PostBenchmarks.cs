using FastEndpoints;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Published;

public sealed class PostBenchmarks(PublishedFigures figures) : Endpoint<PostBenchmarksRequest, Results<Ok<BatchResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/benchmarks");
        Group<PublishedGroup>();
        Policies(Right.Plan);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Records a wider unit's value, one or many: all or none; what is there is replaced, the same body again changes nothing.</summary>
    public override Task<Results<Ok<BatchResponse>, Problem>> ExecuteAsync(PostBenchmarksRequest request, CancellationToken cancellationToken) =>
        figures.PostAsync(PublishedKinds.Benchmarks, request.Body, HttpContext, cancellationToken);
}

/// <summary>One benchmark or many.</summary>
public sealed record PostBenchmarksRequest
{
    /// <summary>The benchmark, or all of them.</summary>
    [FromBody] public required OneOrMany<BenchmarkBody> Body { get; init; }
}
