using System.Globalization;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;

namespace IndicatorApi.Features.Imports;

public sealed class PostImports : IEndpoint
{
    private const int LongestWait = 60;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/imports", HandleAsync)
        .WithMetadata(new BodyLimit(routes.ServiceProvider.GetRequiredService<Settings>().Limits.MaximumImportBytes))
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            var file = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [ImportFiles.CsvType] = new() { Schema = file },
                    [ImportFiles.XlsxType] = new() { Schema = file },
                    ["multipart/form-data"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema> { ["file"] = file } } },
                },
            };
            return Task.CompletedTask;
        });

    /// <summary>Takes a file of figures, CSV or XLSX, to store as a whole or not at all: as the body, or as the one file of a form. The answer says where to ask how far it is; with <c>Prefer: wait=10</c> it waits that many seconds for the end.</summary>
    /// <param name="orgUnit">The unit of the whole file, where it has no column for it.</param>
    /// <param name="period">The period of the whole file, where it has no column for it.</param>
    /// <param name="locale">How numbers in text are written, vi (10.001,26) or en (10,001.26); found out where the file leaves no doubt.</param>
    /// <param name="separator">What stands between the cells of CSV: comma, semicolon or tab; found out when left out.</param>
    /// <param name="sheet">The sheet of a workbook; the first that is not hidden when left out.</param>
    /// <param name="fileName">What to call the file.</param>
    /// <param name="dryRun">Check and compare, store nothing.</param>
    internal static async Task<Results<Accepted<ImportResponse>, Problem>> HandleAsync(
        string? orgUnit, string? period, string? locale, string? separator, string? sheet, string? fileName, bool? dryRun,
        HttpContext http, ImportJobs jobs, ImportWorker worker, ReferenceDataCache cache, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http.User);
        var options = new ImportOptions(orgUnit, period, locale, separator, sheet, dryRun ?? false);
        var errors = new Errors();
        options.Check(await cache.GetAsync(cancellationToken), caller, errors);
        if (errors.AreFatal(out var problem)) return problem;
        var (file, refusal) = await ImportFiles.ReceiveAsync(http.Request, fileName, cancellationToken);
        if (file is null) return refusal!;
        ImportJob job;
        await using (file)
        {
            job = options.ToJob(file, caller, clock.GetUtcNow());
            await jobs.SubmitAsync(job, file.Content, cancellationToken);
        }
        worker.Wake();
        var answer = ImportResponse.From(job);
        if (Patience(http.Request) is { } patience)
        {
            http.Response.Headers["Preference-Applied"] = string.Create(CultureInfo.InvariantCulture, $"wait={patience.TotalSeconds}");
            for (var since = clock.GetTimestamp(); !answer.HasEnded && clock.GetElapsedTime(since) < patience;)
            {
                await Task.Delay(Look, clock, cancellationToken);
                answer = ImportResponse.From((await jobs.FindAsync(job.Id, cancellationToken))!);
            }
        }
        return TypedResults.Accepted($"/api/v1/imports/{job.Id}", answer);
    }

    // RFC 7240; a preference that is not understood is passed over.
    private static TimeSpan? Patience(HttpRequest request)
    {
        foreach (var preference in request.Headers["Prefer"].ToString().Split([',', ';'], StringSplitOptions.TrimEntries))
        {
            if (preference.StartsWith("wait=", StringComparison.OrdinalIgnoreCase) && int.TryParse(preference[5..], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                return TimeSpan.FromSeconds(Math.Min(seconds, LongestWait));
        }
        return null;
    }

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
