using FastEndpoints;

namespace IndicatorApi.Features.Scoring;

/// <summary>Points and grades of yearly ratings.</summary>
public sealed class ScoringGroup : Group
{
    public ScoringGroup() => Configure("", endpoint => endpoint.Description(route => route.WithTags("Scoring")));
}
