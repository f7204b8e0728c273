using IndicatorApi.Achievements;
using IndicatorApi.Http;

namespace IndicatorApi.Features.OfficialSheets;

/// <summary>From a unit and a period to its official sheet: the rows of the scorecard, in words.</summary>
public sealed class OfficialQuery(AchievementReadings readings, TimeProvider clock)
{
    /// <summary>The sheet, or why there is none.</summary>
    public async Task<(OfficialSheet? Sheet, Problem? Problem)> ReadAsync(
        AchievementRequest request, string? lang, HttpContext http, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        if (lang is not null and not "vi" and not "en") errors.Add("lang", ErrorCodes.UnknownWord, lang, "vi, en");
        // It says when it was made, so that no two are the same.
        var opened = await readings.OpenAsync(
            request with { IsTagged = false }, http, errors, question => question with { Coverage = false }, cancellationToken);
        if (opened.Reading is not { } reading) return (null, opened.Problem);
        var rows = await reading.RowsAsync(cancellationToken).ToListAsync(cancellationToken);
        return (OfficialSheet.From(reading, request.OrgUnit!, rows, LanguageOf(lang, http.Request), reading.Then ?? clock.GetUtcNow()), null);
    }

    // A document of a Vietnamese office is Vietnamese unless it is asked for otherwise.
    private static Language LanguageOf(string? lang, HttpRequest request) => lang switch
    {
        "vi" => Language.Vietnamese,
        "en" => Language.English,
        _ => RequestLanguage.Of(request) is var asked && request.Headers.AcceptLanguage.Count == 0 ? Language.Vietnamese : asked,
    };
}
