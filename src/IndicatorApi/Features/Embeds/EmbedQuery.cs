using FastEndpoints;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Embeds;

/// <summary>Reads what embeds show: the achievements of one unit, exactly as the API answers them.</summary>
public sealed class EmbedQuery(AchievementReadings readings)
{
    /// <summary>The card of all targets.</summary>
    public Task<(EmbedCard? Card, IResult? Instead)> ReadAsync(EmbedRequest request, HttpContext http, CancellationToken cancellationToken) =>
        ReadAsync(new AchievementRequest { OrgUnit = request.OrgUnit, Period = request.Period }, request.Lang, http, cancellationToken);

    /// <summary>The card, or the answer that stands in its place: 304 when nothing has changed, or a problem.</summary>
    /// <param name="request">The unit, the period, and one indicator where only that is asked for.</param>
    /// <param name="lang">The language of the address.</param>
    /// <param name="http">The call.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<(EmbedCard? Card, IResult? Instead)> ReadAsync(
        AchievementRequest request, string? lang, HttpContext http, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var language = EmbedWords.Language(errors, lang);
        var opened = await readings.OpenAsync(request, http, errors, cancellationToken);
        if (opened.Problem is { } problem) return (null, problem);
        // Pages all over ask for the same few embeds: a minute is soon enough, and a cache in between may answer.
        http.Response.Headers.CacheControl = http.User.Identity?.IsAuthenticated == true ? "private, no-cache" : "public, max-age=60";
        if (opened.Reading is not { } reading) return (null, opened.Instead);

        var reference = reading.Reference;
        var lines = await reading.RowsAsync(Detail.None, cancellationToken).Select(row =>
        {
            var indicator = reference.Indicator(row.Facts.Indicator);
            return new EmbedLine(Name(language, indicator.Name, indicator.NameEn), row.TargetText, row.Percent, row.Verdict);
        }).ToListAsync(cancellationToken);
        var unit = reference.Unit(request.OrgUnit!)!;
        return (new EmbedCard(language, unit.Code, Name(language, unit.Name, unit.NameEn), reading.Asked, lines), null);
    }

    private static string Name(Language language, string name, string? english) => language == Language.English ? english ?? name : name;
}

/// <summary>Whose scorecard, and for when: as a page or as a badge.</summary>
public sealed record EmbedRequest
{
    /// <summary>The unit's code.</summary>
    [RouteParam] public required string OrgUnit { get; init; }

    /// <summary>The period asked for.</summary>
    [RouteParam] public required string Period { get; init; }

    /// <summary>Its language, vi or en; Vietnamese when left out.</summary>
    [QueryParam] public string? Lang { get; init; }
}

/// <summary>What an embed shows.</summary>
/// <param name="Language">Its language.</param>
/// <param name="Unit">Code of the unit.</param>
/// <param name="UnitName">Its name in that language.</param>
/// <param name="Period">The period asked for.</param>
/// <param name="Lines">Its targets, in the order of its resolutions.</param>
public sealed record EmbedCard(Language Language, string Unit, string UnitName, Period Period, IReadOnlyList<EmbedLine> Lines)
{
    /// <summary>How many were judged so.</summary>
    public int Count(Verdict verdict) => Lines.Count(line => line.Verdict == verdict);

    /// <summary>Met or better, of all that apply: the two numbers of "15/18 chỉ tiêu đạt và vượt".</summary>
    public (int Reached, int Applicable) Score => (Count(Verdict.Exceeded) + Count(Verdict.Met), Lines.Count - Count(Verdict.NotAssessable));
}

/// <summary>One target of an embed.</summary>
/// <param name="Indicator">The indicator's name.</param>
/// <param name="TargetText">The target as the resolution says it.</param>
/// <param name="Percent">The percent, if there is one.</param>
/// <param name="Verdict">The verdict.</param>
public sealed record EmbedLine(string Indicator, string TargetText, decimal? Percent, Verdict Verdict);
