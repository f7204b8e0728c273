using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Figures;
using IndicatorApi.Following;
using IndicatorApi.Http;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Actuals;

/// <summary>The figures of a request, to be followed.</summary>
public sealed class FollowedActuals(ListActualChangesRequest request) : IFollowed<ActualChangeItem>
{
    public IEnumerable<string?> Question => ["actuals", request.OrgUnit, request.Indicator, request.Period];

    public IFollowing<ActualChangeItem>? Begin(ReferenceData reference, Errors others, out Problem? problem)
    {
        var period = ParameterText.Period(others, "period", request.Period);
        if (others.AreFatal(out problem)) return null;
        var unit = request.OrgUnit is null ? null : reference.Unit(request.OrgUnit);
        var indicator = request.Indicator is null ? null : reference.Indicator(request.Indicator);
        problem = request.OrgUnit is not null && unit is null ? Problem.Unknown(Noun.OrganisationUnit, request.OrgUnit)
            : request.Indicator is not null && indicator is null ? Problem.Unknown(Noun.Indicator, request.Indicator) : null;
        return problem is not null ? null : new Following(unit?.Id, indicator?.Id, period?.ToString());
    }

    private sealed class Following(Guid? unit, Guid? indicator, string? period) : IFollowing<ActualChangeItem>
    {
        public IReadOnlySet<Guid>? Units { get; } = unit is { } one ? new HashSet<Guid> { one } : null;

        public bool IsOfATree => false;

        public async Task<(IReadOnlyList<ActualChangeItem> Items, Guid? End)> ReadAsync(
            ChangeReading reading, ChangedUnits changed, int most, CancellationToken cancellationToken)
        {
            await using var context = reading.Rows();
            var (rows, end) = await changed.RowsAsync(most, row => row.OrganisationUnitId, some => Asked(context.Actuals, some)
                .OrderBy(row => row.OrganisationUnitId).ThenBy(row => row.IndicatorId).ThenBy(row => row.GroupCode).ThenBy(row => row.Period)
                .ToListAsync(cancellationToken));
            Guid[] units = [.. changed.UpTo(end)];
            var versions = await reading.VersionsAsync(units, cancellationToken);
            var gone = (reading.IsFromTheStart ? [] : await Asked(context.ActualRevisions, units)
                    .Where(row => row.Deleted && !context.Actuals.Any(actual => actual.OrganisationUnitId == row.OrganisationUnitId
                        && actual.IndicatorId == row.IndicatorId && actual.GroupCode == row.GroupCode && actual.Period == row.Period))
                    .Select(row => new { row.OrganisationUnitId, row.IndicatorId, row.GroupCode, row.Period }).Distinct()
                    .OrderBy(row => row.IndicatorId).ThenBy(row => row.GroupCode).ThenBy(row => row.Period).ToListAsync(cancellationToken))
                .ToLookup(row => row.OrganisationUnitId);
            var codes = await reading.CodesAsync(units, cancellationToken);
            var indicators = await reading.IndicatorCodesAsync(
                [.. rows.SelectMany(of => of).Select(row => row.IndicatorId).Concat(gone.SelectMany(of => of).Select(row => row.IndicatorId)).Distinct()],
                cancellationToken);
            return ([.. units.SelectMany(at => rows[at]
                .Select(row => Item(at, row.IndicatorId, row.GroupCode, row.Period, ActualResponse.From(row, reading.Reference)))
                .Concat(gone[at].Select(row => Item(at, row.IndicatorId, row.GroupCode, row.Period, null))))], end);

            ActualChangeItem Item(Guid at, Guid what, string group, string when, ActualResponse? actual) => new()
            {
                Change = actual is null ? ChangeKind.Removed : ChangeKind.Set,
                OrgUnit = codes.GetValueOrDefault(at, ""),
                Indicator = indicators.GetValueOrDefault(what, ""),
                Period = Period.Parse(when, null),
                Group = group.Length > 0 ? group : null,
                Version = versions.GetValueOrDefault(at),
                Actual = actual,
            };
        }

        private IQueryable<T> Asked<T>(IQueryable<T> rows, Guid[] units) where T : ActualFigure => rows.AsNoTracking()
            .Where(row => units.Contains(row.OrganisationUnitId) && (indicator == null || row.IndicatorId == indicator)
                && (period == null || row.Period == period));
    }
}

/// <summary>One figure of a unit under which something was written.</summary>
public sealed record ActualChangeItem
{
    /// <summary>What to do with it.</summary>
    public required ChangeKind Change { get; init; }

    /// <summary>Code of the unit; with the indicator, the period and the sub-group the identity of a figure.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Code of the indicator.</summary>
    public required string Indicator { get; init; }

    /// <summary>The time it is about.</summary>
    public required Period Period { get; init; }

    /// <summary>The sub-group it is for; null for the whole.</summary>
    public required string? Group { get; init; }

    /// <summary>The version of the unit's facts, one more with every write to them.</summary>
    public required long Version { get; init; }

    /// <summary>The figure as it is now; null when it was withdrawn.</summary>
    public required ActualResponse? Actual { get; init; }
}
