namespace IndicatorApi.Http;

/// <summary>What all bodies of many items share.</summary>
public static class Batches
{
    /// <summary>Adds an error for each item whose key stands earlier in the same body.</summary>
    public static void CheckRepeated<TItem, TKey>(IReadOnlyList<TItem> items, Func<TItem, TKey> key, Func<int, string, string> where, Errors errors)
        where TKey : notnull
    {
        var first = new Dictionary<TKey, int>(items.Count);
        for (var i = 0; i < items.Count && !errors.IsFull; i++)
        {
            if (!first.TryAdd(key(items[i]), i)) errors.Add(where(i, ""), ErrorCodes.RepeatedKey, where(first[key(items[i])], ""));
        }
    }
}
