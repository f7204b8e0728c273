using FastEndpoints;

namespace IndicatorApi.Achievements;

/// <summary>Which targets count in an answer about one unit, and as of when.</summary>
public abstract record NarrowedRequest
{
    /// <summary>Only targets of documents of these kinds, parted by commas: <c>congress,yearlyPlan</c>.</summary>
    [QueryParam] public string? Kind { get; init; }

    /// <summary>Only targets that these issued, parted by commas: <c>congress,council</c>.</summary>
    [QueryParam] public string? Issuer { get; init; }

    /// <summary>Only targets that this office answers for, as written with the target.</summary>
    [QueryParam] public string? Lead { get; init; }

    /// <summary>The answer as the facts stood at this instant.</summary>
    [QueryParam] public string? AsOf { get; init; }

    /// <summary>Set against targets as they stand (revised) or as first set (original).</summary>
    [QueryParam] public string? Against { get; init; }

    /// <summary>Whose names tell each result where units took the place of others: those of a day (asOf:2022-12-31), or of today. Left out, the unit has
    /// its own together with what it has of those before it.</summary>
    [QueryParam] public string? Boundaries { get; init; }

    /// <summary>The achievements of these targets; whose and for when is still to be said.</summary>
    internal AchievementRequest Narrow() =>
        new() { Kind = Kind, Issuer = Issuer, Lead = Lead, AsOf = AsOf, Against = Against, Boundaries = Boundaries };
}
