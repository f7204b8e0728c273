using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace IndicatorApi.Data;

/// <summary>A row as the audit log shows it before and after a write: never with bytes, which is what keys are stored as.</summary>
public static class AuditJson
{
    private static readonly string[] Uninteresting = [nameof(ApiKey.LastUsedAt), nameof(OrganisationUnit.SearchName), nameof(Webhook.Cursor),
        nameof(Webhook.NextMailAt)];

    private static readonly string[] RawJson = [nameof(TargetTerms.Rule), nameof(TargetTerms.Checkpoints), nameof(TargetTerms.Coordinating),
        nameof(ScoringSchemeVersion.Definition), nameof(Indicator.Breaks), nameof(Indicator.GroupNames),
        nameof(TargetTerms.Bands)];

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(), new InstantConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Choose } },
    };

    /// <summary>The row as JSON.</summary>
    public static string Of(object row) => JsonSerializer.Serialize(row, row.GetType(), Options);

    private static void Choose(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.ToList())
        {
            var name = (property.AttributeProvider as System.Reflection.PropertyInfo)?.Name;
            if (property.PropertyType == typeof(byte[]) || Uninteresting.Contains(name)
                || property.AttributeProvider?.IsDefined(typeof(NotAColumnAttribute), false) == true) type.Properties.Remove(property);
            else if (property.PropertyType == typeof(Figure)) Spread(type, property);
            else if (RawJson.Contains(name)) property.CustomConverter = new RawJsonConverter();
        }
    }

    // The members of a figure stand among those of its row, as its columns do.
    private static void Spread(JsonTypeInfo type, JsonPropertyInfo figure)
    {
        var place = type.Properties.IndexOf(figure);
        type.Properties.RemoveAt(place);
        foreach (var member in typeof(Figure).GetProperties())
        {
            var property = type.CreateJsonPropertyInfo(member.PropertyType, JsonNamingPolicy.CamelCase.ConvertName(member.Name));
            property.Get = row => member.GetValue(figure.Get!(row));
            type.Properties.Insert(place++, property);
        }
    }

    private sealed class RawJsonConverter : JsonConverter<string?>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonNode.Parse(ref reader)?.ToJsonString();

        public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteRawValue(value!);
    }

    // As the database keeps it, so that a row that was read again looks as it did when it was written.
    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
    }
}
