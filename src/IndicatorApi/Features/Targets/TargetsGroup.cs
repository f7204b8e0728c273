using FastEndpoints;

namespace IndicatorApi.Features.Targets;

/// <summary>What resolutions ask for.</summary>
public sealed class TargetsGroup : Group
{
    public TargetsGroup() => Configure("", endpoint => endpoint.Description(route => route.WithTags("Targets")));
}
