using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using IndicatorApi.Calculation;

namespace IndicatorApi.Data;

/// <summary>The SHA-256 of a row of history, over every column: the audit log keeps it, so that a row that was altered is found.</summary>
/// <remarks>
/// Columns go in by name, and only where they say something: null and false are left out. A column that is added later changes no digest
/// of the rows before it.
/// </remarks>
public static class RowDigest
{
    private static readonly string[] JsonColumns = [nameof(TargetTerms.Rule), nameof(TargetTerms.Checkpoints), nameof(TargetTerms.Coordinating),
        nameof(ScoringSchemeVersion.Definition), nameof(ReferenceRevision.Content)];

    /// <summary>The digest of a row, whether it is about to be written or has been read again.</summary>
    public static byte[] Of<TRow>(TRow row) where TRow : class
    {
        var bytes = new CanonicalBytes(typeof(TRow).Name);
        foreach (var (name, read) in Columns<TRow>.All)
        {
            if (read(row) is not { } text) continue;
            bytes.Add(name);
            bytes.Add(text);
        }
        return bytes.Hash();
    }

    /// <summary>JSON with its members in order, no blanks and numbers in their shortest form: the database gives it back in a form of its own.</summary>
    public static string CanonicalJson(string json)
    {
        using var document = JsonDocument.Parse(json);
        var text = new StringBuilder();
        Write(document.RootElement, text);
        return text.ToString();
    }

    private static void Write(JsonElement element, StringBuilder text)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                foreach (var member in element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    text.Append(JsonSerializer.Serialize(member.Name)).Append(':');
                    Write(member.Value, text);
                    text.Append(',');
                }
                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var item in element.EnumerateArray())
                {
                    Write(item, text);
                    text.Append(',');
                }
                text.Append(']');
                break;
            case JsonValueKind.String:
                text.Append(JsonSerializer.Serialize(element.GetString()));
                break;
            case JsonValueKind.Number:
                text.Append(element.TryGetDecimal(out var number) ? Format(number) : element.GetRawText());
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    private static string Format(decimal number) => Numbers.Normalise(number).ToString(CultureInfo.InvariantCulture);

    private static class Columns<TRow> where TRow : class
    {
        public static readonly (string Name, Func<TRow, string?> Read)[] All =
        [
            .. typeof(TRow).GetProperties()
                .Where(property => property.CanWrite && !property.IsDefined(typeof(NotAColumnAttribute)))
                .SelectMany(property => property.PropertyType == typeof(Figure) ? Inside(property) : [(property.Name, Reader(property))])
                .OrderBy(column => column.Name, StringComparer.Ordinal),
        ];

        // The members of a figure are columns of its row.
        private static IEnumerable<(string Name, Func<TRow, string?> Read)> Inside(PropertyInfo property)
        {
            var get = Getter<Figure>(property);
            return Columns<Figure>.All.Select(column => (column.Name, (Func<TRow, string?>)(row => column.Read(get(row)))));
        }

        private static Func<TRow, string?> Reader(PropertyInfo property)
        {
            if (JsonColumns.Contains(property.Name)) return row => property.GetValue(row) is string json ? CanonicalJson(json) : null;
            var bare = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            var name = bare.IsEnum ? property.PropertyType == bare ? nameof(Word) : nameof(OptionalWord) : nameof(Value);
            var method = typeof(Columns<TRow>).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(
                bare.IsEnum ? bare : property.PropertyType);
            return (Func<TRow, string?>)method.Invoke(null, [property])!;
        }

        private static Func<TRow, TValue> Getter<TValue>(PropertyInfo property) => property.GetGetMethod()!.CreateDelegate<Func<TRow, TValue>>();

        private static Func<TRow, string?> Word<TEnum>(PropertyInfo property) where TEnum : struct, Enum
        {
            var get = Getter<TEnum>(property);
            return row => WireNames<TEnum>.Of(get(row));
        }

        private static Func<TRow, string?> OptionalWord<TEnum>(PropertyInfo property) where TEnum : struct, Enum
        {
            var get = Getter<TEnum?>(property);
            return row => get(row) is { } word ? WireNames<TEnum>.Of(word) : null;
        }

        private static Func<TRow, string?> Value<TValue>(PropertyInfo property)
        {
            var get = Getter<TValue>(property);
            return row => get(row) switch
            {
                null => null,
                string text => text,
                bool isSet => isSet ? "true" : null,
                Guid id => id.ToString("N"),
                decimal number => Format(number),
                DateTimeOffset instant => CanonicalBytes.Microseconds(instant).ToString(CultureInfo.InvariantCulture),
                DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
                long number => number.ToString(CultureInfo.InvariantCulture),
                int number => number.ToString(CultureInfo.InvariantCulture),
                _ => throw new NotSupportedException($"{typeof(TRow).Name}.{property.Name} is of a type without a canonical form."),
            };
        }
    }
}

/// <summary>Marks what a row carries on its way and does not store.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotAColumnAttribute : Attribute;
