using FastEndpoints;

namespace IndicatorApi.Features.Quality;

/// <summary>What a person should look at again.</summary>
public sealed class QualityGroup : Group
{
    public QualityGroup() => Configure("", endpoint => endpoint.Description(route => route.WithTags("Quality")));
}
