using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Shared;

/// <summary>A request for what is known by its code.</summary>
public record CodedListRequest : ListRequest
{
    /// <summary>Only these members, parted by commas.</summary>
    [QueryParam] public string? Fields { get; init; }
}

/// <summary>What is wanted of a list that is in order of code.</summary>
/// <typeparam name="TBody">What one item is.</typeparam>
/// <param name="File">The format of the whole list; null for pages.</param>
/// <param name="Size">Items on a page.</param>
/// <param name="After">The code after which the page begins; null at the start.</param>
/// <param name="Columns">The members of an item.</param>
/// <param name="IsWhole">Whether they are all of them.</param>
public sealed record ListChoice<TBody>(FileChoice? File, int Size, string? After, IReadOnlyList<Column<TBody>> Columns, bool IsWhole)
{
    /// <summary>What a request says, or errors.</summary>
    public static ListChoice<TBody> Of(CodedListRequest request, HttpContext http, Errors errors) => new(
        FileChoice.Of(request, http.Request, errors), request.Size(errors), request.After(http, errors, 1) is [var code] ? code : null,
        AnswerColumns<TBody>.Columns.Pick(request.Fields, errors), request.Fields is null);
}

/// <summary>Answers with what is known by its code, in order of code: as pages or as a file.</summary>
public static class CodedList
{
    /// <summary>The rows found, as asked for.</summary>
    public static Results<Ok<Page<TBody>>, PickedAnswer, FileAnswer, Problem> Of<TRow, TBody>(
        IEnumerable<TRow> found, ListChoice<TBody> wanted, ReferenceData reference, HttpContext http, params string?[] name) where TRow : class, ICodedRow
    {
        var ordered = found.OrderBy(row => row.Code, StringComparer.Ordinal);
        if (wanted.File is { } file)
            return FileAnswer.Of(file, wanted.Columns, ordered.Select(row => Mapping.Show<TRow, TBody>(row, reference)).ToAsyncEnumerable(), name);
        var rows = ordered.SkipWhile(row => wanted.After is not null && string.CompareOrdinal(row.Code, wanted.After) <= 0).Take(wanted.Size + 1).ToList();
        var page = Pages.From(http, rows, wanted.Size, row => [row.Code], row => Mapping.Show<TRow, TBody>(row, reference));
        if (wanted.IsWhole) return TypedResults.Ok(page);
        return new PickedAnswer(page, new Dictionary<string, Action<RowJson>>
        {
            ["items"] = json => Columns<TBody>.WriteAll(json, wanted.Columns, page.Items),
        });
    }
}
