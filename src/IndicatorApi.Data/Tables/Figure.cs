using IndicatorApi.Calculation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>What is reported of one place: exactly one of <see cref="Value"/>, the pair of counts, or <see cref="Level"/>, with what is said of it.</summary>
/// <remarks>One value wherever figures are held, so that two are the same when they are equal. A test follows every member through every copy.</remarks>
public sealed record Figure
{
    /// <summary>The number, in the indicator's unit.</summary>
    public decimal? Value { get; init; }

    /// <summary>The part of a ratio.</summary>
    public decimal? Numerator { get; init; }

    /// <summary>The whole of a ratio.</summary>
    public decimal? Denominator { get; init; }

    /// <summary>The step reached.</summary>
    public string? Level { get; init; }

    /// <summary>Set where the source only gives a bound.</summary>
    public Bound? Bound { get; init; }

    /// <summary>How far it has got.</summary>
    public ActualStatus Status { get; init; } = ActualStatus.Final;

    /// <summary>Where it comes from.</summary>
    public string? Source { get; init; }

    /// <summary>What a reader should know of it.</summary>
    public string? Note { get; init; }

    /// <summary>The number, or the rate that the counts make, to ten decimals; null for a step, and for a ratio of nothing.</summary>
    public decimal? NumberOf(Indicator indicator) =>
        Value ?? (Ratio.Of(Numerator, Denominator, indicator.Factor) is { } rate ? decimal.Round(rate, 10, MidpointRounding.AwayFromZero) : null);
}

/// <summary>The columns of a figure: as the model has them, as they are written and as they are read.</summary>
internal static class FigureColumns
{
    /// <summary>The columns, in the order in which they are written and read.</summary>
    public static readonly string[] Names = [.. Members.Select(ColumnConventions.Snake)];

    /// <summary>The columns under the names that the context looks for in a query written by hand, where it does not ask the model.</summary>
    public static readonly string Named = string.Join(", ",
        Members.Select(member => $"{ColumnConventions.Snake(member)} AS \"{nameof(ActualFigure.Figure)}_{member}\""));

    private static IEnumerable<string> Members => typeof(Figure).GetProperties().Select(member => member.Name);

    /// <summary>One array for each column.</summary>
    public static void Add<TRow>(NpgsqlParameterCollection parameters, IReadOnlyList<TRow> rows, Func<TRow, Figure> figure)
    {
        parameters.AddArray(rows, row => figure(row).Value);
        parameters.AddArray(rows, row => figure(row).Numerator);
        parameters.AddArray(rows, row => figure(row).Denominator);
        parameters.AddTexts(rows, row => figure(row).Level);
        parameters.AddTexts(rows, row => figure(row).Bound is { } bound ? WireNames<Bound>.Of(bound) : null);
        parameters.AddTexts(rows, row => WireNames<ActualStatus>.Of(figure(row).Status));
        parameters.AddTexts(rows, row => figure(row).Source);
        parameters.AddTexts(rows, row => figure(row).Note);
    }

    /// <summary>The figure whose columns begin at this one.</summary>
    public static Figure Read(NpgsqlDataReader reader, int first)
    {
        decimal? Number(int place) => reader.IsDBNull(first + place) ? null : reader.GetDecimal(first + place);
        string? Text(int place) => reader.IsDBNull(first + place) ? null : reader.GetString(first + place);
        return new Figure
        {
            Value = Number(0),
            Numerator = Number(1),
            Denominator = Number(2),
            Level = Text(3),
            Bound = Text(4) is { } bound ? WireNames<Bound>.Parse(bound) : null,
            Status = WireNames<ActualStatus>.Parse(reader.GetString(first + 5)),
            Source = Text(6),
            Note = Text(7),
        };
    }

    /// <summary>Maps the members of a row's figure to columns of the row's own table.</summary>
    public static void Configure<T>(EntityTypeBuilder<T> builder) where T : ActualFigure => builder.ComplexProperty(row => row.Figure, figure =>
    {
        figure.Property(value => value.Numerator).Metadata.SetComment("The part of a ratio; the rate itself is computed, never stored beside it.");
        figure.Property(value => value.Bound).HasConversion(ColumnConventions.WireName<Bound>());
        figure.Property(value => value.Status).HasConversion(ColumnConventions.WireName<ActualStatus>());
        builder.HasNfc(figure.Property(value => value.Source).HasMaxLength(1000).Metadata);
        builder.HasNfc(figure.Property(value => value.Note).HasMaxLength(2000).Metadata);
    });
}
