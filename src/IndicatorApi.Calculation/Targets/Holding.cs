using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>Which periods must hold where a value is to be maintained.</summary>
public enum Holding
{
    /// <summary>
    /// Each due year by what stands at its end, as reports and recognitions go: of a level the year's last figure, of a rate or a mean the year's own
    /// actual. A dip within a year that is made up by its end fails nothing.
    /// </summary>
    [JsonStringEnumMemberName("everyYear")] EveryYear,
    /// <summary>Every single figure of the window, quarterly dips included.</summary>
    [JsonStringEnumMemberName("everyFigure")] EveryFigure,
    /// <summary>Only the end: the last year that has a figure.</summary>
    [JsonStringEnumMemberName("atEnd")] AtEnd,
}
