using FastEndpoints;

namespace IndicatorApi.Features.Operations;

/// <summary>The state of the server.</summary>
public sealed class OperationsGroup : Group
{
    public OperationsGroup() => Configure("", endpoint => endpoint.Description(route => route.WithTags("Operations")));
}
