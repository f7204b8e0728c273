using System.Text.Json.Serialization;
using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Following;

/// <summary>What can be followed: a question whose answer is told unit by unit, whole.</summary>
/// <typeparam name="TItem">What is told of each thing.</typeparam>
public interface IFollowed<TItem>
{
    /// <summary>What tells this question from any other: a cursor belongs to it.</summary>
    IEnumerable<string?> Question { get; }

    /// <summary>What it means with these names; null with a problem.</summary>
    IFollowing<TItem>? Begin(ReferenceData reference, Errors others, out Problem? problem);
}

/// <summary>What is followed, with the names of one moment.</summary>
public interface IFollowing<TItem>
{
    /// <summary>The units whose things are told; all when null.</summary>
    IReadOnlySet<Guid>? Units { get; }

    /// <summary>Whether units may come into it and leave it.</summary>
    bool IsOfATree { get; }

    /// <summary>What is there of the first units, and what is no more, until there are about so many; the last unit, or null when all were read.</summary>
    Task<(IReadOnlyList<TItem> Items, Guid? End)> ReadAsync(ChangeReading reading, ChangedUnits changed, int most, CancellationToken cancellationToken);
}

/// <summary>Whose things are to be told.</summary>
/// <param name="All">The units, in order of id.</param>
/// <param name="Left">Those of them that have left what is followed: nothing of them is there any more.</param>
public sealed record ChangedUnits(IReadOnlyList<Guid> All, IReadOnlySet<Guid> Left)
{
    /// <summary>Rows of whole units, from the first until there are enough; the last unit of them, or null when all were read.</summary>
    public async Task<(ILookup<Guid, TRow> Rows, Guid? End)> RowsAsync<TRow>(int most, Func<TRow, Guid> unit, Func<Guid[], Task<List<TRow>>> load)
    {
        List<TRow> rows = [];
        // One first, for a unit may have more than is asked for; then more and more, for most may have nothing.
        for (int at = 0, size = 1; at < All.Count; size = Math.Min(2 * size, 64))
        {
            if (rows.Count >= most) return (rows.ToLookup(unit), All[at - 1]);
            Guid[] some = [.. All.Skip(at).Take(size)];
            at += some.Length;
            var loaded = (await load(some)).ToLookup(unit);
            foreach (var one in some)
            {
                if (rows.Count >= most) return (rows.ToLookup(unit), some[Array.IndexOf(some, one) - 1]);
                rows.AddRange(loaded[one]);
            }
        }
        return (rows.ToLookup(unit), null);
    }

    /// <summary>The units up to the end of a portion.</summary>
    public IEnumerable<Guid> UpTo(Guid? end) => end is { } last ? All.TakeWhile(unit => unit.CompareTo(last) <= 0) : All;
}

/// <summary>How far a follower is, and how much it takes at once.</summary>
public abstract record FollowRequest
{
    /// <summary>The <c>nextCursor</c> of the answer before, with the same filters; from the start without it. It never gets too old.</summary>
    [QueryParam] public string? After { get; init; }

    /// <summary>About how many changes, 1 to 1000, 100 unless said: a unit is never parted.</summary>
    [QueryParam] public int? Limit { get; init; }

    /// <summary>Seconds to wait for a change where there is none yet, up to 30.</summary>
    [QueryParam] public int? Wait { get; init; }
}

/// <summary>What became of something that is followed.</summary>
public enum ChangeKind
{
    /// <summary>It is there, new or as it was or changed: take it in the place of what you have of the same identity.</summary>
    [JsonStringEnumMemberName("set")] Set,
    /// <summary>It is there no more, if it ever was: drop what you have of this identity.</summary>
    [JsonStringEnumMemberName("removed")] Removed,
}

/// <summary>A page of changes.</summary>
/// <param name="Items">Changes, unit by unit in the order the units were created; a unit is never parted, and has all that is asked for.</param>
/// <param name="NextCursor">The <c>after</c> of the next request; keep it, and ask with it at any time later.</param>
/// <param name="NextLink">The address of the next request.</param>
/// <param name="HasMore">Whether there is more already: ask at once. Only then is the reading not complete yet.</param>
public sealed record ChangePage<TItem>(IReadOnlyList<TItem> Items, string NextCursor, string NextLink, bool HasMore);
