using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace IndicatorApi.Http;

/// <summary>As <see cref="PagedRequest"/>, for endpoints that have not moved.</summary>
public sealed record PageRequest : IPaged
{
    /// <summary>Most items a page may have.</summary>
    public const int Most = Pages.Most;

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

    /// <summary>The place after which to go on, as the parts that were given to <see cref="Pages.From"/>; null at the start.</summary>
    public string[]? After(Errors errors, int parts) => this.After(Http, errors, parts);
}
