using System.Text.Json.Nodes;
using IndicatorApi.Calculation;
using IndicatorApi.Features.Idempotency;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IndicatorApi.Documentation;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c> and its page at <c>/docs</c>.</summary>
public static class OpenApiDocument
{
    private const string KeyScheme = "apiKey";
    private const string ProblemSchema = "Problem";

    /// <summary>What the framework cannot see by itself.</summary>
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Indicator API",
                Version = "v1",
                Description = "Targets of resolutions, reported actuals, and the percent achieved per unit and period, explained.",
                License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
            };
            document.Servers = [new OpenApiServer { Url = "/" }];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[KeyScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = Features.Access.ApiKeyHandler.Header,
                Description = "A key made for you by an administrator.",
            };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            Describe(schema, context.JsonTypeInfo.Type);
            Require(schema, context.JsonTypeInfo.Type);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(async (operation, context, cancellationToken) => await DescribeAsync(operation, context, cancellationToken));
    }

    /// <summary>Serves the document and its page.</summary>
    public static void Map(WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "docs";
            page.DocumentTitle = "Indicator API";
            page.SwaggerEndpoint("/openapi/v1.json", "Indicator API v1");
        });
    }

    // No member of an answer is ever left out; one that is worked out when written does not say so itself.
    private static void Require(OpenApiSchema schema, Type type)
    {
        if (!typeof(Features.Achievements.AchievementRow).IsAssignableFrom(type) || schema.Properties is null) return;
        schema.Required = schema.Properties.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (var member in schema.Properties.Values.OfType<OpenApiSchema>()) member.ReadOnly = false;
    }

    // Types with converters of their own look like anything at all to the framework.
    private static void Describe(OpenApiSchema schema, Type type)
    {
        var isNullable = Nullable.GetUnderlyingType(type) is not null;
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        JsonSchemaType OrNull(JsonSchemaType wanted) => isNullable ? wanted | JsonSchemaType.Null : wanted;
        if (plain == typeof(decimal))
        {
            schema.Type = OrNull(JsonSchemaType.Number);
            schema.Format = "decimal";
            schema.Pattern = null;
        }
        else if (plain == typeof(Period))
        {
            schema.Type = OrNull(JsonSchemaType.String);
            schema.Description ??= "2022, 2022-S1, 2022-Q3, 2022-05, 2020-2025 or 2020-05-20--2022-12-31.";
            schema.Examples = [JsonValue.Create("2020-2025")];
        }
        else if (plain.IsEnum)
        {
            schema.Type = OrNull(JsonSchemaType.String);
            var names = (IEnumerable<string>)typeof(WireNames<>).MakeGenericType(plain).GetProperty(nameof(WireNames<Verdict>.All))!.GetValue(null)!;
            schema.Enum = [.. names.Select(name => (JsonNode)JsonValue.Create(name)!)];
            if (isNullable) schema.Enum.Add(null!);
        }
    }

    private static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var endpoint = context.Description.ActionDescriptor.EndpointMetadata;
        var method = context.Description.HttpMethod;
        var right = endpoint.OfType<RequiredRight>().FirstOrDefault();
        operation.Responses ??= [];
        if (context.Document?.Components?.Schemas?.ContainsKey(ProblemSchema) != true)
            context.Document!.AddComponent(ProblemSchema, await context.GetOrCreateSchemaAsync(typeof(ProblemResponse), null, cancellationToken));
        var problem = new OpenApiSchemaReference(ProblemSchema, context.Document);
        if (right is null)
        {
            // Health is asked without a body, a name or a key.
            if (context.Description.RelativePath == "readyz") operation.Responses["503"] = Problem(503, problem);
            operation.Responses.Remove("400");
            return;
        }
        foreach (var status in Statuses(method, context.Description.RelativePath!.Contains('{', StringComparison.Ordinal)))
        {
            operation.Responses[$"{status}"] = Problem(status, problem);
        }
        if (method == "GET") operation.Responses["304"] = new OpenApiResponse { Description = "Unchanged since the version in If-None-Match." };
        if (endpoint.OfType<LeavesAsFile>().FirstOrDefault() is { } files && operation.Responses["200"] is OpenApiResponse ok)
        {
            ok.Content ??= new Dictionary<string, OpenApiMediaType>();
            foreach (var mediaType in files.MediaTypes) ok.Content.TryAdd(mediaType.Split(';')[0], new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
            if (files.MediaTypes.Contains(WorkbookWriter.MediaType)) operation.Responses["422"] = Problem(422, problem);
        }
        if (endpoint.OfType<TakesIdempotencyKey>().Any())
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = IdempotencyKeys.Header,
                In = ParameterLocation.Header,
                Description = "Any text that is new with each new request: a repeat with the same body within 24 hours gets the first successful answer again.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 200 },
            });
        }
        operation.Description = $"{operation.Description}\n\nNeeds the right to {right.Right}.".Trim();
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, context.Document)] = [] }];
    }

    private static OpenApiResponse Problem(int status, IOpenApiSchema schema) => new()
    {
        Description = Meaning(status),
        Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = schema } },
    };

    private static IEnumerable<int> Statuses(string? method, bool hasPlace)
    {
        yield return 400;
        yield return 401;
        yield return 403;
        yield return 429;
        if (hasPlace || method == "GET") yield return 404;
        if (method is "POST" or "PUT") { yield return 409; yield return 413; yield return 415; yield return 422; }
        if (method == "DELETE") { yield return 409; yield return 422; }
        if (method is "PUT" or "DELETE") { yield return 412; yield return 428; }
        yield return 500;
        yield return 503;
    }

    private static string Meaning(int status) => status switch
    {
        400 => "The request has the wrong shape; errors says where.",
        401 => "No valid key.",
        403 => "The key does not allow this, or not for this unit.",
        404 => "Nothing of this name.",
        409 => "In conflict with what is stored.",
        412 => "Changed since it was read.",
        413 => "The body is too large.",
        415 => "Not JSON.",
        422 => "Well-formed, but against the rules of the domain; errors says where.",
        428 => "It exists: If-Match is needed.",
        429 => "Too many requests; Retry-After says how long to wait.",
        500 => "The server's fault; traceId names it.",
        _ => "Not available just now; nothing was stored.",
    };
}
