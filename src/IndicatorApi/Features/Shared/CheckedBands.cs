using IndicatorApi.Calculation;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Shared;

/// <summary>Schemes of colours as they come in.</summary>
public static class CheckedBands
{
    /// <summary>The scheme with its texts as they are stored; what is wrong with it is an error.</summary>
    public static ColourBands? Of(ColourBands? colours, Errors errors, Func<string, string> where)
    {
        if (colours is null) return null;
        foreach (var wrong in colours.Validate())
            errors.Add(where($"bands.{wrong.Member}"), ErrorCodes.Inconsistent, wrong.Message.En, wrong.Message.Vi);
        return colours with
        {
            Bands = [.. colours.Bands.Take(ColourBands.MostBands).Select((band, i) => new ColourBand(
                Line($"bands.bands[{i}].name", band.Name, 50),
                new Phrase(Line($"bands.bands[{i}].text.vi", band.Text.Vi, 200), Line($"bands.bands[{i}].text.en", band.Text.En, 200)),
                Line($"bands.bands[{i}].shape", band.Shape, 50), band.From))],
        };

        string Line(string member, string text, int longest) => Text.Line(errors, where(member), text, longest) ?? "";
    }
}
