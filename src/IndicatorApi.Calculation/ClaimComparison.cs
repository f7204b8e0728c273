namespace IndicatorApi.Calculation;

/// <summary>Whether what a report printed agrees with what is computed.</summary>
/// <remarks>
/// A printed number agrees when it differs by no more than one unit of its last printed decimal: reports round, and cut. A printed verdict
/// disagrees only where one says met and the other not: reports call "đạt" what is strictly "vượt". Each answers null where we have nothing
/// to hold against it.
/// </remarks>
/// <example>
/// A report prints "vượt 8 %" where 108.7 percent is computed: the excess is 8.7, further than 1 from 8 it is not, so the two agree.
/// </example>
public static class ClaimComparison
{
    /// <summary>Whether a printed percent disagrees.</summary>
    /// <param name="said">The percent as printed.</param>
    /// <param name="decimals">Its printed decimals.</param>
    /// <param name="percent">Ours.</param>
    public static bool? PercentDisagrees(decimal said, int decimals, decimal? percent) =>
        percent is { } ours ? IsApart(said, ours, Numbers.LastPlace(decimals)) : null;

    /// <summary>Whether a printed gap disagrees: "vượt 0,3 điểm".</summary>
    /// <param name="said">The gap in the indicator's unit, in the good direction; below zero for "thiếu".</param>
    /// <param name="difference">Ours, see <see cref="Achievement.Difference"/>.</param>
    public static bool? GapDisagrees(decimal said, decimal? difference) => difference is { } ours ? IsApart(said, ours, Numbers.LastPlace(said.Scale)) : null;

    /// <summary>Whether a printed excess disagrees: "vượt 8 %", which is 108 percent.</summary>
    /// <param name="said">The percent beyond the target; below zero for what is short.</param>
    /// <param name="percent">Our whole percent.</param>
    public static bool? ExcessDisagrees(decimal said, decimal? percent) => percent is { } ours ? IsApart(said + 100, ours, Numbers.LastPlace(said.Scale))
        : null;

    /// <summary>Whether a printed verdict disagrees.</summary>
    /// <param name="said">The verdict as printed.</param>
    /// <param name="verdict">Ours.</param>
    public static bool? VerdictDisagrees(Verdict said, Verdict? verdict) => verdict is Verdict.Exceeded or Verdict.Met or Verdict.NotMet
        ? (said == Verdict.NotMet) != (verdict == Verdict.NotMet)
        : null;

    /// <summary>Whether a printed scoreboard disagrees: "15/18 chỉ tiêu đạt và vượt". Counts are whole: there is no tolerance.</summary>
    /// <param name="met">How many are met, as printed.</param>
    /// <param name="of">Of how many, as printed.</param>
    /// <param name="ourMet">How many are met or exceeded.</param>
    /// <param name="ourTotal">How many are counted.</param>
    public static bool ScoreboardDisagrees(int met, int of, int ourMet, int ourTotal) => (met, of) != (ourMet, ourTotal);

    private static bool IsApart(decimal said, decimal ours, decimal tolerance)
    {
        try
        {
            return Math.Abs(said - ours) > tolerance;
        }
        catch (OverflowException)
        {
            return true;
        }
    }
}
