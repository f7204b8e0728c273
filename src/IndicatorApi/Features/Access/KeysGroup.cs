using FastEndpoints;

namespace IndicatorApi.Features.Access;

/// <summary>Who may call.</summary>
public sealed class KeysGroup : Group
{
    public KeysGroup() => Configure("", endpoint => endpoint.Description(route => route.WithTags("Keys")));
}
