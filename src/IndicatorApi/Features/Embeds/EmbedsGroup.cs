using FastEndpoints;

namespace IndicatorApi.Features.Embeds;

/// <summary>Scorecards and badges for other pages.</summary>
public sealed class EmbedsGroup : Group
{
    public EmbedsGroup() => Configure("", endpoint => endpoint.Description(route => route.WithTags("Embeds")));
}
