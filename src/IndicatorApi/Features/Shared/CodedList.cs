using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Shared;

/// <summary>What is wanted of a list that is in order of code.</summary>
/// <param name="File">The format of the whole list; null for pages.</param>
/// <param name="Size">Items on a page.</param>
/// <param name="After">The code after which the page begins; null at the start.</param>
public sealed record ListChoice(FileChoice? File, int Size, string? After)
{
    /// <summary>What a request says, or errors.</summary>
    public static ListChoice Of(ListRequest request, HttpContext http, Errors errors) =>
        new(FileChoice.Of(request, http.Request, errors), request.Size(errors), request.After(http, errors, 1) is [var code] ? code : null);
}

/// <summary>Answers with what is known by its code, in order of code: as pages or as a file.</summary>
public static class CodedList
{
    /// <summary>The rows found, as asked for.</summary>
    public static Results<Ok<Page<TBody>>, FileAnswer, Problem> Of<TRow, TBody>(
        IEnumerable<TRow> found, ListChoice wanted, ReferenceData reference, HttpContext http, params string?[] name) where TRow : class, ICodedRow
    {
        var ordered = found.OrderBy(row => row.Code, StringComparer.Ordinal);
        if (wanted.File is { } file) return FileAnswer.Of(file, ordered.Select(row => Mapping.Show<TRow, TBody>(row, reference)), name);
        var rows = ordered.SkipWhile(row => wanted.After is not null && string.CompareOrdinal(row.Code, wanted.After) <= 0).Take(wanted.Size + 1).ToList();
        return TypedResults.Ok(Pages.From(http, rows, wanted.Size, row => [row.Code], row => Mapping.Show<TRow, TBody>(row, reference)));
    }
}
