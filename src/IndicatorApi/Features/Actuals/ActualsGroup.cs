using FastEndpoints;

namespace IndicatorApi.Features.Actuals;

/// <summary>Reported figures, with every revision kept.</summary>
public sealed class ActualsGroup : Group
{
    public ActualsGroup() => Configure("", endpoint => endpoint.Description(route => route.WithTags("Actuals")));
}
