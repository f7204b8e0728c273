namespace IndicatorApi.Calculation;

/// <summary>The ordered scale of an indicator whose values are levels.</summary>
internal static class Scale
{
    private static readonly string[] YesNo = ["no", "yes"];

    /// <summary>The position of a level, worst first from 0; -1 where it is not on the scale.</summary>
    public static int PositionOf(IndicatorDefinition indicator, string level)
    {
        var levels =
            indicator is { ValueType: IndicatorValueType.YesNo, Levels.Count: 0 } ? YesNo : indicator.Levels;
        for (var i = 0; i < levels.Count; i++)
        {
            if (string.Equals(levels[i], level, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }
}
