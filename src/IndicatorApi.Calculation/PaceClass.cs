using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>Is it on the way? Judged on the exact index; a met target outranks them all.</summary>
public enum PaceClass
{
    /// <summary>Already met.</summary>
    [JsonStringEnumMemberName("met")] Met,
    /// <summary>Index 1 or more.</summary>
    [JsonStringEnumMemberName("ahead")] Ahead,
    /// <summary>Index 0.95 or more.</summary>
    [JsonStringEnumMemberName("onTrack")] OnTrack,
    /// <summary>Index 0.60 or more.</summary>
    [JsonStringEnumMemberName("behind")] Behind,
    /// <summary>Index 0 or more.</summary>
    [JsonStringEnumMemberName("farBehind")] FarBehind,
    /// <summary>Index below 0: it moves the wrong way.</summary>
    [JsonStringEnumMemberName("movingAway")] MovingAway,
}
