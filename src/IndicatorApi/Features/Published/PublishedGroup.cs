using FastEndpoints;

namespace IndicatorApi.Features.Published;

/// <summary>What reports say, and what others reached: kept beside what is computed.</summary>
public sealed class PublishedGroup : Group
{
    public PublishedGroup() => Configure("", endpoint => endpoint.Description(route => route.WithTags("Published figures")));
}
