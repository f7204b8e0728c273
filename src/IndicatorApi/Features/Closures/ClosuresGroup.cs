using FastEndpoints;

namespace IndicatorApi.Features.Closures;

/// <summary>Periods whose figures can no longer be changed.</summary>
public sealed class ClosuresGroup : Group
{
    public ClosuresGroup() => Configure("", endpoint => endpoint.Description(route => route.WithTags("Closures")));
}
