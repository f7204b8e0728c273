using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Imports;

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
            return Refused(ErrorCodes.NumberNotStorable, StorableNumber.IntegerDigits, StorableNumber.DecimalDigits, "");
        var shown = Cell.Format is { Decimals: not null } format ? Numbers.Vietnamese(format.Shown(value)) : Cell.Text;
        var decimals = Cell.Kind == TableCellKind.Percent ? (Cell.Format?.Decimals ?? 0) + 2 : Cell.Format?.Decimals ?? 2;
        var proposed = Math.Min(decimals, StorableNumber.DecimalDigits);
        if (Cell.Kind == TableCellKind.Percent) shown += "%";
        return Refused(ErrorCodes.NumberNotStorable, StorableNumber.IntegerDigits, StorableNumber.DecimalDigits, new Noun(
            $" The cell holds {Cell.Text} and shows {shown}: write =ROUND(…,{proposed}), or give numerator and denominator.",
            $" Ô chứa số {Cell.Text} và hiển thị {shown}: hãy ghi =ROUND(…;{proposed}), hoặc ghi tử số và mẫu số."));
    }

    private WrittenNumberCell? Refused(ErrorCode code, params object[] arguments)
    {
        Refuse(Column, code, arguments);
        return null;
    }
}
