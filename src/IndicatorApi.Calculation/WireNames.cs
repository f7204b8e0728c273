using System.Reflection;
using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>The one spelling of an enumeration's members, on the wire and in the database: its <see cref="JsonStringEnumMemberNameAttribute"/>.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
public static class WireNames<T> where T : struct, Enum
{
    private static readonly Dictionary<string, T> ByName = Enum.GetValues<T>().ToDictionary(NameFromAttribute, StringComparer.Ordinal);
    private static readonly Dictionary<T, string> ByValue = ByName.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>All names, in the order of declaration.</summary>
    public static IReadOnlyCollection<string> All => ByName.Keys;

    /// <summary>The name of a value.</summary>
    public static string Of(T value) => ByValue[value];

    /// <summary>The value of a name; throws <see cref="KeyNotFoundException"/> on text that is not a name.</summary>
    public static T Parse(string name) => ByName[name];

    /// <summary>The value of a name, if it is one. Case matters, as everywhere on the wire.</summary>
    public static bool TryParse(string? name, out T value)
    {
        value = default;
        return name is not null && ByName.TryGetValue(name, out value);
    }

    private static string NameFromAttribute(T value) =>
        typeof(T).GetField(value.ToString())?.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
        ?? throw new InvalidOperationException($"{typeof(T).Name}.{value} has no JsonStringEnumMemberName.");
}
