using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using FastEndpoints;
using Microsoft.AspNetCore.Http.Extensions;

namespace IndicatorApi.Http;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What one item is.</typeparam>
/// <param name="Items">The items of this page, in the list's documented order.</param>
/// <param name="NextLink">Address of the next page; null on the last.</param>
/// <param name="NextCursor">The <c>cursor</c> of the next page; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextLink, string? NextCursor);

/// <summary>A request for one page of a list.</summary>
public interface IPaged
{
    /// <summary>Items on a page.</summary>
    int? Limit { get; }

    /// <summary>Where to go on.</summary>
    string? Cursor { get; }
}

/// <summary>A request for one page of a list that leaves as JSON only.</summary>
public record PagedRequest : IPaged
{
    /// <summary>Items on a page, 1 to 1000.</summary>
    [QueryParam] public int? Limit { get; init; }

    /// <summary>Where to go on: the <c>nextCursor</c> of the page before.</summary>
    [QueryParam] public string? Cursor { get; init; }
}

/// <summary>Reads which page is asked for, and makes it.</summary>
public static class Pages
{
    /// <summary>Most items a page may have.</summary>
    public const int Most = 1000;

    /// <summary>The page size, or an error.</summary>
    public static int Size(this IPaged page, Errors errors)
    {
        if (page.Limit is < 1 or > Most) errors.Add("limit", ErrorCodes.InvalidLimit, Most);
        return Math.Clamp(page.Limit ?? 100, 1, Most);
    }

    /// <summary>The place after which to go on, as the parts that were given to <see cref="From"/>; null at the start. A cursor belongs to the list that gave
    /// it.</summary>
    public static string[]? After(this IPaged page, HttpContext http, Errors errors, int parts)
    {
        if (page.Cursor is null) return null;
        try
        {
            var after = JsonSerializer.Deserialize<string?[]>(Base64Url.DecodeFromChars(page.Cursor));
            if (after?.Length == parts + 1 && after[0] == http.Request.Path.Value && after.All(part => part is not null && Text.IsStorable(part)))
                return after[1..]!;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            // Falls through to the error below: a cursor is ours or it is nothing.
        }
        errors.Add("cursor", ErrorCodes.InvalidCursor);
        return null;
    }

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
