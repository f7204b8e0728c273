using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using IndicatorApi.Calculation;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Embeds;

/// <summary>The words and numbers of embeds, in the language that the address asks for.</summary>
public static class EmbedWords
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The language of an address, Vietnamese when it names none: whoever sees an embed did not choose the address.</summary>
    public static Language Language(Errors errors, string? lang)
    {
        if (lang is not (null or "vi" or "en")) errors.Add("lang", ErrorCodes.UnknownWord, lang, "vi, en");
        return lang == "en" ? Http.Language.English : Http.Language.Vietnamese;
    }

    /// <summary>The code of a language in HTML.</summary>
    public static string Code(this Language language) => language == Http.Language.English ? "en" : "vi";

    /// <summary>One of two sentences.</summary>
    public static string Say(this Language language, string vietnamese, string english) => language == Http.Language.English ? english : vietnamese;

    /// <summary>A verdict as a word.</summary>
    public static string Word(this Language language, Verdict verdict) => verdict switch
    {
        Verdict.Exceeded => language.Say("vượt", "exceeded"),
        Verdict.Met => language.Say("đạt", "met"),
        Verdict.NotMet => language.Say("chưa đạt", "not met"),
        Verdict.NoData => language.Say("chưa có số liệu", "no data"),
        _ => language.Say("không áp dụng", "not applicable"),
    };

    /// <summary>A sign for each verdict, so that colour is never the only one.</summary>
    public static string Sign(Verdict verdict) => verdict switch
    {
        Verdict.Exceeded => "▲",
        Verdict.Met => "●",
        Verdict.NotMet => "▼",
        _ => "○",
    };

    /// <summary>A percent that never rounds across 100 against its verdict; empty when there is none.</summary>
    public static string Percent(this Language language, decimal? percent, Verdict verdict)
    {
        if (percent is not { } exact) return "";
        var text = Calculation.Percent.Display(exact, verdict).ToString("#,##0.#", CultureInfo.InvariantCulture);
        return language == Http.Language.English ? $"{text}%" : $"{text.Replace(',', ' ').Replace('.', ',').Replace(' ', '.')}%";
    }

    /// <summary>A period in words: a term with an en dash, a year as it is, days as days.</summary>
    public static string Period(Period period) => period.ToString().Replace("--", " – ", StringComparison.Ordinal).Replace('-', period.IsTerm ? '–' : '-');

    /// <summary>Text made safe for HTML and SVG.</summary>
    public static string Safe(string text) => Encoder.Encode(text);
}
