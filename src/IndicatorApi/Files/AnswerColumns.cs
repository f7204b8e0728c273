using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IndicatorApi.Calculation;
using IndicatorApi.Http;

namespace IndicatorApi.Files;

/// <summary>The columns of an answer, taken from the members that its JSON has: a file cannot drift from the list it is of.</summary>
/// <typeparam name="T">The answer.</typeparam>
public static class AnswerColumns<T>
{
    /// <summary>The columns. A nested member is a column for each of its own (<c>baselineValue</c>), a rule its kind and its JSON, a list its JSON or, of
    /// words, the words parted by semicolons.</summary>
    public static Columns<T> Columns { get; } = new([.. Members(typeof(T)).Select(member => new Column<T>(
        member.Name,
        (json, row) => json.Value(member.Get!(row!), member.PropertyType),
        [.. Flat(member.Name, member.PropertyType, row => member.Get!(row!))]))]);

    private static IList<JsonPropertyInfo> Members(Type type)
    {
        WireJson.Options.MakeReadOnly(populateMissingResolver: true);
        return WireJson.Options.GetTypeInfo(type).Properties;
    }

    private static IEnumerable<FlatColumn<T>> Flat(string name, Type declared, Func<T, object?> get)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        FlatColumn<T> Of(CellKind kind, Func<object, string?> text) => new(name, kind, row => get(row) is { } value ? text(value) : null);
        string? Json(object value) => JsonSerializer.Serialize(value, declared, WireJson.Options);
        if (type == typeof(decimal)) return [Of(CellKind.Number, value => Numbers.Invariant((decimal)value))];
        if (type == typeof(int) || type == typeof(long)) return [Of(CellKind.Number, value => Convert.ToString(value, CultureInfo.InvariantCulture))];
        if (type == typeof(bool)) return [Of(CellKind.Flag, value => (bool)value ? "true" : "false")];
        if (type == typeof(DateOnly)) return [Of(CellKind.Date, value => ((DateOnly)value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))];
        if (type == typeof(string)) return [Of(CellKind.Text, value => (string)value)];
        if (type == typeof(TargetRule)) return [new($"{name}Kind", CellKind.Text, row => (get(row) as TargetRule)?.KindName), Of(CellKind.Text, Json)];
        if (type.IsAssignableTo(typeof(IEnumerable<string>))) return [Of(CellKind.Text, value => string.Join("; ", (IEnumerable<string>)value))];
        if (type.IsAssignableTo(typeof(IEnumerable))) return [Of(CellKind.Text, value => ((IEnumerable)value).GetEnumerator().MoveNext() ? Json(value) : null)];
        if (WireJson.Options.GetTypeInfo(type).Kind != JsonTypeInfoKind.Object)
            return [Of(CellKind.Text, value => JsonSerializer.SerializeToElement(value, type, WireJson.Options).GetString())];
        return Members(type).SelectMany(member => Flat(
            name + char.ToUpperInvariant(member.Name[0]) + member.Name[1..], member.PropertyType, row => get(row) is { } value ? member.Get!(value) : null));
    }
}
