using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Imports;

/// <summary>Reads the cells of a row that hold its figure.</summary>
public static class FigureCells
{
    /// <summary>The figure of a row for its indicator: numbers, steps, and the bound that a word beside a number makes of it.</summary>
    public static Figure Read(Func<ImportColumn, TableCell> cell, Indicator indicator, LocaleEvidence locale, Action<ImportColumn, ErrorCode, object[]> refuse)
    {
        var (value, level) = (cell(ImportColumn.Value), cell(ImportColumn.Level));
        foreach (var column in (ImportColumn[])[ImportColumn.Value, ImportColumn.Numerator, ImportColumn.Denominator, ImportColumn.Level])
        {
            if (cell(column) is { IsMerged: true, IsBlank: false }) refuse(column, ErrorCodes.MergedFigure, []);
            else if (cell(column).Kind == TableCellKind.Error) refuse(column, ErrorCodes.CellError, [cell(column).Text]);
            else if (cell(column).Kind == TableCellKind.FormulaWithoutValue) refuse(column, ErrorCodes.FormulaWithoutValue, []);
        }
        var definition = ReferenceData.Define(indicator);
        // A sheet has one column for results: that of a scale holds the step.
        var isScale = indicator.ValueType is IndicatorValueType.Level or IndicatorValueType.YesNo;
        if (isScale && level.IsBlank && value.Kind is TableCellKind.Text or TableCellKind.Number) (value, level) = (TableCell.Blank, value);
        Number? Of(ImportColumn column, TableCell from) => Number.Read(from, column, indicator, locale, refuse);
        var (read, numerator, denominator) = (Of(ImportColumn.Value, value), Of(ImportColumn.Numerator, cell(ImportColumn.Numerator)), Of(ImportColumn.Denominator, cell(ImportColumn.Denominator)));
        if (read?.Denominator is not null && (numerator ?? denominator) is not null)
            refuse(ImportColumn.Value, ErrorCodes.Inconsistent, ["The counts stand in columns of their own already.", "Tử số và mẫu số đã có ở cột riêng."]);
        return new Figure
        {
            Value = read?.Denominator is null ? read?.Value : null,
            Numerator = read?.Denominator is null ? numerator?.Value : read.Value,
            Denominator = read?.Denominator ?? denominator?.Value,
            Level = level.IsBlank ? null : WrittenWords.Level(level.Text, definition),
            Bound = read?.Bound ?? numerator?.Bound ?? denominator?.Bound,
        };
    }

    private sealed record Number(decimal Value, Bound? Bound, decimal? Denominator)
    {
        // A ratio says it by its factor, a number only by its unit.
        private static decimal FactorOf(Indicator indicator) => indicator.Measure switch { ['%', ..] => 100, ['‰', ..] => 1000, _ => indicator.Factor };

        public static Number? Read(TableCell cell, ImportColumn column, Indicator indicator, LocaleEvidence locale, Action<ImportColumn, ErrorCode, object[]> refuse)
        {
            switch (cell.Kind)
            {
                case TableCellKind.Date:
                    refuse(column, ErrorCodes.NumberIsDate, []);
                    return null;
                case TableCellKind.Number:
                    return Exact(cell.Number, null, null);
                case TableCellKind.Percent when column == ImportColumn.Value && FactorOf(indicator) == 100:
                    return Exact(cell.Number * 100, null, null);
                case TableCellKind.Percent:
                    refuse(column, ErrorCodes.WrongSign, ["%", indicator.Measure]);
                    return null;
                case TableCellKind.Text:
                    return OfText();
                default:
                    return null;
            }

            Number? Exact(decimal value, Bound? bound, decimal? denominator)
            {
                if (StorableNumber.Fits(value) && (denominator is not { } below || StorableNumber.Fits(below))) return new Number(Numbers.Normalise(value), bound, denominator);
                refuse(column, ErrorCodes.NumberNotStorable, [StorableNumber.IntegerDigits, StorableNumber.DecimalDigits]);
                return null;
            }

            Number? OfText()
            {
                if (WrittenNumber.IsDate(cell.Text))
                {
                    refuse(column, ErrorCodes.NumberIsDate, []);
                    return null;
                }
                var written = WrittenNumber.Read(cell.Text);
                if (written is null || (written.Denominator is not null && (column != ImportColumn.Value || indicator.ValueType != IndicatorValueType.Ratio)))
                {
                    refuse(column, ErrorCodes.NotANumber, [cell.Text]);
                    return null;
                }
                var sign = written.Factor switch { 100 => "%", 1000 => "‰", _ => "" };
                var unit = Text.Search(indicator.Measure);
                var isOwnUnit = written.Measure.Length == 0 || sign + written.Measure == unit;
                if (!isOwnUnit || (sign.Length > 0 && (column != ImportColumn.Value || FactorOf(indicator) != written.Factor)))
                {
                    refuse(column, ErrorCodes.WrongSign, [sign + written.Measure, indicator.Measure]);
                    return null;
                }
                var way = locale.Of(column);
                foreach (var part in (WrittenNumber?[])[written, written.Denominator])
                {
                    if (part is null || part.In(way) is not null) continue;
                    if (way is null) refuse(column, ErrorCodes.AmbiguousNumber, [cell.Text, Numbers.Invariant(part.Vietnamese!.Value), Numbers.Invariant(part.English!.Value)]);
                    else refuse(column, ErrorCodes.NotANumber, [cell.Text]);
                    return null;
                }
                return Exact(written.In(way)!.Value, written.Bound, written.Denominator?.In(way));
            }
        }
    }
}
