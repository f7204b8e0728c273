using System.Globalization;
using IndicatorApi.Achievements;
using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Achievements;

public sealed class ListAchievements : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/achievements", HandleAsync)
        .Produces<Page<AchievementRow>>().WithFiles(AchievementFile.All);

    /// <summary>How much of its targets each unit has achieved: flat rows, units in the order they were created, a unit's in the order of its resolutions.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="fields">Only these members, parted by commas.</param>
    /// <param name="file">In which format.</param>
    /// <param name="page">Which page, for json.</param>
    internal static async Task<IResult> HandleAsync(
        [AsParameters] AchievementRequest filter, string? fields, [AsParameters] FileRequest file, [AsParameters] PageRequest page,
        HttpContext http, AchievementReadings readings, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var columns = AchievementColumns.Columns.Pick(fields, errors);
        var choice = file.Read(errors, AchievementFile.All);
        if (choice?.Format is AchievementFile && fields is not null) errors.Add("fields", ErrorCodes.InvalidQuery, "this format has its own members");
        var size = page.Size(errors);
        var place = Place.After(page, errors);
        var opened = await readings.OpenAsync(filter, http, errors, question => question with
        {
            AfterUnit = choice is null ? JustBefore(place?.Unit) : null,
            Coverage = columns.Any(column => column.Name == "coverage"),
            RowsWanted = choice is null ? size + 1 : null,
        }, cancellationToken);
        if (opened.Reading is not { } reading) return opened.Instead;
        var rows = reading.RowsAsync(cancellationToken);
        if (choice is not null)
        {
            return FileAnswer.Of(choice, columns, rows, "achievements",
                filter.OrgUnit ?? filter.Under, filter.Resolution, filter.Indicator, filter.Group, reading.Asked.ToString());
        }
        var found = await rows.Where(row => place is null || Place.Of(row.Facts.Target).CompareTo(place) > 0).Take(size + 1).ToListAsync(cancellationToken);
        return new RowsPage(Pages.From(http, found, size, row => Place.Of(row.Facts.Target).Parts, row => row), columns);
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

        public static Place? After(PageRequest page, Errors errors)
        {
            if (page.After(errors, 4) is not [var unit, var resolution, var position, var target]) return null;
            if (Guid.TryParse(unit, out var unitId) && Guid.TryParse(resolution, out var resolutionId)
                && int.TryParse(position, CultureInfo.InvariantCulture, out var number) && Guid.TryParse(target, out var targetId))
                return new Place(unitId, resolutionId, number, targetId);
            errors.Add("cursor", ErrorCodes.InvalidCursor);
            return null;
        }

        public int CompareTo(Place? other) => (Unit, Resolution, Position, Target).CompareTo((other!.Unit, other.Resolution, other.Position, other.Target));
    }
}
