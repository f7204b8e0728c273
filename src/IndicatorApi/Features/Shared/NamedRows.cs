using System.Runtime.CompilerServices;
using IndicatorApi.Data;

namespace IndicatorApi.Features.Shared;

/// <summary>Names rows as they stream.</summary>
public static class NamedRows
{
    private const int AtOnce = 500;

    /// <summary>The answers of rows, each named by a picture that knows its unit and indicator.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="by">What names them.</param>
    /// <param name="names">What a row names.</param>
    /// <param name="item">The answer of a row.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async IAsyncEnumerable<T> NamedAsync<TRow, T>(
        this IAsyncEnumerable<TRow> rows, Naming by, Func<TRow, (Guid Unit, Guid? Indicator)> names, Func<TRow, ReferenceData, T> item,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reference = by.Reference;
        await foreach (var some in rows.Chunk(AtOnce).WithCancellation(cancellationToken))
        {
            if (by.IsNow) reference = await by.Cache.NamingAsync(reference, some, names, cancellationToken);
            foreach (var row in some) yield return item(row, reference);
        }
    }
}

/// <summary>What names rows as they stream.</summary>
/// <param name="Cache">Where a newer picture comes from.</param>
/// <param name="Reference">The picture to begin with.</param>
/// <param name="IsNow">Whether rows may name what was added after the picture.</param>
public readonly record struct Naming(ReferenceDataCache Cache, ReferenceData Reference, bool IsNow);
