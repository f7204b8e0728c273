using FastEndpoints;

namespace IndicatorApi.Features.Achievements;

/// <summary>How much of their targets units have achieved.</summary>
public sealed class AchievementsGroup : Group
{
    public AchievementsGroup() => Configure("", endpoint => endpoint.Description(route => route.WithTags("Achievements")));
}
