using System.Text.Json.Serialization;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Data;

namespace IndicatorApi.Features.Achievements;

/// <summary>One achievement with everything that a reader needs to find it again by hand.</summary>
public sealed class AchievementResponse : AchievementRow
{
    /// <summary>The answer for a target's achievement.</summary>
    public AchievementResponse(TargetFacts facts, Achievement achievement, Period asked, ReferenceData reference)
        : base(facts, achievement, asked, reference) { }

    /// <summary>The resolution's own sentence.</summary>
    [JsonPropertyOrder(1)]
    public required string? Wording { get; init; }

    /// <summary>Where in the resolution it stands.</summary>
    [JsonPropertyOrder(1)]
    public required string? Clause { get; init; }

    /// <summary>Which version of the target this is set against; 1 is the original.</summary>
    [JsonPropertyOrder(1)]
    public required long TargetVersion { get; init; }

    /// <summary>Why the target was changed; null for the original. <c>against=original</c> sets against that.</summary>
    [JsonPropertyOrder(1)]
    public required TargetAmendment? Amendment { get; init; }

    /// <summary>The end of the first figure on which the target was met; null if never.</summary>
    [JsonPropertyOrder(1)]
    public required DateOnly? MetOn { get; init; }

    /// <summary>True when it was met earlier and is not now.</summary>
    [JsonPropertyOrder(1)]
    public required bool MetThenLost { get; init; }

    /// <summary>Of a value to maintain the periods that failed, in order.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<FailedPeriod> FailedPeriods { get; init; }

    /// <summary>For a target of each year asked over several: every year with its own actual, percent and verdict.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<YearAchievement> Years { get; init; }

    /// <summary>How it was found.</summary>
    [JsonPropertyOrder(1)]
    public required ExplainResponse Explain { get; init; }

    /// <summary>Values of wider units to compare with; never targets.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<SeriesBenchmark> Benchmarks { get; init; }

    /// <summary>Other targets of the same indicator at that time; name one by <c>resolution</c>, <c>group</c> or <c>target</c>.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<OtherTarget> AlsoAsked { get; init; }
}

/// <summary>How a target came to be changed.</summary>
/// <param name="Reason">Why, if it was said.</param>
/// <param name="LegalBasis">The document that changed it, if it was named.</param>
/// <param name="RecordedBy">Who recorded it.</param>
/// <param name="RecordedAt">When.</param>
public sealed record TargetAmendment(string? Reason, string? LegalBasis, string RecordedBy, DateTimeOffset RecordedAt);

/// <summary>Another target of the same indicator.</summary>
/// <param name="TargetId">Its id.</param>
/// <param name="Resolution">Code of its resolution.</param>
/// <param name="Group">Its sub-group; null for the whole.</param>
/// <param name="TargetPeriod">The time it is for.</param>
public sealed record OtherTarget(Guid TargetId, string Resolution, string? Group, string TargetPeriod)
{
    /// <summary>All that were found but the one that is answered.</summary>
    public static IReadOnlyList<OtherTarget> Beside(TargetFacts asked, IEnumerable<TargetFacts> targets, ReferenceData reference) =>
        [.. targets.Where(row => row.Id != asked.Id).Select(row =>
            new OtherTarget(row.Id, reference.Resolution(row.Resolution).Code, row.Group.Length > 0 ? row.Group : null, row.Period))];
}
