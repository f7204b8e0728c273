using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace IndicatorApi.Http;

/// <summary>One thing that is wrong, and where.</summary>
/// <param name="Where">The member or parameter in the wire's own casing, such as <c>items[3].value</c>; empty for the request as a whole.</param>
/// <param name="Code">What is wrong.</param>
/// <param name="Arguments">What fills the sentence.</param>
public sealed record Error(string Where, ErrorCode Code, params object[] Arguments)
{
    /// <summary>The sentence in the caller's language.</summary>
    public string Message(Language language) =>
        string.Format(CultureInfo.InvariantCulture, language == Language.Vietnamese ? Code.Vietnamese : Code.English,
            [.. Arguments.Select(argument => argument is Noun noun ? noun.In(language) : argument)]);
}

/// <summary>An answer that says what is wrong, as RFC 9457 problem details in the caller's language.</summary>
public sealed class Problem : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    /// <summary>What problems are written as.</summary>
    public const string MediaType = "application/problem+json";

    private readonly IReadOnlyList<Error> _errors;

    /// <summary>A problem made of one or more errors; the first decides the status.</summary>
    public Problem(IReadOnlyList<Error> errors) => _errors = errors;

    /// <summary>A problem of the request as a whole.</summary>
    public Problem(ErrorCode code, params object[] arguments) : this([new Error("", code, arguments)]) { }

    /// <summary>The status of the first error.</summary>
    public int? StatusCode => _errors[0].Code.Status;

    /// <summary>404: nothing of this name.</summary>
    public static Problem Unknown(Noun noun, string code) => new(ErrorCodes.UnknownResource, noun, code);

    /// <summary>What the body says; used by the answer and by tests.</summary>
    public ProblemDetails Details(Language language)
    {
        var code = _errors[0].Code;
        var fields = _errors.Where(error => error.Where.Length > 0).ToList();
        var details = new ProblemDetails
        {
            Type = $"urn:indicator-api:error:{code.Code}",
            Title = Title(code.Status, language),
            Status = code.Status,
            Detail = fields.Count == 0 ? _errors[0].Message(language) : Summary(fields, language),
        };
        details.Extensions["code"] = code.Code;
        if (fields.Count > 0)
        {
            details.Extensions["errors"] = fields.GroupBy(error => error.Where, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Select(error => error.Message(language)).ToArray());
        }
        return details;
    }

    /// <summary>The body of the answer to one request: in its language, and with its name in the logs.</summary>
    public ProblemDetails Body(HttpContext http)
    {
        var details = Details(RequestLanguage.Of(http.Request));
        details.Extensions["traceId"] = Activity.Current?.Id ?? http.TraceIdentifier;
        return details;
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // Half an answer with a problem behind it is neither.
        if (httpContext.Response.HasBegun())
        {
            httpContext.Abort();
            return;
        }
        var details = Body(httpContext);
        httpContext.Response.StatusCode = details.Status!.Value;
        if (details.Status == StatusCodes.Status503ServiceUnavailable) httpContext.Response.Headers.RetryAfter = "1";
        httpContext.Response.ContentType = MediaType;
        // Small and at hand: a request that is ended in this moment still gets one whole answer. WriteAsJsonAsync would look at the
        // request's end whatever it is given.
        await httpContext.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(details, WireJson.Options), CancellationToken.None);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(400, typeof(ProblemResponse), [MediaType]));

    private static string Summary(List<Error> fields, Language language) => language == Language.Vietnamese
        ? $"{fields.Count} chỗ cần sửa; chỗ đầu tiên là {fields[0].Where}: {fields[0].Message(language)}"
        : $"{fields.Count} to mend; the first is {fields[0].Where}: {fields[0].Message(language)}";

    private static string Title(int status, Language language) => (status, language) switch
    {
        (400, Language.Vietnamese) => "Yêu cầu sai dạng",
        (400, _) => "The request has the wrong shape",
        (401, Language.Vietnamese) => "Chưa xác thực",
        (401, _) => "No valid key",
        (403, Language.Vietnamese) => "Không có quyền",
        (403, _) => "Not allowed",
        (404, Language.Vietnamese) => "Không tìm thấy",
        (404, _) => "Not found",
        (409, Language.Vietnamese) => "Xung đột",
        (409, _) => "Conflict",
        (412 or 428, Language.Vietnamese) => "Cần đọc lại trước khi sửa",
        (412 or 428, _) => "Read again before changing",
        (422, Language.Vietnamese) => "Nội dung trái quy tắc",
        (422, _) => "Against the rules of the domain",
        ( >= 500, Language.Vietnamese) => "Hệ thống không xử lý được",
        ( >= 500, _) => "The server could not do it",
        (_, Language.Vietnamese) => "Không xử lý được yêu cầu",
        _ => "The request cannot be served",
    };
}

/// <summary>What a problem looks like on the wire: RFC 9457 with our code, and where each error stands.</summary>
public sealed record ProblemResponse
{
    /// <summary>The kind of problem, as a URN that ends in its code.</summary>
    public required string Type { get; init; }

    /// <summary>The kind in words, in the caller's language.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong and how to mend it.</summary>
    public required string Detail { get; init; }

    /// <summary>The stable name of the error.</summary>
    public required string Code { get; init; }

    /// <summary>Names the request in the server's logs.</summary>
    public required string TraceId { get; init; }

    /// <summary>What is wrong by place in the request, such as <c>items[3].value</c>.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }
}

/// <summary>The name of a kind of thing in messages, in both languages.</summary>
/// <param name="English">As in "there is no indicator 'x'".</param>
/// <param name="Vietnamese">As in "không có chỉ tiêu 'x'".</param>
public sealed record Noun(string English, string Vietnamese)
{
    public static readonly Noun OrganisationUnit = new("organisation unit", "đơn vị");
    public static readonly Noun Indicator = new("indicator", "chỉ tiêu");
    public static readonly Noun Resolution = new("resolution", "Nghị quyết");
    public static readonly Noun Target = new("target", "chỉ tiêu đề ra");
    public static readonly Noun Actual = new("actual", "kết quả thực hiện");
    public static readonly Noun Claim = new("claim", "số liệu công bố");
    public static readonly Noun Benchmark = new("benchmark", "mức so sánh");
    public static readonly Noun Achievement = new("achievement", "tỷ lệ hoàn thành");
    public static readonly Noun Judgement = new("judgement", "đánh giá");
    public static readonly Noun ScoringScheme = new("scoring scheme", "thang điểm");
    public static readonly Noun Remedy = new("remedy", "giải trình và giải pháp");
    public static readonly Noun Succession = new("succession", "lần kế thừa");
    public static readonly Noun Closure = new("closure", "lần chốt số liệu");
    public static readonly Noun Submission = new("submission", "bản trình duyệt");
    public static readonly Noun Key = new("key", "khóa truy cập");
    public static readonly Noun Import = new("import", "lần nhập tệp");
    public static readonly Noun Webhook = new("webhook", "webhook");
    public static readonly Noun Delivery = new("delivery", "lần gửi");

    /// <summary>The word in one language.</summary>
    public string In(Language language) => language == Language.Vietnamese ? Vietnamese : English;
}
