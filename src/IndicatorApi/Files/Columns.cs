using System.Text.Json;
using IndicatorApi.Http;

namespace IndicatorApi.Files;

/// <summary>A column of a table.</summary>
/// <typeparam name="T">What one row is.</typeparam>
/// <param name="Header">What stands at its head.</param>
/// <param name="Kind">What its cells are.</param>
/// <param name="Text">The value as the API writes it; null is an empty cell.</param>
public sealed record FlatColumn<T>(string Header, CellKind Kind, Func<T, string?> Text);

/// <summary>One member of a row: how it is written in JSON, and as one or more columns of a table.</summary>
/// <typeparam name="T">What one row is.</typeparam>
/// <param name="Name">The member's name; the closed list that <c>fields</c> picks from.</param>
/// <param name="WriteJson">Writes the value.</param>
/// <param name="Flat">The columns it makes.</param>
public sealed record Column<T>(string Name, Action<Utf8JsonWriter, T> WriteJson, IReadOnlyList<FlatColumn<T>> Flat)
{
    /// <summary>The name, encoded once.</summary>
    public JsonEncodedText JsonName { get; } = JsonEncodedText.Encode(Name);
}

/// <summary>The members of a row, in the order of the contract: one list for JSON, NDJSON and every table.</summary>
/// <typeparam name="T">What one row is.</typeparam>
/// <param name="all">All members.</param>
public sealed class Columns<T>(IReadOnlyList<Column<T>> all)
{
    private readonly Dictionary<string, Column<T>> _byName = all.ToDictionary(column => column.Name, StringComparer.Ordinal);

    /// <summary>All members.</summary>
    public IReadOnlyList<Column<T>> All { get; } = all;

    /// <summary>The members named by <c>fields</c>, in its order; all when it is not given.</summary>
    public IReadOnlyList<Column<T>> Pick(string? fields, Errors errors)
    {
        if (fields is null) return All;
        var picked = new List<Column<T>>();
        foreach (var name in fields.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!_byName.TryGetValue(name, out var column)) errors.Add("fields", ErrorCodes.UnknownWord, name, string.Join(", ", _byName.Keys));
            else if (!picked.Contains(column)) picked.Add(column);
        }
        return picked;
    }

    /// <summary>Writes one row as a JSON object.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Column<T>> columns, T row)
    {
        json.WriteStartObject();
        for (var i = 0; i < columns.Count; i++)
        {
            json.WritePropertyName(columns[i].JsonName);
            columns[i].WriteJson(json, row);
        }
        json.WriteEndObject();
    }
}
