using System.Runtime.CompilerServices;

namespace IndicatorApi.Client;

/// <summary>Lists whose pages come one after the other.</summary>
public static class Pages
{
    /// <summary>Everything in a list; the next page is asked for when the one before has been used up.</summary>
    /// <param name="read">Reads the page of a cursor; the first of null.</param>
    /// <param name="page">What is on a page, and the cursor of the next one; null at the end.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async IAsyncEnumerable<TItem> AllAsync<TPage, TItem>(
        Func<string?, Task<Answer<TPage>>> read, Func<TPage, (IReadOnlyList<TItem> Items, string? Next)> page,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? cursor = null;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (items, next) = page((await read(cursor).ConfigureAwait(false)).Result);
            foreach (var item in items) yield return item;
            cursor = next;
        }
        while (cursor is not null);
    }
}
