using System.Text.RegularExpressions;

namespace IndicatorApi.Files;

/// <summary>A whole list as a file, in the format asked for.</summary>
public sealed partial class FileAnswer : IResult
{
    private readonly Func<HttpContext, Task> _write;

    private FileAnswer(Func<HttpContext, Task> write) => _write = write;

    /// <summary>The answer with all members of the rows' own JSON.</summary>
    /// <param name="choice">The format.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="name">What the file is called by: its noun and what it was narrowed to; what is null is left out.</param>
    public static FileAnswer Of<T>(FileChoice choice, IAsyncEnumerable<T> rows, params string?[] name) => Of(choice, AnswerColumns<T>.Columns.All, rows, name);

    /// <inheritdoc cref="Of{T}(FileChoice, IAsyncEnumerable{T}, string?[])"/>
    public static FileAnswer Of<T>(FileChoice choice, IEnumerable<T> rows, params string?[] name) => Of(choice, rows.ToAsyncEnumerable(), name);

    /// <summary>The answer with these members.</summary>
    public static FileAnswer Of<T>(FileChoice choice, IReadOnlyList<Column<T>> columns, IAsyncEnumerable<T> rows, params string?[] name) => new(async http =>
    {
        http.Response.Headers.ContentDisposition = Disposition(choice.Format.Extension, name);
        if (await choice.Format.WriteAsync(http.Response, choice, columns, rows, http.RequestAborted) is not { } problem) return;
        http.Response.Headers.Remove("Content-Disposition");
        http.Response.Headers.Remove("ETag");
        await problem.ExecuteAsync(http);
    });

    public Task ExecuteAsync(HttpContext httpContext) => _write(httpContext);

    /// <summary>The header that names the file.</summary>
    public static string Disposition(string extension, params string?[] name) =>
        $"attachment; filename=\"{Unsafe().Replace(string.Join('_', name.Where(part => part is { Length: > 0 })), "-")}.{extension}\"";

    [GeneratedRegex("[^A-Za-z0-9._-]")]
    private static partial Regex Unsafe();
}

/// <summary>Says in the documentation that a list leaves as files too.</summary>
/// <param name="MediaTypes">Their media types.</param>
public sealed record LeavesAsFile(IReadOnlyList<string> MediaTypes);

/// <summary>Marks the endpoints that answer with files.</summary>
public static class FileEndpoints
{
    /// <summary>The list leaves in every common format, and in these.</summary>
    public static RouteHandlerBuilder WithFiles(this RouteHandlerBuilder route, params IEnumerable<FileFormat> more) =>
        route.WithMetadata(new LeavesAsFile([.. FileFormats.All.Concat(more).Select(format => format.MediaType)]));
}
