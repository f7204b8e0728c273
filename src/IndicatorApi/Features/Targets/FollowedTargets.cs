using IndicatorApi.Data;
using IndicatorApi.Following;
using IndicatorApi.Http;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Targets;

/// <summary>The targets of a request, to be followed.</summary>
public sealed class FollowedTargets(ListTargetChangesRequest request) : IFollowed<TargetChangeItem>
{
    public IEnumerable<string?> Question => ["targets", request.OrgUnit, request.Indicator, request.Resolution];

    public IFollowing<TargetChangeItem>? Begin(ReferenceData reference, Errors others, out Problem? problem)
    {
        if (others.AreFatal(out problem)) return null;
        var unit = request.OrgUnit is null ? null : reference.Unit(request.OrgUnit);
        var indicator = request.Indicator is null ? null : reference.Indicator(request.Indicator);
        var resolution = request.Resolution is null ? null : reference.Resolution(request.Resolution);
        problem = request.OrgUnit is not null && unit is null ? Problem.Unknown(Noun.OrganisationUnit, request.OrgUnit)
            : request.Indicator is not null && indicator is null ? Problem.Unknown(Noun.Indicator, request.Indicator)
            : request.Resolution is not null && resolution is null ? Problem.Unknown(Noun.Resolution, request.Resolution) : null;
        return problem is not null ? null : new Following(unit?.Id, indicator?.Id, resolution?.Id);
    }

    private sealed class Following(Guid? unit, Guid? indicator, Guid? resolution) : IFollowing<TargetChangeItem>
    {
        public IReadOnlySet<Guid>? Units { get; } = unit is { } one ? new HashSet<Guid> { one } : null;

        public bool IsOfATree => false;

        public async Task<(IReadOnlyList<TargetChangeItem> Items, Guid? End)> ReadAsync(
            ChangeReading reading, ChangedUnits changed, int most, CancellationToken cancellationToken)
        {
            await using var context = reading.Rows();
            var (rows, end) = await changed.RowsAsync(most, row => row.OrganisationUnitId, some => context.Targets.AsNoTracking()
                .Where(row => some.Contains(row.OrganisationUnitId) && (indicator == null || row.IndicatorId == indicator)
                    && (resolution == null || row.ResolutionId == resolution))
                .OrderBy(row => row.OrganisationUnitId).ThenBy(row => row.ResolutionId).ThenBy(row => row.Position).ToListAsync(cancellationToken));
            Guid[] units = [.. changed.UpTo(end)];
            var versions = await reading.VersionsAsync(units, cancellationToken);
            var present = rows.SelectMany(of => of).Select(row => row.Id).ToHashSet();
            var gone = (await reading.OnceThereAsync(units, indicator, resolution is { } id ? [id] : null, cancellationToken))
                .Where(once => !present.Contains(once.Target)).ToLookup(once => once.Unit, once => once.Target);
            var codes = await reading.CodesAsync(units, cancellationToken);
            return ([.. units.SelectMany(at => rows[at]
                .Select(row => Item(at, row.Id, TargetResponse.From(row, reading.Reference)))
                .Concat(gone[at].Select(target => Item(at, target, null))))], end);

            TargetChangeItem Item(Guid at, Guid target, TargetResponse? shown) => new()
            {
                Change = shown is null ? ChangeKind.Removed : ChangeKind.Set,
                OrgUnit = codes.GetValueOrDefault(at, ""),
                TargetId = target,
                Version = versions.GetValueOrDefault(at),
                Target = shown,
            };
        }
    }
}

/// <summary>One target of a unit under which something was written.</summary>
public sealed record TargetChangeItem
{
    /// <summary>What to do with it.</summary>
    public required ChangeKind Change { get; init; }

    /// <summary>Code of the unit; of one that is no more its last one.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>The target's id: its identity.</summary>
    public required Guid TargetId { get; init; }

    /// <summary>The version of the unit's facts, one more with every write to them.</summary>
    public required long Version { get; init; }

    /// <summary>The target as it is now; null when it was removed.</summary>
    public required TargetResponse? Target { get; init; }
}
