using System.Text.Json.Serialization;
using IndicatorApi.Calculation;

namespace IndicatorApi.Achievements;

/// <summary>What became of an achievement.</summary>
public enum ChangeKind
{
    /// <summary>It is there, new or as it was or changed: take it in the place of what you have of its target and period.</summary>
    [JsonStringEnumMemberName("set")] Set,
    /// <summary>It is there no more, if it ever was: drop what you have of its target and period.</summary>
    [JsonStringEnumMemberName("removed")] Removed,
}

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

/// <summary>A page of changes.</summary>
/// <param name="Items">Changes, unit by unit in the order the units were created; a unit is never parted, and has all its achievements.</param>
/// <param name="NextCursor">The <c>after</c> of the next request; keep it, and ask with it at any time later.</param>
/// <param name="NextLink">The address of the next request.</param>
/// <param name="HasMore">Whether there is more already: ask at once. Only then is the reading not complete yet.</param>
public sealed record AchievementChanges(IReadOnlyList<AchievementChange> Items, string NextCursor, string NextLink, bool HasMore);
