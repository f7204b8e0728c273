using System.Text.Json.Serialization;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Achievements;

/// <summary>Earlier periods to compare with.</summary>
public enum ComparedWith
{
    /// <summary>The period before, of the same length (kỳ trước).</summary>
    [JsonStringEnumMemberName("previous")] Previous,
    /// <summary>The same period of the year before (cùng kỳ năm trước).</summary>
    [JsonStringEnumMemberName("samePeriodLastYear")] SamePeriodLastYear,
}

/// <summary>A period's own figure beside those of earlier periods, whatever the time of the target is.</summary>
public sealed record ComparisonRows
{
    /// <summary>The period of the figure.</summary>
    public required Period Period { get; init; }

    /// <summary>Its own value, as the indicator combines over time; null where it has no figure.</summary>
    public required decimal? Value { get; init; }

    /// <summary>The share of the period that the value speaks for, 0 to 1: only what speaks for the same share is compared.</summary>
    public required decimal? ShareOfTime { get; init; }

    /// <summary>Beside the period before; null unless asked for.</summary>
    public required ComparisonRow? Previous { get; init; }

    /// <summary>Beside the same period of the year before; null unless asked for.</summary>
    public required ComparisonRow? SamePeriodLastYear { get; init; }

    /// <summary>What <c>compare=previous,samePeriodLastYear</c> asks for; null for nothing.</summary>
    public static IReadOnlySet<ComparedWith>? Read(Errors errors, string? text)
    {
        HashSet<ComparedWith>? asked = null;
        foreach (var word in text?.Split(',', StringSplitOptions.TrimEntries) ?? [])
        {
            if (ParameterText.Word<ComparedWith>(errors, "compare", word) is { } with) (asked ??= []).Add(with);
        }
        return asked;
    }

    /// <summary>The comparisons of a target's own figures; null for one that is made of others or judged by a person.</summary>
    /// <param name="facts">The target with every figure of its unit.</param>
    /// <param name="asked">The period to compare.</param>
    /// <param name="with">What to compare it with.</param>
    /// <param name="reference">Names and definitions.</param>
    public static ComparisonRows? Of(TargetFacts facts, Period asked, IReadOnlySet<ComparedWith> with, ReferenceData reference)
    {
        if (facts.Definition.Rule is CombinedRule or Judged) return null;
        var rule = facts.Definition.Resolved().Rule;
        var found = Comparisons.Of(
            reference.Definition(facts.Indicator), rule, facts.Observations, asked, SeriesBreaks.Of(reference.Indicator(facts.Indicator)));
        return new ComparisonRows
        {
            Period = found.Period,
            Value = AchievementRow.Wire(found.Value),
            ShareOfTime = AchievementRow.Wire(found.ShareOfTime),
            Previous = with.Contains(ComparedWith.Previous) ? ComparisonRow.From(found.Previous) : null,
            SamePeriodLastYear = with.Contains(ComparedWith.SamePeriodLastYear) ? ComparisonRow.From(found.SamePeriodLastYear) : null,
        };
    }
}

/// <summary>A figure beside that of one earlier period.</summary>
public sealed record ComparisonRow
{
    /// <summary>The earlier period; null where there is none to compare with.</summary>
    public required Period? Period { get; init; }

    /// <summary>The earlier value; given also where it is not compared.</summary>
    public required decimal? Value { get; init; }

    /// <summary>The value now less the earlier one; points where the unit is %.</summary>
    public required decimal? Change { get; init; }

    /// <summary>The change in percent of the earlier value.</summary>
    public required decimal? PercentChange { get; init; }

    /// <summary>Whether the change is for the better, by the direction of the target; null where it is neither.</summary>
    public required bool? Better { get; init; }

    /// <summary>Why there is no change, or no percent of it.</summary>
    public required ComparisonReason? Reason { get; init; }

    /// <summary>The change of the standard that lies between the two, which is never compared across.</summary>
    public required SeriesBreak? Break { get; init; }

    /// <summary>The row of a comparison.</summary>
    internal static ComparisonRow From(Comparison comparison) => new()
    {
        Period = comparison.Period,
        Value = AchievementRow.Wire(comparison.Value),
        Change = AchievementRow.Wire(comparison.Change),
        PercentChange = AchievementRow.Wire(comparison.PercentChange),
        Better = comparison.Better,
        Reason = comparison.Reason,
        Break = comparison.Break,
    };
}
