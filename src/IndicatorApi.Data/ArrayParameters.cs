using Npgsql;
using NpgsqlTypes;

namespace IndicatorApi.Data;

/// <summary>Columns of many rows as arrays, which a statement takes apart with <c>unnest</c>.</summary>
internal static class ArrayParameters
{
    /// <summary>Adds one column of the rows.</summary>
    public static void AddArray<TRow, T>(this NpgsqlParameterCollection parameters, IReadOnlyList<TRow> rows, Func<TRow, T> column) =>
        parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. rows.Select(column)] });

    /// <summary>Adds one column of text, which may be null.</summary>
    public static void AddTexts<TRow>(this NpgsqlParameterCollection parameters, IReadOnlyList<TRow> rows, Func<TRow, string?> column) =>
        parameters.Add(new NpgsqlParameter<string?[]> { TypedValue = [.. rows.Select(column)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
}
