using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>What a scheme of colours is read from.</summary>
public enum ColourMeasure
{
    /// <summary>The exact percent.</summary>
    [JsonStringEnumMemberName("percent")] Percent,
    /// <summary>The difference, in the indicator's unit.</summary>
    [JsonStringEnumMemberName("difference")] Difference,
}

/// <summary>One colour of a scheme.</summary>
/// <param name="Name">The name of the colour, such as <c>green</c>.</param>
/// <param name="Text">What it says, so that nobody needs to see the colour.</param>
/// <param name="Shape">The shape that goes with it, such as <c>circle</c>.</param>
/// <param name="From">From where on, included; null for the last, which takes the rest.</param>
public sealed record ColourBand(string Name, Phrase Text, string Shape, decimal? From = null);

/// <summary>A scheme of colours (xanh, vàng, đỏ) for a deployment, a resolution or a target.</summary>
/// <remarks>
/// A colour stands beside the verdict and never in its place: 95 % may be amber and is not met all the same. It is read from the exact
/// number, so 89.96 is not yet in a band from 90, however it is printed. Without the number there is no colour.
/// </remarks>
/// <example>"green = on or within 10% of the target": bands from 90 green and the rest red; 90 % is green and not met.</example>
/// <param name="Measure">What it is read from.</param>
/// <param name="Bands">Best first.</param>
public sealed record ColourBands(ColourMeasure Measure, IReadOnlyList<ColourBand> Bands)
{
    /// <summary>The most colours of one scheme.</summary>
    public const int MostBands = 10;

    /// <summary>The colour of an answer; null where it has no such number, or is in no count.</summary>
    /// <param name="achievement">The answer.</param>
    public ColourBand? Of(Achievement achievement)
    {
        ArgumentNullException.ThrowIfNull(achievement);
        var number = Measure == ColourMeasure.Percent ? achievement.Percent : achievement.Difference;
        if (number is not { } exact || achievement.Verdict is Verdict.NoData or Verdict.NotAssessable)
            return null;
        foreach (var band in Bands)
        {
            if (band.From is not { } from || exact >= from)
                return band;
        }

        return null;
    }

    /// <summary>The scheme that holds for a target: its own, else its resolution's, else the deployment's.</summary>
    /// <param name="target">The target's own.</param>
    /// <param name="resolution">The resolution's.</param>
    /// <param name="deployment">The deployment's.</param>
    public static ColourBands? Closest(ColourBands? target, ColourBands? resolution, ColourBands? deployment) => target ?? resolution ?? deployment;

    /// <summary>What must be refused when it is saved; empty when it may be.</summary>
    public IReadOnlyList<RuleProblem> Validate()
    {
        List<RuleProblem> found = [];
        if (Bands.Count is < 2 or > MostBands)
            found.Add(new("bands", new($"Cần từ 2 đến {MostBands} màu.", $"There must be 2 to {MostBands} colours.")));
        for (var i = 0; i < Bands.Count; i++)
        {
            var band = Bands[i];
            var isLast = i == Bands.Count - 1;
            if (band.From is null != isLast)
                found.Add(new($"bands[{i}].from", new("Mọi màu trừ màu cuối cần một mức bắt đầu.", "Every colour but the last needs a number it begins at.")));
            else if (i > 0 && band.From >= Bands[i - 1].From)
                found.Add(new($"bands[{i}].from", new("Phải thấp hơn màu trước.", "Must be below the colour before.")));
            if (string.IsNullOrWhiteSpace(band.Name) || string.IsNullOrWhiteSpace(band.Text.Vi)
                || string.IsNullOrWhiteSpace(band.Text.En) || string.IsNullOrWhiteSpace(band.Shape))
                found.Add(new($"bands[{i}]", new("Màu phải có tên, chữ và hình.", "A colour needs a name, a text and a shape.")));
        }

        if (Bands.Select(band => band.Name).Distinct(StringComparer.Ordinal).Count() != Bands.Count)
            found.Add(new("bands", new("Tên màu bị trùng.", "Two colours have the same name.")));
        return found;
    }
}
