using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Following;
using IndicatorApi.Http;

namespace IndicatorApi.Achievements;

/// <summary>The achievements of a request, to be followed.</summary>
public sealed class FollowedAchievements(AchievementRequest request, FactReadings facts, Settings settings) : IFollowed<AchievementChange>
{
    public IEnumerable<string?> Question => [request.Period, request.OrgUnit, request.Under, request.Indicator, request.Resolution];

    public IFollowing<AchievementChange>? Begin(ReferenceData reference, Errors others, out Problem? problem) =>
        request.Read(reference, null, others, out problem) is { Question: var question }
            ? new Following(question, request.Under is not null, facts, settings) : null;

    private sealed class Following(FactQuestion question, bool isOfATree, FactReadings facts, Settings settings) : IFollowing<AchievementChange>
    {
        public IReadOnlySet<Guid>? Units { get; } = question.Units?.ToHashSet();

        public bool IsOfATree => isOfATree;

        public async Task<(IReadOnlyList<AchievementChange> Items, Guid? End)> ReadAsync(
            ChangeReading reading, ChangedUnits changed, int most, CancellationToken cancellationToken)
        {
            var there = question with { Units = [.. changed.All.Where(unit => !changed.Left.Contains(unit) && reading.Reference.Knows(unit))] };
            var (rows, end) = await RowsAsync(reading, there, most, cancellationToken);
            return (await ItemsAsync(reading, [.. changed.UpTo(end)], rows, cancellationToken), end);
        }

        // Whole units until there are enough; the last of them, or null when all were read.
        private async Task<(List<AchievementRow> Rows, Guid? End)> RowsAsync(
            ChangeReading changed, FactQuestion asked, int most, CancellationToken cancellationToken)
        {
            List<AchievementRow> rows = [];
            if (asked.Units!.Count == 0) return (rows, null);
            await using var reading = await facts.OpenAsync(changed.Connection, changed.Reference, _ => asked with { RowsWanted = most }, cancellationToken);
            await foreach (var target in reading!.TargetsAsync(cancellationToken))
            {
                if (rows.Count >= most && rows[^1].Facts.Unit != target.Unit) return (rows, rows[^1].Facts.Unit);
                rows.Add(new AchievementRow(target, target.Judge(reading.Reference, Detail.Coverage | Detail.Pace), asked.Asked, reading.Reference)
                {
                    DeploymentBands = settings.Bands,
                });
            }
            return (rows, null);
        }

        private async Task<List<AchievementChange>> ItemsAsync(
            ChangeReading changed, Guid[] units, List<AchievementRow> rows, CancellationToken cancellationToken)
        {
            var versions = await changed.VersionsAsync(units, cancellationToken);
            var present = rows.Select(row => row.TargetId).ToHashSet();
            var gone = (await changed.OnceThereAsync(units, question.Indicator, question.Resolutions, cancellationToken))
                .Concat(await changed.OnceInheritedAsync(units, question.Indicator, cancellationToken))
                .Where(once => !present.Contains(once.Target)).ToLookup(once => once.Unit, once => once.Target);
            var codes = await changed.CodesAsync([.. gone.Select(unit => unit.Key)], cancellationToken);
            var there = rows.ToLookup(row => row.Facts.Unit);
            return [.. units.SelectMany(unit => there[unit]
                .Select(row => Change(unit, row.OrgUnit, row.TargetId, row))
                .Concat(gone[unit].Select(target => Change(unit, codes.GetValueOrDefault(unit, ""), target, null))))];

            AchievementChange Change(Guid unit, string code, Guid target, AchievementRow? row) => new()
            {
                Change = row is null ? ChangeKind.Removed : ChangeKind.Set,
                OrgUnit = code,
                TargetId = target,
                Period = question.Asked,
                Version = versions.GetValueOrDefault(unit),
                Achievement = row,
            };
        }
    }
}
