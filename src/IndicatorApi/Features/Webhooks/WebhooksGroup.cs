using FastEndpoints;

namespace IndicatorApi.Features.Webhooks;

/// <summary>Addresses that are told of changes.</summary>
public sealed class WebhooksGroup : Group
{
    public WebhooksGroup() => Configure("", endpoint => endpoint.Description(route => route.WithTags("Webhooks")));
}
