using FastEndpoints;
using IndicatorApi.Achievements;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.OfficialSheets;

/// <summary>From a unit and a period to its official sheet: the rows of the scorecard, in words.</summary>
public sealed class OfficialQuery(AchievementReadings readings, IndicatorDbContext context, TimeProvider clock)
{
    /// <summary>The sheet, or why there is none.</summary>
    public async Task<(OfficialSheet? Sheet, Problem? Problem)> ReadAsync(OfficialSheetRequest request, HttpContext http, CancellationToken cancellationToken)
    {
        var lang = request.Lang;
        var errors = new Errors();
        if (lang is not null and not "vi" and not "en") errors.Add("lang", ErrorCodes.UnknownWord, lang, "vi, en");
        var which = request.Narrow() with
        {
            OrgUnit = request.OrgUnit,
            Period = request.Period,
            Resolution = request.Resolution,
            Compare = request.Compare,
            // It says when it was made, so that no two are the same.
            IsTagged = false,
        };
        var opened = await readings.OpenAsync(which, http, errors, cancellationToken);
        if (opened.Reading is not { } reading) return (null, opened.Problem);
        var rows = await reading.RowsAsync(cancellationToken).ToListAsync(cancellationToken);
        var remedies = await RemediesAsync(reading, request.OrgUnit, cancellationToken);
        return (OfficialSheet.From(reading, request.OrgUnit, rows, remedies, LanguageOf(lang, http.Request), reading.Then ?? clock.GetUtcNow()), null);
    }

    // What the unit has answered about times that touch the period, target by target, the oldest question first; a question alone is not for signing.
    private async Task<ILookup<Guid, Remedy>> RemediesAsync(AchievementReading reading, string orgUnit, CancellationToken cancellationToken)
    {
        var (reference, then) = (reading.Reference, reading.Then);
        var unit = reference.Unit(orgUnit)!.Id;
        var asked = reference.Calendar.Days(unit, reading.Asked);
        var versions = await context.Remedies.AsNoTracking()
            .Where(row => row.OrganisationUnitId == unit && (then == null || row.RecordedAt <= then)).ToListAsync(cancellationToken);
        return versions.GroupBy(row => row.Id).OrderBy(group => group.Key).Select(group => group.MaxBy(row => row.RowVersion)!)
            .Where(row => row.Cause is not null && row.State != RemedyState.Withdrawn && reference.Calendar.Days(unit, row.Period).Overlaps(asked))
            .ToLookup(row => row.TargetId);
    }

    // A document of a Vietnamese office is Vietnamese unless it is asked for otherwise.
    private static Language LanguageOf(string? lang, HttpRequest request) => lang switch
    {
        "vi" => Language.Vietnamese,
        "en" => Language.English,
        _ => RequestLanguage.Of(request) is var asked && request.Headers.AcceptLanguage.Count == 0 ? Language.Vietnamese : asked,
    };
}

/// <summary>Whose sheet, and for when.</summary>
public sealed record OfficialSheetRequest : NarrowedRequest
{
    /// <summary>The unit's code.</summary>
    [RouteParam] public required string OrgUnit { get; init; }

    /// <summary>The period asked for.</summary>
    [RouteParam] public required string Period { get; init; }

    /// <summary>Only targets of this resolution.</summary>
    [QueryParam] public string? Resolution { get; init; }

    /// <summary>Compares each line with earlier periods: <c>previous</c>, <c>samePeriodLastYear</c>, or both parted by a comma.</summary>
    [QueryParam] public string? Compare { get; init; }

    /// <summary>vi or en; else by Accept-Language, else Vietnamese.</summary>
    [QueryParam] public string? Lang { get; init; }
}
