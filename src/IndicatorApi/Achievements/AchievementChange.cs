using IndicatorApi.Calculation;
using IndicatorApi.Following;

namespace IndicatorApi.Achievements;

/// <summary>One achievement that something has changed under.</summary>
public sealed record AchievementChange
{
    /// <summary>What to do with it.</summary>
    public required ChangeKind Change { get; init; }

    /// <summary>Code of the unit; of one that is no more its last one.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Id of the target: with the period the identity of an achievement.</summary>
    public required Guid TargetId { get; init; }

    /// <summary>The period that is followed.</summary>
    public required Period Period { get; init; }

    /// <summary>The version of the unit's facts, one more with every write to them; 0 where nobody has written any.</summary>
    public required long Version { get; init; }

    /// <summary>The achievement as it is now; null when it is there no more.</summary>
    public AchievementRow? Achievement { get; init; }
}
