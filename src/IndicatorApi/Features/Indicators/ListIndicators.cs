using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Indicators;

public sealed class ListIndicators(ReferenceDataCache cache)
    : Endpoint<ListIndicatorsRequest, Results<Ok<Page<IndicatorBody>>, PickedAnswer, FileAnswer, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/indicators");
        Group<IndicatorsGroup>();
        Policies(Right.Read);
        Description(route => route.WithFiles());
    }

    /// <summary>Indicators, in order of code.</summary>
    public override async Task<Results<Ok<Page<IndicatorBody>>, PickedAnswer, FileAnswer, Problem>> ExecuteAsync(
        ListIndicatorsRequest request, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var errors = new Errors();
        var wanted = ListChoice<IndicatorBody>.Of(request, HttpContext, errors);
        if (errors.AreFatal(out var problem)) return problem;

        var search = request.Q is null ? null : Text.Search(request.Q);
        var found = reference.Indicators
            .Where(indicator => request.Group is null || indicator.Group == request.Group)
            .Where(indicator => search is null
                || indicator.SearchName.Contains(search, StringComparison.Ordinal) || indicator.Code.Contains(search, StringComparison.Ordinal));
        return CodedList.Of<Indicator, IndicatorBody>(found, wanted, reference, HttpContext, "indicators", request.Group);
    }
}

/// <summary>Which indicators.</summary>
public sealed record ListIndicatorsRequest : CodedListRequest
{
    /// <summary>Only the indicators under this heading.</summary>
    [QueryParam] public string? Group { get; init; }

    /// <summary>Part of the name or code; accents and case do not matter.</summary>
    [QueryParam] public string? Q { get; init; }
}
