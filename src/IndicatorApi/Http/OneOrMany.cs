using System.Text.Json;
using System.Text.Json.Serialization;

namespace IndicatorApi.Http;

/// <summary>The body of a creating POST: one object, or <c>{"items": [...], "dryRun": false}</c>.</summary>
/// <typeparam name="T">What one item is.</typeparam>
[JsonConverter(typeof(OneOrManyConverterFactory))]
public sealed class OneOrMany<T>
{
    /// <summary>Most items in one body.</summary>
    public const int MostItems = 10_000;

    /// <summary>The items; one when the body is a single object.</summary>
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>Whether the body was a single object.</summary>
    public required bool IsSingle { get; init; }

    /// <summary>Check and count, store nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Where in the body an item's member stands: <c>items[3].value</c>, or <c>value</c> in a single object.</summary>
    public string Where(int index, string member) => IsSingle ? member : $"items[{index}]{(member.Length > 0 ? "." : "")}{member}";
}

/// <summary>Many items in one body.</summary>
/// <typeparam name="T">What one item is.</typeparam>
public sealed record Batch<T>
{
    /// <summary>The items, at most 10,000; stored all or none.</summary>
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>Check and count, store nothing.</summary>
    public bool DryRun { get; init; }
}

internal sealed class OneOrManyConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(OneOrMany<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<OneOrMany<T>>
    {
        public override OneOrMany<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (!HasItems(reader))
            {
                var one = JsonSerializer.Deserialize<T>(ref reader, options) ?? throw new WireException(ErrorCodes.Required);
                return new OneOrMany<T> { Items = [one], IsSingle = true };
            }
            var batch = JsonSerializer.Deserialize<Batch<T>>(ref reader, options)!;
            for (var i = 0; i < batch.Items.Count; i++)
            {
                if (batch.Items[i] is null) throw new WireException(ErrorCodes.Required);
            }
            if (batch.Items.Count > OneOrMany<T>.MostItems) throw new WireException(ErrorCodes.TooMany, OneOrMany<T>.MostItems);
            return new OneOrMany<T> { Items = batch.Items, IsSingle = false, DryRun = batch.DryRun };
        }

        public override void Write(Utf8JsonWriter writer, OneOrMany<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, new Batch<T> { Items = value.Items, DryRun = value.DryRun }, options);

        // The reader is a value: looking ahead with a copy leaves the original where it is.
        private static bool HasItems(Utf8JsonReader ahead)
        {
            if (ahead.TokenType != JsonTokenType.StartObject) return false;
            while (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName)
            {
                if (ahead.ValueTextEquals("items"u8)) return true;
                // Not Skip: it refuses while more of the body may come, though this value is whole already.
                if (!ahead.TrySkip()) return false;
            }
            return false;
        }
    }
}

/// <summary>What a batch did.</summary>
/// <param name="Created">Items that were new.</param>
/// <param name="Updated">Items that replaced other content.</param>
/// <param name="Unchanged">Items that were there already, with the same content.</param>
/// <param name="DryRun">True when nothing was stored.</param>
public sealed record BatchResponse(int Created, int Updated, int Unchanged, bool DryRun);
