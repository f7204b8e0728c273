using System.Runtime.CompilerServices;

namespace IndicatorApi.Client;

/// <summary>Follows changes: pages of them, one after the other, for as long as they are waited for.</summary>
/// <remarks>
/// Keep the cursor of a page once what is on it is stored: a program that ends goes on after it. A cursor of another database is a
/// <see cref="ProblemException"/> with the code <c>cursor_expired</c>: start again without one.
/// </remarks>
public static class Changes
{
    /// <summary>Longest time that one request waits.</summary>
    private const int Wait = 30;

    /// <summary>Changes of achievements.</summary>
    public static IAsyncEnumerable<ChangePageOfAchievementChange> OfAchievementsAsync(
        this IndicatorApiClient client, string period, string? after = null, string? orgUnit = null, string? under = null, string? indicator = null,
        string? resolution = null, bool waits = true, CancellationToken cancellationToken = default) => FollowAsync(
            (cursor, wait) => client.ListAchievementChangesAsync(
                orgUnit: orgUnit, under: under, indicator: indicator, period: period, resolution: resolution, after: cursor, wait: wait,
                cancellationToken: cancellationToken),
            page => (page.NextCursor, page.HasMore, page.Items.Count), after, waits, cancellationToken);

    /// <summary>Changes of reported figures.</summary>
    public static IAsyncEnumerable<ChangePageOfActualChangeItem> OfActualsAsync(
        this IndicatorApiClient client, string? after = null, string? orgUnit = null, string? indicator = null, string? period = null, bool waits = true,
        CancellationToken cancellationToken = default) => FollowAsync(
            (cursor, wait) => client.ListActualChangesAsync(
                orgUnit: orgUnit, indicator: indicator, period: period, after: cursor, wait: wait, cancellationToken: cancellationToken),
            page => (page.NextCursor, page.HasMore, page.Items.Count), after, waits, cancellationToken);

    /// <summary>Changes of targets.</summary>
    public static IAsyncEnumerable<ChangePageOfTargetChangeItem> OfTargetsAsync(
        this IndicatorApiClient client, string? after = null, string? orgUnit = null, string? indicator = null, string? resolution = null, bool waits = true,
        CancellationToken cancellationToken = default) => FollowAsync(
            (cursor, wait) => client.ListTargetChangesAsync(
                orgUnit: orgUnit, indicator: indicator, resolution: resolution, after: cursor, wait: wait, cancellationToken: cancellationToken),
            page => (page.NextCursor, page.HasMore, page.Items.Count), after, waits, cancellationToken);

    private static async IAsyncEnumerable<TPage> FollowAsync<TPage>(
        Func<string?, int, Task<Answer<TPage>>> read, Func<TPage, (string Next, bool HasMore, int Count)> of, string? after, bool waits,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The first time it only looks; once it has caught up it waits for what comes.
        for (var wait = 0; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = (await read(after, wait).ConfigureAwait(false)).Result;
            var (next, hasMore, count) = of(page);
            if (count > 0 || next != after) yield return page;
            after = next;
            if (hasMore) continue;
            if (!waits) yield break;
            wait = Wait;
        }
    }
}
