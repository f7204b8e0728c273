using System.Runtime.CompilerServices;
using IndicatorApi.Data;

namespace IndicatorApi.Features.Shared;

/// <summary>Names rows as they stream.</summary>
public static class NamedRows
{
    private const int AtOnce = 500;

    /// <summary>The answers of rows, each named by a picture that knows its unit and indicator.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="cache">Where a newer picture comes from.</param>
    /// <param name="reference">The picture to begin with.</param>
    /// <param name="isNow">Whether rows may name what was added after the picture.</param>
    /// <param name="names">What a row names.</param>
    /// <param name="item">The answer of a row.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async IAsyncEnumerable<T> NamedAsync<TRow, T>(
        this IAsyncEnumerable<TRow> rows, ReferenceDataCache cache, ReferenceData reference, bool isNow,
        Func<TRow, (Guid Unit, Guid Indicator)> names, Func<TRow, ReferenceData, T> item, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var some in rows.Chunk(AtOnce).WithCancellation(cancellationToken))
        {
            if (isNow) reference = await cache.NamingAsync(reference, some, names, cancellationToken);
            foreach (var row in some) yield return item(row, reference);
        }
    }
}
