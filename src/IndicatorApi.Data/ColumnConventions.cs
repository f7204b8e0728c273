using System.Linq.Expressions;
using IndicatorApi.Calculation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace IndicatorApi.Data;

/// <summary>How every column is named, typed and checked.</summary>
internal static class ColumnConventions
{
    /// <summary>PostgreSQL cuts names at 63; a cluster adds a shard suffix to them.</summary>
    private const int LongestConstraintName = 50;

    /// <summary>Stores an enumeration by its wire name.</summary>
    public static void HasWireName<TRow, TEnum>(this EntityTypeBuilder<TRow> builder, Expression<Func<TRow, TEnum>> property)
        where TRow : class where TEnum : struct, Enum =>
        builder.Property(property).HasConversion(WireName<TEnum>());

    /// <inheritdoc cref="HasWireName{TRow,TEnum}(EntityTypeBuilder{TRow},Expression{Func{TRow,TEnum}})"/>
    public static void HasWireName<TRow, TEnum>(this EntityTypeBuilder<TRow> builder, Expression<Func<TRow, TEnum?>> property)
        where TRow : class where TEnum : struct, Enum =>
        builder.Property(property).HasConversion(WireName<TEnum>());

    /// <summary>An enumeration and its wire name.</summary>
    public static ValueConverter WireName<TEnum>() where TEnum : struct, Enum =>
        new ValueConverter<TEnum, string>(value => WireNames<TEnum>.Of(value), name => WireNames<TEnum>.Parse(name));

    /// <summary>Text that people write: limited in length, and NFC so that equal looks are equal bytes.</summary>
    public static void HasNfcText<TRow>(this EntityTypeBuilder<TRow> builder, Expression<Func<TRow, string?>> property, int longest) where TRow : class =>
        builder.HasNfc(builder.Property(property).HasMaxLength(longest).Metadata);

    /// <summary>Checks that the text of a column is NFC.</summary>
    public static void HasNfc<TRow>(this EntityTypeBuilder<TRow> builder, IReadOnlyProperty text) where TRow : class
    {
        var column = Snake(text.Name);
        builder.ToTable(table => table.HasCheckConstraint(Short($"ck_{builder.Metadata.GetTableName()}_{column}_nfc"), $"{column} IS NFC NORMALIZED"));
    }

    /// <summary>Snake case for tables, columns, keys and indexes; plain <c>numeric</c> keeps the digits that were given.</summary>
    public static void Apply(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            var table = entity.GetTableName()!;
            List<IMutableProperty> members = [.. entity.GetComplexProperties().SelectMany(value => value.ComplexType.GetProperties())];
            foreach (var property in entity.GetProperties().Concat(members))
            {
                // Column names given by hand are already in snake case, which this leaves as it is; the members of a value are columns of the row that has it.
                property.SetColumnName(Snake(members.Contains(property) ? property.Name : property.GetColumnName()));
                if (property.ClrType == typeof(decimal) || property.ClrType == typeof(decimal?)) property.SetColumnType("numeric");
                property.ValueGenerated = ValueGenerated.Never;
                // Rows of history keep the version in a key and never change.
                if (property.Name == nameof(ActualFigure.RowVersion) && !property.IsKey() && !property.IsIndex()) property.IsConcurrencyToken = true;
            }
            foreach (var key in entity.GetKeys()) key.SetName(Short($"pk_{table}"));
            foreach (var key in entity.GetForeignKeys()) key.SetConstraintName(Short($"fk_{table}_{Columns(key.Properties)}"));
            foreach (var index in entity.GetIndexes()) index.SetDatabaseName(
                Short(index.Name ?? $"{(index.IsUnique ? "ux" : "ix")}_{table}_{Columns(index.Properties)}"));
        }
    }

    private static string Columns(IEnumerable<IMutableProperty> properties) =>
        string.Join('_', properties.Select(property => property.GetColumnName().Replace("organisation_unit", "unit", StringComparison.Ordinal)));

    private static string Short(string name) => name.Length <= LongestConstraintName ? name
        : throw new InvalidOperationException($"The name {name} is longer than {LongestConstraintName} characters: give a shorter one.");

    /// <summary>The column of a member.</summary>
    public static string Snake(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
