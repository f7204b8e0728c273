using System.Text.Json.Serialization;

namespace IndicatorApi.Http;

/// <summary>Many items in one body.</summary>
/// <typeparam name="T">What one item is.</typeparam>
public sealed record Batch<T> : IJsonOnDeserialized
{
    /// <summary>Most items in one body.</summary>
    public const int MostItems = 10_000;

    /// <summary>The items, at most 10,000; stored all or none.</summary>
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>Check and count, store nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether the one item is a body of its own.</summary>
    [JsonIgnore]
    public bool IsSingle { get; private init; }

    /// <summary>One item that is a body of its own: what stores many stores it too.</summary>
    public static Batch<T> One(T item) => new() { Items = [item], IsSingle = true };

    /// <summary>Where in the body an item's member stands: <c>items[3].value</c>, or <c>value</c> in a body of its own.</summary>
    public string Where(int index, string member) => IsSingle ? member : $"items[{index}]{(member.Length > 0 ? "." : "")}{member}";

    void IJsonOnDeserialized.OnDeserialized()
    {
        // It comes before the reader says that a member is missing.
        if (Items is null) return;
        if (Items.Any(item => item is null)) throw new WireException(ErrorCodes.Required);
        if (Items.Count > MostItems) throw new WireException(ErrorCodes.TooMany, MostItems);
    }
}

/// <summary>What a batch did.</summary>
/// <param name="Created">Items that were new.</param>
/// <param name="Updated">Items that replaced other content.</param>
/// <param name="Unchanged">Items that were there already, with the same content.</param>
/// <param name="DryRun">True when nothing was stored.</param>
public sealed record BatchResponse(int Created, int Updated, int Unchanged, bool DryRun);
