using System.Reflection;
using System.Text.Json.Serialization;
using IndicatorApi.Calculation;
using Microsoft.OpenApi;

namespace IndicatorApi.Documentation;

/// <summary>
/// Writes the kinds of a target rule so that generators make a class of each: a base that knows its kinds by a discriminator, and each kind
/// made of the base and its own members.
/// </summary>
/// <remarks>The framework writes a union whose members know nothing of it, from which some generators make classes that do not inherit and cannot be read
/// back.</remarks>
internal static class RuleSchemas
{
    private static readonly string Base = nameof(TargetRule);

    /// <summary>Rewrites the base and its kinds.</summary>
    public static void Inherit(Microsoft.OpenApi.OpenApiDocument document)
    {
        var schemas = document.Components!.Schemas!;
        if (!schemas.TryGetValue(Base, out var found) || found is not OpenApiSchema rule) return;
        var property = typeof(TargetRule).GetCustomAttribute<JsonPolymorphicAttribute>()!.TypeDiscriminatorPropertyName!;
        var kinds = typeof(TargetRule).GetCustomAttributes<JsonDerivedTypeAttribute>()
            .ToDictionary(kind => (string)kind.TypeDiscriminator!, kind => Base + kind.DerivedType.Name, StringComparer.Ordinal);
        rule.AnyOf = null;
        rule.Type = JsonSchemaType.Object;
        rule.Required = new HashSet<string>(StringComparer.Ordinal) { property };
        rule.Properties = new Dictionary<string, IOpenApiSchema>
        {
            [property] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The kind, which says what the other members are." },
        };
        rule.Discriminator = new OpenApiDiscriminator
        {
            PropertyName = property,
            Mapping = kinds.ToDictionary(kind => kind.Key, kind => new OpenApiSchemaReference(kind.Value, document)),
        };
        foreach (var name in kinds.Values)
        {
            var own = (OpenApiSchema)schemas[name];
            schemas[name] = new OpenApiSchema
            {
                Description = own.Description,
                AllOf =
                [
                    new OpenApiSchemaReference(Base, document),
                    new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Required = own.Required,
                        // The base has it, and a member that stands in both would be written twice.
                        Properties = own.Properties?.Where(member => member.Key != property).ToDictionary(),
                    },
                ],
                // The library knows the keyword only where it lets everything pass.
                Extensions = new Dictionary<string, IOpenApiExtension> { ["unevaluatedProperties"] = new JsonNodeExtension(false) },
            };
        }
    }
}
