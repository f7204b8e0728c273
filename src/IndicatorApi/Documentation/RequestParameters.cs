using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FastEndpoints;
using IndicatorApi.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IndicatorApi.Documentation;

/// <summary>Writes the members of a request into the document, each where it stands: in the route or in the query.</summary>
internal static class RequestParameters
{
    /// <summary>Takes the body out of the schema of a request: it has a schema of its own, which must not be written out here.</summary>
    public static void LeaveOutBodies(JsonSerializerOptions options) => options.TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(type =>
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i].AttributeProvider?.IsDefined(typeof(FromBodyAttribute), inherit: true) == true) type.Properties.RemoveAt(i);
        }
    });

    /// <summary>Adds the parameters of an operation.</summary>
    public static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<EndpointDefinition>().SingleOrDefault() is not { } endpoint) return;
        var request = RequestShape.Of(endpoint.ReqDtoType);
        if (request.MayLackBody && operation.RequestBody is OpenApiRequestBody { Content: { } content })
        {
            // What may be left out may be null too.
            foreach (var media in content.Values)
                media.Schema = new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, media.Schema!] };
        }
        if (request.Route.Count + request.Query.Count == 0) return;
        // The comments stand in the schema of the request, which itself is no part of the document.
        var comments = await context.GetOrCreateSchemaAsync(endpoint.ReqDtoType, null, cancellationToken);
        operation.Parameters ??= [];
        foreach (var (name, member) in request.Route) operation.Parameters.Add(await ParameterAsync(name, member, ParameterLocation.Path));
        foreach (var (name, member) in request.Query) operation.Parameters.Add(await ParameterAsync(name, member, ParameterLocation.Query));

        async Task<OpenApiParameter> ParameterAsync(string name, PropertyInfo member, ParameterLocation place) => new()
        {
            Name = name,
            In = place,
            Required = place == ParameterLocation.Path,
            Description = comments.Properties?[name].Description,
            Schema = await context.GetOrCreateSchemaAsync(Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType, null, cancellationToken),
        };
    }
}
