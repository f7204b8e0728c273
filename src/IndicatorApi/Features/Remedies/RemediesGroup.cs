using FastEndpoints;

namespace IndicatorApi.Features.Remedies;

/// <summary>Causes, and what is done about them.</summary>
public sealed class RemediesGroup : Group
{
    public RemediesGroup() => Configure("", endpoint => endpoint.Description(route => route.WithTags("Remedies")));
}
