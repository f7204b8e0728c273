using System.Text.Json;
using System.Text.Json.Serialization;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Dhis2;

/// <summary>Data values as DHIS2 sends them. Its further members are passed over: <c>dataSet</c>, <c>completeDate</c>, of a value <c>storedBy</c>,
/// <c>created</c>, <c>lastUpdated</c>, <c>followup</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record DataValueSet
{
    /// <summary>The period of values that name none: 2022, 2022S1, 2022Q3, 202205.</summary>
    public string? Period { get; init; }

    /// <summary>Code of the unit of values that name none.</summary>
    public string? OrgUnit { get; init; }

    /// <summary>Always <c>default</c>.</summary>
    public string? AttributeOptionCombo { get; init; }

    /// <summary>As in the query, and before it.</summary>
    public bool? DryRun { get; init; }

    /// <summary>As in the query, and before it.</summary>
    public string? ImportStrategy { get; init; }

    /// <summary>As in the query, and before it.</summary>
    public string? IdScheme { get; init; }

    /// <summary>As in the query, and before it.</summary>
    public string? DataElementIdScheme { get; init; }

    /// <summary>As in the query, and before it.</summary>
    public string? OrgUnitIdScheme { get; init; }

    /// <summary>As in the query, and before it.</summary>
    public string? CategoryOptionComboIdScheme { get; init; }

    /// <summary>The values, at most 10,000.</summary>
    public IReadOnlyList<DataValue?> DataValues { get; init; } = [];
}

/// <summary>One value of a set.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record DataValue
{
    /// <summary>Code of the indicator.</summary>
    public string? DataElement { get; init; }

    /// <summary>The period.</summary>
    public string? Period { get; init; }

    /// <summary>Code of the unit.</summary>
    public string? OrgUnit { get; init; }

    /// <summary>Code of the sub-group; <c>default</c>, or nothing, is the whole.</summary>
    public string? CategoryOptionCombo { get; init; }

    /// <summary>Always <c>default</c>.</summary>
    public string? AttributeOptionCombo { get; init; }

    /// <summary>The figure as text, <c>"1.862"</c> being less than two; a JSON number, true and false are taken too.</summary>
    [JsonConverter(typeof(AnyText))]
    public string? Value { get; init; }

    /// <summary>The note.</summary>
    public string? Comment { get; init; }

    /// <summary>True for a value that is to be removed.</summary>
    public bool? Deleted { get; init; }
}

// DHIS2 reads a number or a flag as the text that it is written with.
internal sealed class AnyText : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => JsonElement.ParseValue(ref reader).GetRawText(),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => throw new WireException(ErrorCodes.WrongType, "text"),
    };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
