using FastEndpoints;

namespace IndicatorApi.Features.Keys;

/// <summary>Who may call.</summary>
public sealed class KeysGroup : Group
{
    public KeysGroup() => Configure("", endpoint => endpoint.Description(route => route.WithTags("Keys")));
}
