using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IndicatorApi.Calculation;

namespace IndicatorApi.Http;

/// <summary>How JSON is read and written: strictly, exactly, and with Vietnamese text as it is.</summary>
public static class WireJson
{
    /// <summary>The settings that every body is read and written with.</summary>
    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>The settings that what callers send is read with; the document is made without, since text with a reader of its own would look like anything
    /// at all.</summary>
    public static JsonSerializerOptions Sent { get; } = new(Options) { Converters = { new StorableTextConverter() } };

    /// <summary>The settings that an answer kept in the database is read back with: a percent may have more digits than a body may send.</summary>
    public static JsonSerializerOptions Kept { get; } = Keep(new JsonSerializerOptions(Options));

    /// <summary>Applies the settings to the web framework's own options.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.PropertyNameCaseInsensitive = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        // A database that stores JSON by key length puts the kind of a rule anywhere in the object.
        options.AllowOutOfOrderMetadataProperties = true;
        options.MaxDepth = 32;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new ExactDecimalConverter());
        options.Converters.Add(new PeriodConverter());
        options.Converters.Add(new WireEnumConverterFactory());
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(RefuseMissingItems);
        return options;
    }

    // That a list holds no nulls is nothing that the reader looks at by itself.
    private static void RefuseMissingItems(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        var lists = type.Properties.Where(property => property.Get is not null && typeof(IEnumerable<object>).IsAssignableFrom(property.PropertyType)).ToList();
        if (lists.Count == 0) return;
        var before = type.OnDeserialized;
        type.OnDeserialized = read =>
        {
            before?.Invoke(read);
            foreach (var list in lists)
            {
                if (list.Get!(read) is IEnumerable<object?> items && items.Any(item => item is null)) throw new WireException(ErrorCodes.Required);
            }
        };
    }

    private static JsonSerializerOptions Keep(JsonSerializerOptions options)
    {
        options.Converters.Remove(options.Converters.Single(converter => converter is ExactDecimalConverter));
        return options;
    }
}

/// <summary>A value that has the right JSON shape but cannot be accepted; carries its own error.</summary>
public sealed class WireException(ErrorCode code, params object[] arguments) : JsonException
{
    /// <summary>The error at the place where the reader stands.</summary>
    public Error At(string where) => new(where, code, arguments);
}

/// <summary>Refuses text that no database takes, whichever member it is for: members that are only looked up have no check of their own.</summary>
public sealed class StorableTextConverter : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new WireException(ErrorCodes.WrongType, "text");
        string text;
        try
        {
            text = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new WireException(ErrorCodes.InvalidText);
        }
        return Text.IsStorable(text) ? text : throw new WireException(ErrorCodes.InvalidText);
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>Reads a number without losing a digit, and writes it without binary artefacts or trailing zeros.</summary>
public sealed class ExactDecimalConverter : JsonConverter<decimal>
{
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) throw new WireException(ErrorCodes.NumberAsText);
        if (reader.TokenType != JsonTokenType.Number) throw new WireException(ErrorCodes.WrongType, "number");
        var text = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        return StorableNumber.TryRead(text, out var value) ? value
            : throw new WireException(ErrorCodes.NumberNotStorable, StorableNumber.IntegerDigits, StorableNumber.DecimalDigits);
    }

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => WriteNumber(writer, value);

    /// <summary>Writes the shortest form: 28, not 28.0000.</summary>
    public static void WriteNumber(Utf8JsonWriter writer, decimal value)
    {
        Span<byte> text = stackalloc byte[Numbers.LongestText];
        writer.WriteRawValue(text[..Numbers.Write(value, text)], skipInputValidation: true);
    }
}

/// <summary>The numbers that are kept exactly: they leave room to add a million of them without rounding.</summary>
public static class StorableNumber
{
    /// <summary>Most digits before the decimal point.</summary>
    public const int IntegerDigits = 15;

    /// <summary>Most digits after the decimal point.</summary>
    public const int DecimalDigits = 8;

    /// <summary>Reads a JSON number; false when a digit would be lost.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out decimal value)
    {
        value = 0;
        if (json.Length > 64) return false;
        if (!decimal.TryParse(Encoding.ASCII.GetString(json), NumberStyles.Float, CultureInfo.InvariantCulture, out var read)) return false;
        var digits = SignificantDigits(json);
        // What is too small for a decimal is read as zero.
        if (digits > IntegerDigits + DecimalDigits || !Fits(read) || (read == 0 && digits > 0)) return false;
        value = read;
        return true;
    }

    /// <summary>Whether a number is kept exactly.</summary>
    public static bool Fits(decimal value) => Math.Abs(value) < 1_000_000_000_000_000m && decimal.Round(value, DecimalDigits) == value;

    private static int SignificantDigits(ReadOnlySpan<byte> json)
    {
        int digits = 0, trailingZeros = 0;
        foreach (var letter in json)
        {
            if (letter is (byte)'e' or (byte)'E') break;
            if (letter is < (byte)'0' or > (byte)'9' || (digits == 0 && letter == (byte)'0')) continue;
            digits++;
            trailingZeros = letter == (byte)'0' ? trailingZeros + 1 : 0;
        }
        return digits - trailingZeros;
    }
}

/// <summary>A period by its text.</summary>
public sealed class PeriodConverter : JsonConverter<Period>
{
    public override Period Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new WireException(ErrorCodes.WrongType, "period");
        var text = reader.GetString()!;
        return Period.TryParse(text, CultureInfo.InvariantCulture, out var period) ? period : throw new WireException(ErrorCodes.InvalidPeriod, text);
    }

    public override void Write(Utf8JsonWriter writer, Period value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>Enumerations by their one spelling; other casings and numbers are refused with the list of what is known.</summary>
public sealed class WireEnumConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(WireEnumConverter<>).MakeGenericType(typeToConvert))!;

    private sealed class WireEnumConverter<T> : JsonConverter<T> where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String) throw new WireException(ErrorCodes.WrongType, "text");
            var name = reader.GetString()!;
            return WireNames<T>.TryParse(name, out var value) ? value
                : throw new WireException(ErrorCodes.UnknownWord, name, string.Join(", ", WireNames<T>.All));
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(WireNames<T>.Of(value));
    }
}
