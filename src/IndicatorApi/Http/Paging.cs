using System.Buffers.Text;
using System.ComponentModel;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;

namespace IndicatorApi.Http;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What one item is.</typeparam>
/// <param name="Items">The items of this page, in the list's documented order.</param>
/// <param name="NextLink">Address of the next page; null on the last.</param>
/// <param name="NextCursor">The <c>cursor</c> of the next page; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextLink, string? NextCursor);

/// <summary>Which page of a list is asked for.</summary>
public sealed record PageRequest
{
    /// <summary>Most items a page may have.</summary>
    public const int Most = 1000;

    /// <summary>Items on a page, 1 to 1000.</summary>
    [Description("Items on a page, 1 to 1000.")]
    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    /// <summary>Where to go on: the <c>nextCursor</c> of the page before.</summary>
    [Description("Where to go on: the `nextCursor` of the page before.")]
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    /// <summary>The request: a cursor belongs to the list that gave it.</summary>
    public required HttpContext Http { get; init; }

    /// <summary>The page size, or an error.</summary>
    public int Size(Errors errors)
    {
        if (Limit is < 1 or > Most) errors.Add("limit", ErrorCodes.InvalidLimit, Most);
        return Math.Clamp(Limit ?? 100, 1, Most);
    }

    /// <summary>The place after which to go on, as the parts that were given to <see cref="Pages.From"/>; null at the start.</summary>
    public string[]? After(Errors errors, int parts)
    {
        if (Cursor is null) return null;
        try
        {
            var after = JsonSerializer.Deserialize<string[]>(Base64Url.DecodeFromChars(Cursor));
            if (after?.Length == parts + 1 && after[0] == Http.Request.Path.Value) return after[1..];
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            // Falls through to the error below: a cursor is ours or it is nothing.
        }
        errors.Add("cursor", ErrorCodes.InvalidCursor);
        return null;
    }
}

/// <summary>Makes pages.</summary>
public static class Pages
{
    /// <summary>A page from one item more than fits: the extra one only says that there is a next page.</summary>
    public static Page<T> From<TRow, T>(HttpContext http, IReadOnlyList<TRow> rows, int size, Func<TRow, string[]> place, Func<TRow, T> item)
    {
        if (rows.Count <= size) return new Page<T>([.. rows.Select(item)], null, null);
        var cursor = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(JsonSerializer.Serialize((string[])[http.Request.Path.Value!, .. place(rows[size - 1])])));
        var query = new QueryBuilder(http.Request.Query.Where(pair => pair.Key != "cursor")) { { "cursor", cursor } };
        var link = $"{http.Request.PathBase}{http.Request.Path}{query}";
        http.Response.Headers.Link = $"<{link}>; rel=\"next\"";
        return new Page<T>([.. rows.Take(size).Select(item)], link, cursor);
    }
}
