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
        Number? Of(ImportColumn column, TableCell from) => new NumberCell(from, column, indicator, locale, refuse).Read();
        var read = Of(ImportColumn.Value, value);
        var numerator = Of(ImportColumn.Numerator, cell(ImportColumn.Numerator));
        var denominator = Of(ImportColumn.Denominator, cell(ImportColumn.Denominator));
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

    private sealed record Number(decimal Value, Bound? Bound, decimal? Denominator);

    /// <summary>A cell that holds a number, and what it is read by.</summary>
    private readonly record struct NumberCell(
        TableCell Cell, ImportColumn Column, Indicator Indicator, LocaleEvidence Locale, Action<ImportColumn, ErrorCode, object[]> Refuse)
    {
        // A ratio says it by its factor, a number only by its unit.
        private decimal Factor => Indicator.Measure switch { ['%', ..] => 100, ['‰', ..] => 1000, _ => Indicator.Factor };

        public Number? Read() => Cell.Kind switch
        {
            TableCellKind.Date => Refused(ErrorCodes.NumberIsDate),
            TableCellKind.Number => Exact(Cell.Number, null, null),
            TableCellKind.Percent when Column == ImportColumn.Value && Factor == 100 => Exact(Cell.Number * 100, null, null),
            TableCellKind.Percent => Refused(ErrorCodes.WrongSign, "%", Indicator.Measure),
            TableCellKind.Text => OfText(),
            _ => null,
        };

        private Number? OfText()
        {
            if (WrittenNumber.IsDate(Cell.Text)) return Refused(ErrorCodes.NumberIsDate);
            var takesFraction = Column == ImportColumn.Value && Indicator.ValueType == IndicatorValueType.Ratio;
            if (WrittenNumber.Read(Cell.Text) is not { } written || (written.Denominator is not null && !takesFraction))
                return Refused(ErrorCodes.NotANumber, Cell.Text);
            var sign = written.Factor switch { 100 => "%", 1000 => "‰", _ => "" };
            var isOwnUnit = written.Measure.Length == 0 || sign + written.Measure == Text.Search(Indicator.Measure);
            if (!isOwnUnit || (sign.Length > 0 && (Column != ImportColumn.Value || Factor != written.Factor)))
                return Refused(ErrorCodes.WrongSign, sign + written.Measure, Indicator.Measure);
            var way = Locale.Of(Column);
            foreach (var part in (WrittenNumber?[])[written, written.Denominator])
            {
                if (part is null || part.In(way) is not null) continue;
                return way is not null ? Refused(ErrorCodes.NotANumber, Cell.Text)
                    : Refused(ErrorCodes.AmbiguousNumber, Cell.Text, Numbers.Invariant(part.Vietnamese!.Value), Numbers.Invariant(part.English!.Value));
            }
            return Exact(written.In(way)!.Value, written.Bound, written.Denominator?.In(way));
        }

        private Number? Exact(decimal value, Bound? bound, decimal? denominator)
        {
            if (StorableNumber.Fits(value) && (denominator is not { } below || StorableNumber.Fits(below)))
                return new Number(Numbers.Normalise(value), bound, denominator);
            return Refused(ErrorCodes.NumberNotStorable, StorableNumber.IntegerDigits, StorableNumber.DecimalDigits);
        }

        private Number? Refused(ErrorCode code, params object[] arguments)
        {
            Refuse(Column, code, arguments);
            return null;
        }
    }
}
