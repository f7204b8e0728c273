using FastEndpoints;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Published;

public sealed class ListBenchmarks(PublishedFigures figures) : Endpoint<ListPublishedRequest, Results<Ok<Page<BenchmarkBody>>, FileAnswer, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/benchmarks");
        Group<PublishedGroup>();
        Policies(Right.Read);
        Description(route => route.WithFiles());
    }

    /// <summary>Benchmarks, by unit (as these were created) and age.</summary>
    public override Task<Results<Ok<Page<BenchmarkBody>>, FileAnswer, Problem>> ExecuteAsync(
        ListPublishedRequest request, CancellationToken cancellationToken) =>
        figures.ListAsync(PublishedKinds.Benchmarks, request, HttpContext, cancellationToken);
}
