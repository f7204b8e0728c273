using System.Globalization;
using FastEndpoints;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Mapster;

namespace IndicatorApi.Features.Achievements;

public sealed class ListAchievements(AchievementReadings readings, ReferenceDataCache cache)
    : Endpoint<ListAchievementsRequest, IResult>
{
    public override void Configure()
    {
        Get("/api/v1/achievements");
        Group<AchievementsGroup>();
        Policies(Right.Read);
        Description(route => route.Produces<Page<AchievementRow>>().WithFiles(AchievementFile.All).WithMetadata(new AnswerIsKept()));
    }

    /// <summary>How much of its targets each unit has achieved: flat rows, units in the order they were created, a unit's in the order of its
    /// resolutions.</summary>
    public override async Task<IResult> ExecuteAsync(ListAchievementsRequest request, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var columns = AchievementColumns.Columns.Pick(request.Fields, errors);
        var choice = FileChoice.Of(request, HttpContext.Request, errors, AchievementFile.All);
        if (choice?.Format is AchievementFile && request.Fields is not null) errors.Add("fields", ErrorCodes.InvalidQuery, "this format has its own members");
        // A standard's own members are none of these.
        var detail = choice?.Format is AchievementFile ? Detail.None : AchievementColumns.DetailOf(columns);
        var size = request.Size(errors);
        var place = Place.After(request, HttpContext, errors);
        var resumed = ResumedRows.Of(request, choice, cache.Latest, errors);
        var opened = await readings.OpenAsync(Mapping.To<ListAchievementsRequest, AchievementRequest>(request), HttpContext, errors, question => question with
        {
            AfterUnit = JustBefore(choice is null ? place?.Unit : resumed?.Unit),
            RowsWanted = choice is null ? size + 1 : null,
        }, cancellationToken);
        if (opened.Reading is not { } reading) return opened.Instead;
        var rows = reading.RowsAsync(detail, cancellationToken);
        if (choice is not null)
        {
            if (resumed is not null && await resumed.IsMissingAsync(rows, cancellationToken)) return new Problem([ResumedRows.Unknown]);
            return FileAnswer.Of(choice with { IsRest = resumed is not null }, columns, resumed?.RestAsync(cancellationToken) ?? rows, "achievements",
                request.OrgUnit ?? request.Under, request.Resolution, request.Indicator, request.Group, reading.Asked.ToString());
        }
        var found = await rows.Where(row => place is null || Place.Of(row.Facts.Target).CompareTo(place) > 0).Take(size + 1).ToListAsync(cancellationToken);
        return new RowsPage(Pages.From(HttpContext, found, size, row => Place.Of(row.Facts.Target).Parts, row => row), columns);
    }

    // The greatest id below this one, so that reading after it begins with this unit itself.
    private static Guid? JustBefore(Guid? unit)
    {
        if (unit is null) return null;
        Span<byte> bytes = stackalloc byte[16];
        unit.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        for (var i = 15; i >= 0; i--)
        {
            // From zero it borrows of the byte before.
            if (unchecked(bytes[i]--) != 0) return new Guid(bytes, bigEndian: true);
        }
        return null;
    }

    /// <summary>Where a row stands in the order of the list; it stays there whatever is written meanwhile.</summary>
    private sealed record Place(Guid Unit, Guid Resolution, int Position, Guid Target) : IComparable<Place>
    {
        public string[] Parts => [$"{Unit}", $"{Resolution}", Position.ToString(CultureInfo.InvariantCulture), $"{Target}"];

        public static Place Of(StoredTarget target) => new(target.Unit, target.Resolution, target.Position, target.Id);

        public static Place? After(IPaged page, HttpContext http, Errors errors)
        {
            if (page.After(http, errors, 4) is not [var unit, var resolution, var position, var target]) return null;
            if (Guid.TryParse(unit, out var unitId) && Guid.TryParse(resolution, out var resolutionId)
                && int.TryParse(position, CultureInfo.InvariantCulture, out var number) && Guid.TryParse(target, out var targetId))
                return new Place(unitId, resolutionId, number, targetId);
            errors.Add("cursor", ErrorCodes.InvalidCursor);
            return null;
        }

        public int CompareTo(Place? other) => (Unit, Resolution, Position, Target).CompareTo((other!.Unit, other.Resolution, other.Position, other.Target));
    }
}

/// <summary>Which achievements.</summary>
public sealed record ListAchievementsRequest : ListRequest
{
    /// <summary>Only this unit's; all units without it.</summary>
    [QueryParam] public string? OrgUnit { get; init; }

    /// <summary>Only of this unit and all under it.</summary>
    [QueryParam] public string? Under { get; init; }

    /// <summary>Only of this indicator.</summary>
    [QueryParam] public string? Indicator { get; init; }

    /// <summary>The period asked for; required.</summary>
    [QueryParam] public string? Period { get; init; }

    /// <summary>Only targets of this resolution.</summary>
    [QueryParam] public string? Resolution { get; init; }

    /// <summary>Only targets of documents of these kinds, parted by commas: <c>congress,yearlyPlan</c>.</summary>
    [QueryParam] public string? Kind { get; init; }

    /// <summary>Only targets that these issued, parted by commas: <c>congress,council</c>.</summary>
    [QueryParam] public string? Issuer { get; init; }

    /// <summary>Only targets that this office answers for, as written with the target.</summary>
    [QueryParam] public string? Lead { get; init; }

    /// <summary>Only rows judged so; several, parted by commas.</summary>
    [QueryParam] public string? Verdict { get; init; }

    /// <summary>Only targets for this sub-group.</summary>
    [QueryParam] public string? Group { get; init; }

    /// <summary>Compares each row with earlier periods: <c>previous</c>, <c>samePeriodLastYear</c>, or both parted by a comma.</summary>
    [QueryParam] public string? Compare { get; init; }

    /// <summary>The answer as the facts stood at this instant (2023-01-31T17:00:00Z).</summary>
    [QueryParam] public string? AsOf { get; init; }

    /// <summary>Set against targets as they stand (<c>revised</c>, the default) or as first set (<c>original</c>).</summary>
    [QueryParam] public string? Against { get; init; }

    /// <summary>Who is under whom: as on the last day of the period (the default), as on a day (asOf:2022-12-31), or as today.</summary>
    [QueryParam] public string? Boundaries { get; init; }

    /// <summary>Goes on with a file that broke off: <c>orgUnit,targetId</c> of the last whole row that you have. With <c>format=ndjson</c> or <c>csv</c>
    /// (whose header line does not come again) and the <c>asOf</c> of the first request, so that both are of one moment.</summary>
    [QueryParam] public string? After { get; init; }

    /// <summary>Only these members, parted by commas.</summary>
    [QueryParam] public string? Fields { get; init; }
}

internal sealed class AchievementRequestMapping : IRegister
{
    public void Register(TypeAdapterConfig config) => config.NewConfig<ListAchievementsRequest, AchievementRequest>();
}
