using System.Globalization;
using System.Text.Json;
using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IndicatorApi.Features.Imports;

public sealed class PostImports(Settings settings, StorageRoom room, ImportJobs jobs, ImportWorker worker, ReferenceDataCache cache, TimeProvider clock)
    : Endpoint<PostImportsRequest, Results<Accepted<ImportResponse>, Problem>>
{
    private const int LongestWait = 60;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public override void Configure()
    {
        Post("/api/v1/imports");
        Group<ImportsGroup>();
        Policies(Right.Report);
        Metadata(new TakesIdempotencyKey(), new BodyLimit(settings.Limits.MaximumImportBytes));
        Description(route => route.AddOpenApiOperationTransformer(DescribeBodyAsync));
    }

    /// <summary>Takes a file of figures, CSV or XLSX, to store as a whole or not at all: as the body, or as the one file of a form. The answer says where to
    /// ask how far it is; with <c>Prefer: wait=10</c> it waits that many seconds for the end.</summary>
    public override async Task<Results<Accepted<ImportResponse>, Problem>> ExecuteAsync(PostImportsRequest request, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(User);
        var options = new ImportOptions(
            request.OrgUnit, request.Period, request.Locale, request.Separator, request.Sheet, request.Columns, request.DryRun ?? false);
        var errors = new Errors();
        options.Check(await cache.GetAsync(cancellationToken), caller, errors);
        if (errors.AreFatal(out var problem)) return problem;
        // The body is read here and nowhere before: it goes to the database as it comes.
        var (file, refusal) = await ImportFiles.ReceiveAsync(HttpContext.Request, request.FileName, cancellationToken);
        if (file is null) return refusal!;
        ImportJob job;
        await using (file)
        {
            if (room.Lack(file.Content.Length, file.Kind == ImportFileKind.Xlsx) is var (needed, free))
                return new Problem(ErrorCodes.StorageShort, needed, free);
            job = options.ToJob(file, caller, clock.GetUtcNow());
            await jobs.SubmitAsync(job, file.Content, cancellationToken);
        }
        worker.Wake();
        var answer = ImportResponse.From(job);
        if (Patience(HttpContext.Request) is { } patience)
        {
            HttpContext.Response.Headers["Preference-Applied"] = string.Create(CultureInfo.InvariantCulture, $"wait={patience.TotalSeconds}");
            answer = await WaitAsync(answer, patience, cancellationToken);
        }
        return TypedResults.Accepted($"/api/v1/imports/{job.Id}", answer);
    }

    private async Task<ImportResponse> WaitAsync(ImportResponse answer, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var since = clock.GetTimestamp(); !answer.HasEnded && clock.GetElapsedTime(since) < patience;)
        {
            await Task.Delay(Look, clock, cancellationToken);
            answer = ImportResponse.From((await jobs.FindAsync(answer.Id, cancellationToken))!);
        }
        return answer;
    }

    private static Task DescribeBodyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var file = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        var form = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema> { ["file"] = file } };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [ImportFiles.CsvType] = new() { Schema = file },
                [ImportFiles.XlsxType] = new() { Schema = file },
                ["multipart/form-data"] = new() { Schema = form },
            },
        };
        return Task.CompletedTask;
    }

    // RFC 7240; a preference that is not understood is passed over.
    private static TimeSpan? Patience(HttpRequest request)
    {
        foreach (var preference in request.Headers["Prefer"].ToString().Split([',', ';'], StringSplitOptions.TrimEntries))
        {
            if (preference.StartsWith("wait=", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(preference[5..], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                return TimeSpan.FromSeconds(Math.Min(seconds, LongestWait));
        }
        return null;
    }

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}

/// <summary>What holds for the whole file.</summary>
public sealed record PostImportsRequest
{
    /// <summary>The unit of the whole file, where it has no column for it.</summary>
    [QueryParam] public string? OrgUnit { get; init; }

    /// <summary>The period of the whole file, where it has no column for it.</summary>
    [QueryParam] public string? Period { get; init; }

    /// <summary>How numbers in text are written, vi (10.001,26) or en (10,001.26); found out where the file leaves no doubt.</summary>
    [QueryParam] public string? Locale { get; init; }

    /// <summary>What stands between the cells of CSV: comma, semicolon or tab; found out when left out.</summary>
    [QueryParam] public string? Separator { get; init; }

    /// <summary>The sheet of a workbook; when left out the one that holds a table, of those that are not hidden.</summary>
    [QueryParam] public string? Sheet { get; init; }

    /// <summary>What columns are, where their headers do not say it: <c>Thực hiện năm 2024=value;Mục đích=ignore</c>. Once a file of <c>orgUnit</c> is stored,
    /// the same holds for its next ones.</summary>
    [QueryParam] public string? Columns { get; init; }

    /// <summary>What to call the file.</summary>
    [QueryParam] public string? FileName { get; init; }

    /// <summary>Check and compare, store nothing.</summary>
    [QueryParam] public bool? DryRun { get; init; }
}

/// <summary>What is said once for a whole file.</summary>
public sealed record ImportOptions(string? OrgUnit, string? Period, string? Locale, string? Separator, string? Sheet, string? Columns, bool DryRun)
{
    private const int MostColumns = 50;
    private const int LongestHeader = 200;

    private static readonly Dictionary<string, string> Separators =
        new(StringComparer.Ordinal) { [","] = ",", [";"] = ";", ["comma"] = ",", ["semicolon"] = ";", ["tab"] = "\t", ["\t"] = "\t" };

    /// <summary>Checks the options; a unit that the caller may not write is refused before the file is read.</summary>
    public void Check(ReferenceData reference, Caller caller, Errors errors)
    {
        var period = ParameterText.Period(errors, "period", Period);
        if (OrgUnit is not null)
        {
            if (reference.Unit(OrgUnit) is { } unit) caller.Grant.Check(unit, "orgUnit", errors, period is { } time ? reference.PathIn(unit, time) : null);
            else errors.Add("orgUnit", ErrorCodes.UnknownReference, Noun.OrganisationUnit, OrgUnit);
        }
        ParameterText.Word<NumberLocale>(errors, "locale", Locale);
        if (Separator is not null && !Separators.ContainsKey(Separator)) errors.Add("separator", ErrorCodes.UnknownWord, Separator, "comma, semicolon, tab");
        Text.Line(errors, "sheet", Sheet, 100);
        _ = Headers(errors);
    }

    // "Thực hiện năm 2024=value;Cột X=ignore"
    private SortedDictionary<string, string?>? Headers(Errors errors)
    {
        if (Columns is null) return null;
        SortedDictionary<string, string?> headers = new(StringComparer.Ordinal);
        foreach (var pair in Columns.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var cut = pair.LastIndexOf('=');
            var header = HeaderWords.Simple(cut < 0 ? pair : pair[..cut]);
            if (cut < 0 || header.Length is 0 or > LongestHeader || !Text.IsWellFormed(header) || !HeaderWords.TryColumn(pair[(cut + 1)..], out var column))
            {
                errors.Add("columns", ErrorCodes.UnknownWord, pair,
                    $"header=column; header=ignore, where column is {string.Join(", ", HeaderWords.Known.Select(known => known.Names[0]))}");
                return null;
            }
            headers[header] = column is { } found ? HeaderWords.NameOf(found) : null;
        }
        if (headers.Count > MostColumns) errors.Add("columns", ErrorCodes.TooMany, MostColumns);
        return headers;
    }

    /// <summary>The job of a received file.</summary>
    public ImportJob ToJob(ReceivedFile file, Caller caller, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        State = ImportState.Queued,
        Kind = file.Kind,
        FileName = file.Name,
        Sha256 = file.Sha256,
        Size = file.Content.Length,
        DryRun = DryRun,
        Locale = Locale,
        Separator = Separator is null ? null : Separators[Separator],
        Columns = Headers(new Errors()) is { Count: > 0 } headers ? JsonSerializer.Serialize(headers) : null,
        Sheet = Sheet?.Normalize(System.Text.NormalizationForm.FormC).Trim(),
        OrgUnit = OrgUnit,
        Period = Period is null ? null : Calculation.Period.Parse(Period, null).ToString(),
        CallerId = caller.Identity,
        SubmittedBy = caller.Name,
        Scope = caller.Grant.ToClaim().Value,
        CallerUntil = caller.ExpiresAt,
        RequestId = caller.Author.RequestId,
        SubmittedAt = now,
    };
}
