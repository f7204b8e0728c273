using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Achievements;

/// <summary>From a unit and a period to its official sheet: the rows of the scorecard, in words.</summary>
public static class OfficialQuery
{
    /// <summary>The sheet, or why there is none.</summary>
    public static async Task<(OfficialSheet? Sheet, Problem? Problem)> ReadAsync(
        AchievementFilter filter, string? asOf, string? lang, HttpContext http, AchievementQuery query, Moments moments, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (reference, then, refused) = await moments.BeginAsync(asOf, filter.IsKnownTo, cancellationToken);
        if (reference is null) return (null, refused);
        var errors = new Errors();
        var (question, _) = filter.Read(reference, then, errors, out var unknown);
        if (lang is not null and not "vi" and not "en") errors.Add("lang", ErrorCodes.UnknownWord, lang, "vi, en");
        if (errors.AreFatal(out var problem)) return (null, problem);
        if (unknown is not null || question is null) return (null, unknown);

        List<(TargetFacts, AchievementRow)> rows = [];
        await foreach (var (chunk, facts, row) in query.RowsAsync(question with { Coverage = false }, null, reference, cancellationToken))
        {
            reference = chunk.Reference;
            rows.Add((facts, row));
        }
        return (OfficialSheet.From(reference.Unit(filter.OrgUnit!)!, question.Asked, rows, reference, LanguageOf(lang, http.Request), then ?? clock.GetUtcNow(), then is not null), null);
    }

    // A document of a Vietnamese office is Vietnamese unless it is asked for otherwise.
    private static Language LanguageOf(string? lang, HttpRequest request) => lang switch
    {
        "vi" => Language.Vietnamese,
        "en" => Language.English,
        _ => RequestLanguage.Of(request) is var asked && request.Headers.AcceptLanguage.Count == 0 ? Language.Vietnamese : asked,
    };
}
