using System.Text.Json.Nodes;
using IndicatorApi.Features.Idempotency;
using IndicatorApi.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IndicatorApi.Documentation;

/// <summary>The headers of requests and answers: without them no client that is made from the document could correct a figure.</summary>
internal static class DocumentedHeaders
{
    /// <summary>What reads that carry no entity tag are called: their answers are made anew each time.</summary>
    private static readonly HashSet<string> Untagged = new(StringComparer.Ordinal)
    {
        "ListOrganisationUnits", "ListIndicators", "ListResolutions", "ListResolutionTargets", "ListTargetVersions", "ListActuals", "ListActualRevisions",
        "ListSubmissions",
        "ListClosures", "ListImports", "GetImport", "ListImportErrors", "ListImportChanges", "GetImportEvents", "GetDataValueSets", "ListClaims",
        "ListBenchmarks",
        "ListQualityWarnings", "GetOfficialSheet", "GetOfficialPage", "GetActualsTemplate", "ListKeys", "GetOwnKey", "ListAudit", "GetMetrics",
        "ListWebhooks", "ListWebhookDeliveries", "ListSuccessions", "GetSuccession",
    };

    /// <summary>Operations whose answer itself, and not only a problem, is in the caller's language.</summary>
    private static readonly HashSet<string> InLanguage = new(
        StringComparer.Ordinal) { "ListImportErrors", "PostDataValueSets", "GetOfficialSheet", "GetOfficialPage" };

    /// <summary>Adds the headers of an operation; its answers must be there already.</summary>
    public static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var method = context.Description.HttpMethod;
        if (metadata.OfType<RequiredRight>().FirstOrDefault() is null) return Task.CompletedTask;
        Requests(operation, method, takesIfMatch: !metadata.OfType<TakesNoIfMatch>().Any());
        Answers(operation, method, metadata.OfType<TakesIdempotencyKey>().Any());
        return Task.CompletedTask;
    }

    private static void Requests(OpenApiOperation operation, string? method, bool takesIfMatch)
    {
        var name = operation.OperationId!;
        if (method is "PUT" or "DELETE" && takesIfMatch)
        {
            // A PUT that creates is sent without it.
            var creates = operation.Responses!.ContainsKey("201");
            Add(operation, "If-Match", !creates, "\"1\"", creates
                ? "The ETag of what is replaced; left out for what does not exist yet. `428` says that it is missing, `412` that it is old."
                : "The ETag of what is changed. `428` says that it is missing, `412` that it is old.");
        }
        if (method == "GET")
        {
            if (Untagged.Contains(name)) operation.Responses!.Remove("304");
            else Add(operation, "If-None-Match", false, "\"0\"", "ETags of answers that are known already: `304` when one of them is still right.");
        }
        if (name == "PostImports") Add(operation, "Prefer", false, "wait=10",
            "`wait=` and a number of seconds, at most 60: the answer then waits for the end of the import for so long.");
        if (InLanguage.Contains(name)) Add(operation, "Accept-Language", false, "vi", "The language of the texts in the answer: `vi` or `en`.");
    }

    private static void Add(OpenApiOperation operation, string name, bool required, string example, string description) =>
        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Required = required,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Example = JsonValue.Create(example),
        });

    private static void Answers(OpenApiOperation operation, string? method, bool takesIdempotencyKey)
    {
        var name = operation.OperationId!;
        foreach (var (status, found) in operation.Responses!)
        {
            if (found is not OpenApiResponse answer) continue;
            var isOne = status is "200" or "201" && !name.EndsWith("Batch", StringComparison.Ordinal);
            if ((method == "GET" && status is "200" or "304" && !Untagged.Contains(name)) || (method is "PUT" or "POST" && isOne && Tagged(name)))
                Say(answer, "ETag", "The version of this answer, to be sent as `If-None-Match`, or as `If-Match` with a change.");
            if (status is "201" or "202") Say(answer, "Location", "The address of what was made.");
            if (status is "429" or "503") Say(answer, "Retry-After", "Seconds to wait before trying again.", JsonSchemaType.Integer);
            if (status == "401") Say(answer, "WWW-Authenticate", "The ways to show who calls.");
            if (status == "200" && Pages(answer)) Say(answer, "Link", "The address of the next page, with `rel=\"next\"`; absent on the last.");
            if (status[0] == '2' && takesIdempotencyKey) Say(
                answer, IdempotencyKeys.ReplayedHeader, "`true` on an answer that was given before to the same `Idempotency-Key`.");
        }
    }

    // Keys, imports, decisions and published figures carry none.
    private static bool Tagged(string name) =>
        name is "PutOrganisationUnit" or "PostOrganisationUnit" or "PutIndicator" or "PostIndicator" or "PutResolution" or "PostResolution"
        or "PutTarget" or "PostTarget" or "PostResolutionTarget" or "PutActual" or "PostActual" or "PostClosure" or "ReopenClosure"
        or "PostWebhook" or "PutWebhook" or "RotateWebhookSecret" or "ReplayWebhook";

    private static bool Pages(OpenApiResponse answer) =>
        answer.Content?.TryGetValue("application/json", out var json) == true && json.Schema is OpenApiSchemaReference { Reference.Id: { } id }
            && id.StartsWith("PageOf", StringComparison.Ordinal);

    private static void Say(OpenApiResponse answer, string name, string description, JsonSchemaType type = JsonSchemaType.String) =>
        (answer.Headers ??= new Dictionary<string, IOpenApiHeader>())[name] =
            new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = type } };
}
