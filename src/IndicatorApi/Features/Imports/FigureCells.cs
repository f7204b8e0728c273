using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Imports;

/// <summary>Reads the cells of a row that hold its figure.</summary>
public sealed class FigureCells(Func<ImportColumn, TableCell> cell, Indicator indicator, LocaleEvidence locale, bool isOwnList,
    Action<ImportColumn, ErrorCode, object[]> refuse)
{
    // What rounding may take from a rate that stands beside its counts: our own lists write ten decimals.
    private const int RateDecimals = 10;

    /// <summary>The figure of a row for its indicator: numbers, steps, and the bound that a word beside a number makes of it.</summary>
    public Figure Read()
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
        var numerator = Number(ImportColumn.Numerator, cell(ImportColumn.Numerator));
        var denominator = Number(ImportColumn.Denominator, cell(ImportColumn.Denominator));
        var isBesideCounts = numerator is not null && denominator is not null && indicator.ValueType == IndicatorValueType.Ratio;
        if (isBesideCounts && RateOf(value) is { } rate && IsRateOf(rate, numerator!, denominator!)) value = TableCell.Blank;
        var read = Number(ImportColumn.Value, value);
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

    private WrittenNumberCell? Number(ImportColumn column, TableCell from) => new NumberCell(from, column, indicator, locale, isOwnList, refuse).Read();

    // The number of a rate, however many decimals it has.
    private decimal? RateOf(TableCell from) => from.Kind switch
    {
        TableCellKind.Number => from.Number,
        TableCellKind.Percent => from.Number * 100,
        TableCellKind.Text when WrittenNumber.Read(from.Text) is { Denominator: null } written =>
            isOwnList ? written.OfOwnList : written.In(locale.Of(ImportColumn.Value, indicator)),
        _ => null,
    };

    // A rate is no contradiction to the counts that it was made from, as far as it is written out.
    private bool IsRateOf(decimal rate, WrittenNumberCell numerator, WrittenNumberCell denominator)
    {
        if (Ratio.Of(numerator.Value, denominator.Value, indicator.Factor) is not { } exact) return false;
        var decimals = Math.Min((int)Numbers.Normalise(rate).Scale, RateDecimals);
        return Math.Abs(rate - exact) <= Numbers.LastPlace(decimals) / 2 && decimals >= Math.Min(indicator.Decimals, (int)Numbers.Normalise(decimal.Round(exact, RateDecimals)).Scale);
    }
}

/// <summary>A number that a cell holds.</summary>
/// <param name="Value">The number.</param>
/// <param name="Bound">What a word beside it makes of it.</param>
/// <param name="Denominator">The second number of <c>9/1267</c>.</param>
public sealed record WrittenNumberCell(decimal Value, Bound? Bound, decimal? Denominator);

/// <summary>A cell that holds a number, and what it is read by.</summary>
internal readonly record struct NumberCell(
    TableCell Cell, ImportColumn Column, Indicator Indicator, LocaleEvidence Locale, bool IsOwnList, Action<ImportColumn, ErrorCode, object[]> Refuse)
{
    // A ratio says it by its factor, a number only by its unit.
    private decimal Factor => Indicator.Measure switch { ['%', ..] => 100, ['‰', ..] => 1000, _ => Indicator.Factor };

    public WrittenNumberCell? Read() => Cell.Kind switch
    {
        TableCellKind.Date => Refused(ErrorCodes.NumberIsDate),
        TableCellKind.Number => OfNumber(Cell.Number),
        TableCellKind.Percent when Column == ImportColumn.Value && Factor == 100 => OfNumber(Cell.Number * 100),
        TableCellKind.Percent => Refused(ErrorCodes.WrongSign, "%", Indicator.Measure),
        TableCellKind.Text => OfText(),
        _ => null,
    };

    // A format may show another number than is held, or a unit beside it: both are what the officer sees.
    private WrittenNumberCell? OfNumber(decimal number)
    {
        if (Cell.Format is { } format)
        {
            var shown = $"{Numbers.Vietnamese(format.Shown(Cell.Number))}{(format.Kind == TableCellKind.Percent ? "%" : "")} {format.Words}".TrimEnd();
            if (format.Divisor != 1) return Refused(ErrorCodes.ShownOtherwise, Numbers.Invariant(Cell.Number), shown, Indicator.Measure);
            if (format.Words.Length > 0 && !WrittenUnit.IsOwn(format.Words, Indicator.Measure))
                return Refused(ErrorCodes.WrongSign, format.Words, Indicator.Measure);
        }
        return Exact(number, null, null);
    }

    private WrittenNumberCell? OfText()
    {
        if (WrittenNumber.IsDate(Cell.Text)) return Refused(ErrorCodes.NumberIsDate);
        var takesFraction = Column == ImportColumn.Value && Indicator.ValueType == IndicatorValueType.Ratio;
        if (WrittenNumber.Read(Cell.Text) is not { IsMoreThanOne: false } written || (written.Denominator is not null && !takesFraction))
            return Refused(ErrorCodes.NotANumber, WrittenName.Visible(Cell.Text));
        var sign = written.Factor switch { 100 => "%", 1000 => "‰", _ => "" };
        var unit = sign + written.WrittenMeasure;
        var isOwnUnit = unit.Length == 0 || WrittenUnit.IsOwn(unit, Indicator.Measure) || (written.Measure.Length == 0 && Factor == written.Factor);
        if (!isOwnUnit || (sign.Length > 0 && (Column != ImportColumn.Value || Factor != written.Factor)))
            return Refused(ErrorCodes.WrongSign, unit, Indicator.Measure);
        if (IsOwnList && unit.Length == 0 && written is { Denominator: null, OfOwnList: { } own }) return Exact(own, written.Bound, null);
        var way = Locale.Of(Column, Indicator);
        foreach (var part in (WrittenNumber?[])[written, written.Denominator])
        {
            if (part is null || part.In(way) is not null) continue;
            return way is not null ? Refused(ErrorCodes.NotANumber, Cell.Text)
                : Refused(ErrorCodes.AmbiguousNumber, Cell.Text, Numbers.Invariant(part.Vietnamese!.Value), Numbers.Invariant(part.English!.Value));
        }
        var value = written.In(way)!.Value;
        if (sign.Length == 0 && Factor > 1 && Column == ImportColumn.Value && written.Denominator is null && Locale.HasSigns(Column)
            && Math.Abs(value) is > 0 and < 1)
            return Refused(ErrorCodes.FractionBesidePercent, Cell.Text, Numbers.Invariant(value), Numbers.Invariant(value * Factor));
        return Exact(value, written.Bound, written.Denominator?.In(way));
    }

    private WrittenNumberCell? Exact(decimal value, Bound? bound, decimal? denominator)
    {
        if (StorableNumber.Fits(value) && (denominator is not { } below || StorableNumber.Fits(below)))
            return new WrittenNumberCell(Numbers.Normalise(value), bound, denominator);
        if (Cell.Kind == TableCellKind.Text || Math.Abs(value) >= 1_000_000_000_000_000m)
            return Refused(ErrorCodes.NumberNotStorable, StorableNumber.IntegerDigits, StorableNumber.DecimalDigits);
        var shown = Cell.Format is { Decimals: not null } format ? Numbers.Vietnamese(format.Shown(value)) : Cell.Text;
        var proposed = Math.Min(Cell.Kind == TableCellKind.Percent ? (Cell.Format?.Decimals ?? 0) + 2 : Cell.Format?.Decimals ?? 2, StorableNumber.DecimalDigits);
        return Refused(ErrorCodes.TooExact, Cell.Text, shown + (Cell.Kind == TableCellKind.Percent ? "%" : ""), StorableNumber.DecimalDigits, proposed);
    }

    private WrittenNumberCell? Refused(ErrorCode code, params object[] arguments)
    {
        Refuse(Column, code, arguments);
        return null;
    }
}
