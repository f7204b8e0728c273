using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>The judgement on the exact value, before any rounding (đánh giá).</summary>
public enum Verdict
{
    /// <summary>Strictly better than asked (vượt).</summary>
    [JsonStringEnumMemberName("exceeded")] Exceeded,
    /// <summary>Exactly as asked, or inside the band (đạt).</summary>
    [JsonStringEnumMemberName("met")] Met,
    /// <summary>Worse than asked, by however little (chưa đạt).</summary>
    [JsonStringEnumMemberName("notMet")] NotMet,
    /// <summary>No figure to judge (chưa có số liệu).</summary>
    [JsonStringEnumMemberName("noData")] NoData,
    /// <summary>The target does not apply to this unit; left out of every count.</summary>
    [JsonStringEnumMemberName("notAssessable")] NotAssessable,
}
