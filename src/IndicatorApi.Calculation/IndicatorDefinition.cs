namespace IndicatorApi.Calculation;

/// <summary>What the calculation must know of an indicator.</summary>
public sealed record IndicatorDefinition
{
    /// <summary>The indicator's code, used in explanations only.</summary>
    public required string Code { get; init; }

    /// <summary>What a figure is.</summary>
    public required IndicatorValueType ValueType { get; init; }

    /// <summary>How observations combine over time.</summary>
    public required TimeCombining OverTime { get; init; }

    /// <summary>How units combine.</summary>
    public UnitCombining OverUnits { get; init; } = UnitCombining.None;

    /// <summary>The reporting rhythm that coverage is counted in.</summary>
    public Frequency Frequency { get; init; } = Frequency.Irregular;

    /// <summary>What a ratio is multiplied by: 100 for %, 1000 for ‰.</summary>
    public decimal Factor { get; init; } = 1;

    /// <summary>The ordered scale, worst first; empty unless the value is a level. Yes/no indicators have "no", "yes".</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>The natural floor of a value, if it has one (0 for a count).</summary>
    public decimal? Minimum { get; init; }

    /// <summary>The most decimals that a reported number has, if that was said (0 for a count).</summary>
    public int? MostDecimals { get; init; }

    /// <summary>Whether a number has more decimals than the indicator.</summary>
    public bool IsTooFine(decimal number) => MostDecimals < Numbers.Normalise(number).Scale;

    /// <summary>Whether figures of one unit add up over time, so that a part of the time has a part of the total.</summary>
    internal bool AddsUp => this is { OverTime: TimeCombining.Sum, ValueType: IndicatorValueType.Number };

    /// <summary>The natural ceiling of a value, if it has one (100 for a share).</summary>
    public decimal? Maximum { get; init; }
}
