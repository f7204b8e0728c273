using FastEndpoints;

namespace IndicatorApi.Features.Indicators;

/// <summary>What is measured.</summary>
public sealed class IndicatorsGroup : Group
{
    public IndicatorsGroup() => Configure("", endpoint => endpoint.Description(route => route.WithTags("Indicators")));
}
