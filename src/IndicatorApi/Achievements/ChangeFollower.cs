using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Achievements;

/// <summary>Tells followers which achievements have changed: those of every unit under which something has, whole.</summary>
public sealed class ChangeFollower(ChangeReadings changes, FactReadings facts, Settings settings)
{
    /// <summary>Reads on from a cursor.</summary>
    /// <param name="request">What is followed.</param>
    /// <param name="after">The cursor; null from the start.</param>
    /// <param name="most">About how many changes: a unit is never parted.</param>
    /// <param name="others">What else is wrong with the call.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<(ChangePortion? Portion, Problem? Problem)> ReadAsync(
        AchievementRequest request, string? after, int most, Errors others, CancellationToken cancellationToken)
    {
        var question = ChangeCursor.NameOf(request.Period, request.OrgUnit, request.Under, request.Indicator, request.Resolution);
        var cursor = after is null ? null : ChangeCursor.Read(after, question, DatabaseMoment.IsSnapshot);
        if (after is not null && cursor is null) others.Add("after", ErrorCodes.InvalidCursor);
        var since = cursor?.Seen is { } seen ? new DatabaseMoment(cursor.Life, seen, cursor.SeenReference) : null;
        await using var reading = await changes.OpenAsync(since, cancellationToken);
        if (request.Read(reading.Reference, null, others, out var problem) is not { } asked) return (null, problem);
        if (cursor is not null && cursor.Life != reading.Now.Life) return (null, new Problem(ErrorCodes.CursorExpired));

        // Whoever left the tree that is followed is told of too: what was in its answer is there no more.
        var wanted = asked.Question.Units?.ToHashSet();
        HashSet<Guid> left = request.Under is null || wanted is null ? [] : [.. reading.Moved.Where(unit => !wanted.Contains(unit))];
        Guid[] units = [.. reading.Units.Where(unit => (wanted is null || wanted.Contains(unit) || left.Contains(unit))
            && !(cursor?.Unit is { } last && unit.CompareTo(last) <= 0))];
        var next = cursor?.Next is { } begun ? new DatabaseMoment(cursor.Life, begun, cursor.NextReference) : reading.Now;
        if (units.Length == 0)
        {
            // Where nothing at all has come, the same cursor says the same as a later one.
            var same = cursor is { Next: null } && reading.Units.Count == 0 && !reading.HasNewReference;
            return (new ChangePortion([], same ? after! : After(next), IsBehind()), null);
        }
        var there = asked.Question with { Units = [.. units.Where(unit => !left.Contains(unit) && reading.Reference.Knows(unit))] };
        var (rows, end) = await RowsAsync(reading, there, most, cancellationToken);
        if (end is { } stop) units = [.. units.TakeWhile(unit => unit.CompareTo(stop) <= 0)];
        var items = await ItemsAsync(reading, asked.Question, units, rows, cancellationToken);
        return (new ChangePortion(items, end is null ? After(next) : Between(end), end is not null || IsBehind()), null);

        // What came while the pages before were read is not in them: whoever stops at the last page would not have it.
        bool IsBehind() => next != reading.Now;

        string Between(Guid? unit) => new ChangeCursor(
            question, reading.Now.Life, cursor?.Seen, cursor?.SeenReference ?? 0, next.Snapshot, next.Reference, unit).Write();

        string After(DatabaseMoment moment) => new ChangeCursor(question, moment.Life, moment.Snapshot, moment.Reference, null, 0, null).Write();
    }

    // Whole units until there are enough; the last of them, or null when all were read.
    private async Task<(List<AchievementRow> Rows, Guid? End)> RowsAsync(
        ChangeReading changed, FactQuestion question, int most, CancellationToken cancellationToken)
    {
        List<AchievementRow> rows = [];
        if (question.Units!.Count == 0) return (rows, null);
        await using var reading = await facts.OpenAsync(changed.Connection, changed.Reference, _ => question with { RowsWanted = most }, cancellationToken);
        await foreach (var target in reading!.TargetsAsync(cancellationToken))
        {
            if (rows.Count >= most && rows[^1].Facts.Unit != target.Unit) return (rows, rows[^1].Facts.Unit);
            rows.Add(new AchievementRow(target, target.Judge(reading.Reference, Detail.Coverage | Detail.Pace), question.Asked, reading.Reference)
            {
                DeploymentBands = settings.Bands,
            });
        }
        return (rows, null);
    }

    private static async Task<List<AchievementChange>> ItemsAsync(
        ChangeReading changed, FactQuestion question, Guid[] units, List<AchievementRow> rows, CancellationToken cancellationToken)
    {
        var versions = await changed.VersionsAsync(units, cancellationToken);
        var present = rows.Select(row => row.TargetId).ToHashSet();
        var gone = (await changed.OnceThereAsync(units, question.Indicator, question.Resolutions, cancellationToken))
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

/// <summary>What has changed, and where to go on.</summary>
/// <param name="Items">The changes.</param>
/// <param name="Next">The cursor to go on from.</param>
/// <param name="HasMore">Whether there is more already, or may be: what came while pages were read is told after the last of them.</param>
public sealed record ChangePortion(IReadOnlyList<AchievementChange> Items, string Next, bool HasMore);
