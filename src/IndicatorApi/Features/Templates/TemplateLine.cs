using IndicatorApi.Calculation;
using IndicatorApi.Data;

namespace IndicatorApi.Features.Templates;

/// <summary>One row to fill in.</summary>
/// <param name="Indicator">The indicator.</param>
/// <param name="Group">The sub-group; empty for the whole.</param>
/// <param name="Target">How the resolutions say what is asked.</param>
/// <param name="Stored">The figure that is there already.</param>
/// <param name="Before">The latest figure of another period up to the end of this one.</param>
public sealed record TemplateLine(Indicator Indicator, string Group, string Target, Actual? Stored, Actual? Before)
{
    /// <summary>Whether a step of a scale is reported, not a number.</summary>
    public bool IsLevel => Indicator.ValueType is IndicatorValueType.Level or IndicatorValueType.YesNo;

    /// <summary>Whether a part and a whole may be reported.</summary>
    public bool IsRatio => Indicator.ValueType == IndicatorValueType.Ratio;

    /// <summary>The steps of its scale, worst first.</summary>
    public IReadOnlyList<string> Levels => ReferenceData.Define(Indicator).Levels;

    /// <summary>The latest earlier figure with its period: "28 (2020-05-20--2022-12-31)".</summary>
    public string? BeforeText => Before is null ? null : $"{TextOf(Before.Figure)} ({Before.Period})";

    /// <summary>What a target asks, with its recurrence: "4 - 6/năm".</summary>
    public static string Ask(TargetDefinition target)
    {
        var text = target.Rule.TargetText();
        return target.Recurrence switch
        {
            Recurrence.EachYear when !text.EndsWith("/năm", StringComparison.Ordinal) => $"{text}/năm",
            Recurrence.PerYearAverage => $"{text}, bình quân mỗi năm",
            _ => text,
        };
    }

    private static string TextOf(Figure figure) => figure switch
    {
        { Level: { } level } => level,
        { Numerator: { } part, Denominator: { } whole } => $"{Numbers.Vietnamese(part)}/{Numbers.Vietnamese(whole)}",
        { Value: { } value } => (figure.Bound switch { Bound.AtLeast => "≥ ", Bound.AtMost => "≤ ", Bound.About => "≈ ", _ => "" }) + Numbers.Vietnamese(value),
        _ => "",
    };
}
