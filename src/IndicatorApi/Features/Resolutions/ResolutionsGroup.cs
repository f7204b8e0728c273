using FastEndpoints;

namespace IndicatorApi.Features.Resolutions;

/// <summary>The documents that set targets.</summary>
public sealed class ResolutionsGroup : Group
{
    public ResolutionsGroup() => Configure("", endpoint => endpoint.Description(route => route.WithTags("Resolutions")));
}
