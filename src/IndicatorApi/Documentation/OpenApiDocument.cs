using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using IndicatorApi.Access;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Features.Achievements;
using IndicatorApi.Features.Idempotency;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IndicatorApi.Documentation;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c>.</summary>
public static class OpenApiDocument
{
    private const string KeyScheme = "apiKey";
    private const string TokenScheme = "token";
    private const string ProblemSchema = "Problem";

    // Without the commit, which would change the document with every one.
    private static readonly string ProgramVersion = typeof(OpenApiDocument).Assembly.GetName().Version!.ToString(3);

    /// <summary>What the framework cannot see by itself.</summary>
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer(async (document, _, cancellationToken) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Indicator API",
                Version = ProgramVersion,
                Description = "Targets of resolutions, reported actuals, and the percent achieved per unit and period, explained.",
                Contact = new OpenApiContact { Name = "The maintainers of Indicator API" },
                License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
            };
            DocumentTags.Describe(document);
            document.Servers = [new OpenApiServer { Url = "/" }];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[KeyScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = ApiKeyHandler.Header,
                Description = "A key made for you by an administrator.",
            };
            document.Components.SecuritySchemes[TokenScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "A token of the OpenID Connect issuer that this server trusts, where one is set.",
            };
            AllowNull(document);
            Components.TellExamples(document);
            RuleSchemas.Inherit(document);
            BodyExamples.Describe(document);
            Components.SayForms(document);
            WrappedText.Join(document);
            await Components.RemoveUnusedAsync(document, cancellationToken);
        });
        options.AddSchemaTransformer(async (schema, context, cancellationToken) =>
        {
            Describe(schema, context.JsonTypeInfo.Type);
            // The framework leaves out what a list of words is of.
            if (schema is { Type: JsonSchemaType.Array, Items: null } && context.JsonTypeInfo.ElementType is { IsEnum: true } word)
                schema.Items = await context.GetOrCreateSchemaAsync(word, null, cancellationToken);
            Require(schema, context.JsonTypeInfo.Type);
        });
        // First: what follows looks at the parameters.
        options.AddOperationTransformer(RequestParameters.DescribeAsync);
        options.AddOperationTransformer(ParameterWords.DescribeAsync);
        options.AddOperationTransformer(async (operation, context, cancellationToken) => await DescribeAsync(operation, context, cancellationToken));
        options.AddOperationTransformer(DocumentedHeaders.DescribeAsync);
    }

    /// <summary>Serves the document.</summary>
    public static void Map(WebApplication app) => app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();

    // No member of an answer is ever left out; one that is worked out when written does not say so itself, nor whether it may be null.
    private static void Require(OpenApiSchema schema, Type type)
    {
        if (!typeof(AchievementRow).IsAssignableFrom(type) || schema.Properties is null) return;
        schema.Required = schema.Properties.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (var (name, member) in schema.Properties)
        {
            if (member is not OpenApiSchema plain) continue;
            plain.ReadOnly = false;
            if (!MayBeNull(type, name)) plain.Type &= ~JsonSchemaType.Null;
        }
    }

    private static void AllowNull(Microsoft.OpenApi.OpenApiDocument document)
    {
        foreach (var type in (Type[])[typeof(AchievementRow), typeof(AchievementResponse)])
        {
            var members = document.Components!.Schemas![type.Name].Properties!;
            foreach (var (name, reference) in members.Where(member => member.Value is OpenApiSchemaReference && MayBeNull(type, member.Key)).ToList())
                members[name] = new OpenApiSchema
                {
                    Description = reference.Description,
                    OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, reference]
                };
        }
    }

    private static bool MayBeNull(Type type, string member) =>
        new NullabilityInfoContext().Create(type.GetProperty($"{char.ToUpperInvariant(member[0])}{member[1..]}")!).ReadState == NullabilityState.Nullable;

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
            // Without null, as below: whichever use of it the framework meets first makes the one schema of all.
            schema.Type = JsonSchemaType.String;
            schema.Description ??= "A stretch of whole days, both ends included (kỳ báo cáo).";
            schema.Pattern = Components.PeriodPattern;
            schema.Examples = [JsonValue.Create("2020-2025")];
        }
        else if (plain == typeof(JsonElement))
        {
            // Without null, as below: what anything at all is, null is too.
            schema.Type = JsonSchemaType.Object;
        }
        else if (plain.IsEnum)
        {
            // Without null: one schema serves every use of the enumeration, and the member that may be null says so itself.
            schema.Type = JsonSchemaType.String;
            var names = (IEnumerable<string>)typeof(WireNames<>).MakeGenericType(plain).GetProperty(nameof(WireNames<Verdict>.All))!.GetValue(null)!;
            schema.Enum = [.. names.Select(name => (JsonNode)JsonValue.Create(name)!)];
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
            operation.Security = [];
            operation.Description ??= "Open to anyone: it says nothing about the data.";
            if (context.Description.RelativePath == "readyz") operation.Responses["503"] = Problem(503, problem);
            operation.Responses["400"] = Problem(400, problem);
            return;
        }
        await DescribeAnswersAsync(operation, context, cancellationToken);
        foreach (var status in Statuses(method, context.Description.RelativePath!.Contains('{', StringComparison.Ordinal),
            takesIfMatch: !endpoint.OfType<TakesNoIfMatch>().Any()))
        {
            var refusal = Problem(status, problem);
            // An answer of this status that is no problem stays beside it.
            foreach (var (type, media) in operation.Responses.GetValueOrDefault($"{status}")?.Content ?? new Dictionary<string,
                OpenApiMediaType>()) refusal.Content!.TryAdd(type, media);
            operation.Responses[$"{status}"] = refusal;
        }
        // An instant may be one that has not come yet.
        if (operation.Parameters?.Any(parameter => parameter.Name is "asOf" or "from" or "to") == true) operation.Responses["422"] = Problem(422, problem);
        // A cursor may be of another life of the database.
        if (operation.Parameters?.Any(parameter => parameter.Name == "after") == true) operation.Responses["410"] = Problem(410, problem);
        if (method == "GET") operation.Responses["304"] = new OpenApiResponse { Description = "Unchanged since the version in If-None-Match." };
        if (endpoint.OfType<LeavesAsFile>().FirstOrDefault() is { } files && operation.Responses["200"] is OpenApiResponse ok)
        {
            ok.Content ??= new Dictionary<string, OpenApiMediaType>();
            foreach (var mediaType in files.MediaTypes) ok.Content.TryAdd(
                mediaType.Split(';')[0], new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
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
                Example = JsonValue.Create("quy-3-2024-phuong-4"),
            });
        }
        operation.Description = $"{operation.Description}\n\nNeeds the right to {right.Right}.".Trim();
        operation.Security = [.. new[] { KeyScheme, TokenScheme }.Select(
            scheme => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] })];
    }

    // One status may have several answers, the item or the counts of a batch; and what is no JSON is text.
    private static async Task DescribeAnswersAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var answers in context.Description.ActionDescriptor.EndpointMetadata.OfType<IProducesResponseTypeMetadata>()
            .Where(answer => answer.StatusCode < 300).GroupBy(answer => answer.StatusCode))
        {
            if (operation.Responses![$"{answers.Key}"].Content is not { } content) continue;
            foreach (var other in content.Where(media => media.Key != "application/json").ToList()) content[other.Key] =
                new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
            var types = answers.Where(answer => answer.ContentTypes.Contains("application/json")).Select(answer => answer.Type).OfType<Type>().Distinct()
                .ToList();
            // Of an answer that is JSON or a file the framework keeps the file alone.
            if (types.Count == 1 && !content.ContainsKey("application/json"))
                content["application/json"] = new OpenApiMediaType { Schema = await context.GetOrCreateSchemaAsync(types[0], null, cancellationToken) };
            if (types.Count < 2) continue;
            var schema = new OpenApiSchema { OneOf = [] };
            foreach (var type in types)
            {
                if (context.Document!.Components?.Schemas?.ContainsKey(type.Name) != true)
                    context.Document.AddComponent(type.Name, await context.GetOrCreateSchemaAsync(type, null, cancellationToken));
                schema.OneOf.Add(new OpenApiSchemaReference(type.Name, context.Document));
            }
            content["application/json"].Schema = schema;
        }
    }

    private static OpenApiResponse Problem(int status, IOpenApiSchema schema) => new()
    {
        Description = Meaning(status),
        Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = schema } },
    };

    private static IEnumerable<int> Statuses(string? method, bool hasPlace, bool takesIfMatch)
    {
        yield return 400;
        yield return 401;
        yield return 403;
        yield return 429;
        if (hasPlace || method == "GET") yield return 404;
        if (method is "POST" or "PUT") { yield return 409; yield return 413; yield return 415; yield return 422; }
        if (method == "DELETE") yield return 409;
        if (method == "DELETE" && takesIfMatch) yield return 422;
        if (method is "PUT" or "DELETE" && takesIfMatch) { yield return 412; yield return 428; }
        yield return 500;
        yield return 503;
    }

    private static string Meaning(int status) => status switch
    {
        400 => "The request has the wrong shape; errors says where.",
        401 => "No valid key or token.",
        403 => "The key does not allow this, or not for this unit.",
        404 => "Nothing of this name.",
        409 => "In conflict with what is stored.",
        410 => "The cursor is of another database; start again without it.",
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
