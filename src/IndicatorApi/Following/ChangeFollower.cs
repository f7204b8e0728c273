using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Following;

/// <summary>Tells followers what has changed: everything of every unit under which something has, whole.</summary>
public sealed class ChangeFollower(ChangeReadings changes)
{
    /// <summary>Reads on from a cursor.</summary>
    /// <param name="followed">What is followed.</param>
    /// <param name="after">The cursor; null from the start.</param>
    /// <param name="most">About how many changes: a unit is never parted.</param>
    /// <param name="others">What else is wrong with the call.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<(ChangePortion<TItem>? Portion, Problem? Problem)> ReadAsync<TItem>(
        IFollowed<TItem> followed, string? after, int most, Errors others, CancellationToken cancellationToken)
    {
        var question = ChangeCursor.NameOf(followed.Question);
        var cursor = after is null ? null : ChangeCursor.Read(after, question, DatabaseMoment.IsSnapshot);
        if (after is not null && cursor is null) others.Add("after", ErrorCodes.InvalidCursor);
        var since = cursor?.Seen is { } seen ? new DatabaseMoment(cursor.Life, seen, cursor.SeenReference) : null;
        await using var reading = await changes.OpenAsync(since, cancellationToken);
        if (followed.Begin(reading.Reference, others, out var problem) is not { } following) return (null, problem);
        if (cursor is not null && cursor.Life != reading.Now.Life) return (null, new Problem(ErrorCodes.CursorExpired));

        // Whoever left the tree that is followed is told of too: what was in its answer is there no more.
        var wanted = following.Units;
        HashSet<Guid> left = wanted is null || !following.IsOfATree ? [] : [.. reading.Moved.Where(unit => !wanted.Contains(unit))];
        Guid[] units = [.. reading.Units.Where(unit => (wanted is null || wanted.Contains(unit) || left.Contains(unit))
            && !(cursor?.Unit is { } last && unit.CompareTo(last) <= 0))];
        var next = cursor?.Next is { } begun ? new DatabaseMoment(cursor.Life, begun, cursor.NextReference) : reading.Now;
        if (units.Length == 0)
        {
            // Where nothing at all has come, the same cursor says the same as a later one.
            var same = cursor is { Next: null } && reading.Units.Count == 0 && !reading.HasNewReference;
            return (new ChangePortion<TItem>([], same ? after! : After(next), IsBehind()), null);
        }
        var (items, end) = await following.ReadAsync(reading, new ChangedUnits(units, left), most, cancellationToken);
        return (new ChangePortion<TItem>(items, end is null ? After(next) : Between(end), end is not null || IsBehind()), null);

        // What came while the pages before were read is not in them: whoever stops at the last page would not have it.
        bool IsBehind() => next != reading.Now;

        string Between(Guid? unit) => new ChangeCursor(
            question, reading.Now.Life, cursor?.Seen, cursor?.SeenReference ?? 0, next.Snapshot, next.Reference, unit).Write();

        string After(DatabaseMoment moment) => new ChangeCursor(question, moment.Life, moment.Snapshot, moment.Reference, null, 0, null).Write();
    }
}

/// <summary>What has changed, and where to go on.</summary>
/// <param name="Items">The changes.</param>
/// <param name="Next">The cursor to go on from.</param>
/// <param name="HasMore">Whether there is more already, or may be: what came while pages were read is told after the last of them.</param>
public sealed record ChangePortion<TItem>(IReadOnlyList<TItem> Items, string Next, bool HasMore);
