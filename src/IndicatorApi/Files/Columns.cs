using System.Globalization;
using IndicatorApi.Calculation;
using IndicatorApi.Http;

namespace IndicatorApi.Files;

/// <summary>A column of a table.</summary>
/// <typeparam name="T">What one row is.</typeparam>
/// <param name="Header">What stands at its head.</param>
/// <param name="Kind">What its cells are.</param>
/// <param name="Text">The value as the API writes it; null is an empty cell.</param>
public sealed record FlatColumn<T>(string Header, CellKind Kind, Func<T, string?> Text)
{
    /// <summary>A column of numbers, which CSV writes without making a text of each.</summary>
    public static FlatColumn<T> Of(string header, Func<T, decimal?> number) =>
        new(header, CellKind.Number, row => number(row) is { } value ? Numbers.Invariant(value) : null) { Number = number };

    /// <summary>A column of words of a closed list.</summary>
    public static FlatColumn<T> Of<TWord>(string header, Func<T, TWord?> word) where TWord : struct, Enum =>
        new(header, CellKind.Text, row => word(row) is { } value ? WireNames<TWord>.Of(value) : null);

    /// <summary>A column of yes and no.</summary>
    public static FlatColumn<T> Of(string header, Func<T, bool?> flag) =>
        new(header, CellKind.Flag, row => flag(row) is { } value ? value ? "true" : "false" : null);

    /// <summary>A column of days.</summary>
    public static FlatColumn<T> Of(string header, Func<T, DateOnly?> day) =>
        new(header, CellKind.Date, row => day(row)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>The value as a number, where it is one.</summary>
    public Func<T, decimal?>? Number { get; private init; }
}

/// <summary>One member of a row: how it is written in JSON, and as one or more columns of a table.</summary>
/// <typeparam name="T">What one row is.</typeparam>
/// <param name="Name">The member's name; the closed list that <c>fields</c> picks from.</param>
/// <param name="WriteJson">Writes the value.</param>
/// <param name="Flat">The columns it makes.</param>
public sealed record Column<T>(string Name, Action<RowJson, T> WriteJson, IReadOnlyList<FlatColumn<T>> Flat)
{
    private readonly byte[] _jsonName = RowJson.NameOf(Name);

    /// <summary>What of an achievement has to be worked out for it.</summary>
    public Detail Detail { get; init; }

    /// <summary>Writes the member with its name.</summary>
    public void Write(RowJson json, T row)
    {
        json.Name(_jsonName);
        WriteJson(json, row);
    }
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

    /// <summary>Those of another list's members that rows of this kind have too, in their order.</summary>
    public IReadOnlyList<Column<T>> Named<TOther>(IReadOnlyList<Column<TOther>> others) =>
        [.. others.Where(other => _byName.ContainsKey(other.Name)).Select(other => _byName[other.Name])];

    /// <summary>Writes rows as a JSON array.</summary>
    public static void WriteAll(RowJson json, IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows)
    {
        json.Open('[');
        for (var i = 0; i < rows.Count; i++) Write(json, columns, rows[i]);
        json.Close(']');
    }

    /// <summary>Writes one row as a JSON object.</summary>
    public static void Write(RowJson json, IReadOnlyList<Column<T>> columns, T row)
    {
        json.Open('{');
        for (var i = 0; i < columns.Count; i++) columns[i].Write(json, row);
        json.Close('}');
    }
}
