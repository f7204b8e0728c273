using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Files;

namespace IndicatorApi.Features.Achievements;

/// <summary>The members of a pace: of all that is nested in a row, what nearly every row has.</summary>
internal static class PaceColumns
{
    private static readonly Column<Pace>[] All =
    [
        Number("elapsed", pace => pace.Elapsed),
        Number("expected", pace => pace.Expected),
        Number("index", pace => pace.Index),
        new("class", (json, pace) => json.Word(pace.Class), []),
        Number("projectedEnd", pace => pace.ProjectedEnd),
        Number("requiredPerYear", pace => pace.RequiredPerYear),
        new("model", (json, pace) => json.Text(pace.Model), []),
    ];

    /// <summary>Writes an exact pace as a JSON object, rounded for the wire.</summary>
    public static void Write(RowJson json, Pace pace) => Columns<Pace>.Write(json, All, pace);

    private static Column<Pace> Number(string name, Func<Pace, decimal?> value) => new(name, (json, pace) => json.Number(AchievementRow.Wire(value(pace))), []);
}
