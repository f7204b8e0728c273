using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Figures;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Imports;

/// <summary>Turns the rows of a file into figures: names into codes, written numbers into numbers, words into words of the API.</summary>
public sealed class ImportRows
{
    // What rounding may take from a rate that stands beside its counts: our own lists write ten decimals.
    private const int RateDecimals = 10;

    private readonly ImportJob _job;
    private readonly ImportColumns _columns;
    private readonly LocaleEvidence _locale;
    private readonly ReferenceData _reference;
    private readonly NameIndex<OrganisationUnit> _units;
    private readonly NameIndex<Indicator> _indicators;

    /// <summary>A reader of rows below this header.</summary>
    public ImportRows(ImportJob job, ImportColumns columns, LocaleEvidence locale, ReferenceData reference)
    {
        (_job, _columns, _locale, _reference) = (job, columns, locale, reference);
        _units = new(reference.Units, unit => unit.Code, unit => unit.Name, Noun.OrganisationUnit, otherCode: unit => unit.OfficialCode);
        _indicators = new(reference.Indicators, indicator => indicator.Code, indicator => indicator.Name, Noun.Indicator, indicator => indicator.Measure);
    }

    /// <summary>What the headers of a file can mean.</summary>
    public static HeaderContext Context(ReferenceData reference, IReadOnlyDictionary<string, ImportColumn?> given)
    {
        var words = WrittenUnit.WordsOf(reference.Indicators.Select(indicator => indicator.Measure));
        HashSet<string> units = [.. reference.Units.SelectMany(unit => (string[])[unit.Code, WrittenName.Simple(unit.Name)])];
        return new(given, words, text => units.Contains(text) || units.Contains(WrittenName.Simple(text)));
    }

    /// <summary>Whether a row holds no figure: it changes nothing, and is no zero.</summary>
    public bool IsBlank(TableRow row) => Figures.All(column => _columns.Cell(row, column).IsBlank);

    /// <summary>Whether a row without a figure says something all the same: what stands there is not stored.</summary>
    public bool IsOnlyText(TableRow row) => IsBlank(row) && About.Any(column => !_columns.Cell(row, column).IsBlank);

    /// <summary>Looks at how the numbers of a row are written.</summary>
    public void Note(TableRow row)
    {
        if (IndicatorOf(row) is not { } indicator) return;
        foreach (var column in ImportColumns.Numbers)
        {
            if (_columns.Cell(row, column) is { Kind: TableCellKind.Text } cell) _locale.Note(column, indicator, WrittenNumber.Read(cell.Text));
        }
    }

    /// <summary>Whether a cell of a row holds a number, whatever is named beside it.</summary>
    public bool HasNumber(TableRow row) => ImportColumns.Numbers.Any(column => IsNumber(_columns.Cell(row, column)));

    /// <summary>Whether a row names an indicator, or something that is like one.</summary>
    public bool NamesAnIndicator(TableRow row)
    {
        var cell = _columns.Cell(row, ImportColumn.Indicator) is { IsBlank: false } coded ? coded : _columns.Cell(row, ImportColumn.IndicatorName);
        return !cell.IsBlank && _indicators.Find(Shown(cell)) is var (found, error) && (found is not null || error!.Code != ErrorCodes.UnknownReference);
    }

    /// <summary>Whether a row above the header holds a figure: the name of an indicator beside a number.</summary>
    public bool IsFigure(TableRow row) => row.Cells.Any(IsNumber)
        && row.Cells.Any(cell => cell.Kind == TableCellKind.Text && _indicators.Find(cell.Text).Found is not null);

    /// <summary>The units that stand above a row and are not its own: in the header of its numbers, or in a title.</summary>
    public IEnumerable<(int Line, int Place, string? Header, Error Error)> StatedAbove(TableRow row)
    {
        if (IndicatorOf(row) is not { } indicator || IsScale(indicator)) yield break;
        var isStated = !_columns.Cell(row, ImportColumn.Measure).IsBlank;
        foreach (var column in ImportColumns.Numbers)
        {
            if (_columns.Cell(row, column).IsBlank || _columns.HeaderUnit(column) is not { } unit) continue;
            isStated = true;
            if (!WrittenUnit.IsOwn(unit, indicator.Measure))
                yield return (_columns.HeaderLine, _columns.Place(column)!.Value, _columns.Header(column), Foreign(unit, row, indicator));
        }
        if (!isStated && _columns.TitleUnit is var (title, line, place) && !WrittenUnit.IsOwn(title, indicator.Measure)
            && _columns.Cell(row, ImportColumn.Value) is { Kind: TableCellKind.Number or TableCellKind.Text } cell && !StatesAUnit(cell))
            yield return (line, place, null, Foreign(title, row, indicator));
    }

    /// <summary>The figure of a row; null when something is wrong with it.</summary>
    public ReportedFigure? Read(TableRow row, Action<ImportColumn, ErrorCode, object[]> refuse)
    {
        var isFine = true;
        void Refuse(ImportColumn column, ErrorCode code, params object[] arguments)
        {
            isFine = false;
            refuse(column, code, arguments);
        }
        var unit = _job.OrgUnit is { } whole ? _reference.Unit(whole)
            : Find(row, (ImportColumn.OrgUnit, ImportColumn.OrgUnitName), _units, found => found.Code, Refuse, found => Lived(found, row));
        var indicator = Find(row, (ImportColumn.Indicator, ImportColumn.IndicatorName), _indicators, found => found.Code, Refuse);
        var period = PeriodOf(row, Refuse);
        var status = Word<ActualStatus>(row, ImportColumn.Status, WrittenWords.TryStatus, Refuse);
        var bound = Word<Bound>(row, ImportColumn.Bound, WrittenWords.TryBound, Refuse);
        // SDMX also withdraws and replaces by rows of a file; a figure is withdrawn by its own route, with its reason.
        if (_columns.Cell(row, ImportColumn.Action) is { IsBlank: false } action && action.Text is not ("I" or "A" or "M"))
            Refuse(ImportColumn.Action, ErrorCodes.UnknownWord, Shown(action), "I, A, M");
        if (indicator is null) return null;
        var stated = _columns.Cell(row, ImportColumn.Measure);
        if (!stated.IsBlank && !IsScale(indicator) && !WrittenUnit.SaysNothing(stated.Text) && !WrittenUnit.IsOwn(Shown(stated), indicator.Measure))
            Refuse(ImportColumn.Measure, ErrorCodes.WrongSign, Shown(stated), indicator.Measure);
        var figure = FigureOf(row, indicator, Refuse);
        if (bound is not null && figure.Bound is not null && bound != figure.Bound)
            Refuse(ImportColumn.Bound, ErrorCodes.Inconsistent, "The number itself says another bound.", "Chữ đi kèm số liệu cho biết một cận khác.");
        if (!isFine || period is not { } when) return null;
        var group = TextOf(row, ImportColumn.Group, Refuse);
        figure = figure with
        {
            Bound = bound ?? figure.Bound,
            Status = status ?? figure.Status,
            Source = TextOf(row, ImportColumn.Source, Refuse),
            Note = TextOf(row, ImportColumn.Note, Refuse),
        };
        var reason = TextOf(row, ImportColumn.Reason, Refuse);
        if (unit is not null) return new ReportedFigure(unit, indicator, when, group, figure, reason);
        Refuse(ColumnOf("orgUnit"), ErrorCodes.UnknownReference, Noun.OrganisationUnit, _job.OrgUnit!);
        return null;
    }

    /// <summary>The column that a member of a figure comes from.</summary>
    public ImportColumn ColumnOf(string member) => member switch
    {
        "orgUnit" => _columns.Has(ImportColumn.OrgUnit) ? ImportColumn.OrgUnit : ImportColumn.OrgUnitName,
        "indicator" => _columns.Has(ImportColumn.Indicator) ? ImportColumn.Indicator : ImportColumn.IndicatorName,
        "numerator" or "denominator" or "level" or "value" =>
            Figures.FirstOrDefault(column => $"{column}".Equals(member, StringComparison.OrdinalIgnoreCase) && _columns.Has(column), ImportColumn.Value),
        _ => Enum.TryParse<ImportColumn>(member, ignoreCase: true, out var column) ? column : ImportColumn.OrgUnit,
    };

    private static readonly Noun PeriodWords = new(
        ", or in words: Năm 2022, 6 tháng đầu năm 2022, Quý III/2022, Q3/2022, Tháng 5/2022, 05/2022, Nhiệm kỳ 2020-2025",
        ", hoặc bằng chữ: Năm 2022, 6 tháng đầu năm 2022, Quý III/2022, Q3/2022, Tháng 5/2022, 05/2022, Nhiệm kỳ 2020-2025");

    private static readonly ImportColumn[] Figures = [.. ImportColumns.Numbers, ImportColumn.Level];

    private static readonly ImportColumn[] About =
        [ImportColumn.Bound, ImportColumn.Status, ImportColumn.Source, ImportColumn.Note, ImportColumn.Reason];

    // Numbers, steps, and the bound that a word beside a number makes of it.
    private Figure FigureOf(TableRow row, Indicator indicator, Action<ImportColumn, ErrorCode, object[]> refuse)
    {
        TableCell Cell(ImportColumn column) => _columns.Cell(row, column);
        WrittenNumberCell? Number(ImportColumn column, TableCell from) =>
            new NumberCell(from, column, indicator, _locale, _columns.IsOwnList, refuse).Read();

        var (value, level) = (Cell(ImportColumn.Value), Cell(ImportColumn.Level));
        foreach (var column in (ImportColumn[])[ImportColumn.Value, ImportColumn.Numerator, ImportColumn.Denominator, ImportColumn.Level])
        {
            if (Cell(column) is { IsMerged: true, IsBlank: false }) refuse(column, ErrorCodes.MergedFigure, []);
            else if (Cell(column).Kind == TableCellKind.Error) refuse(column, ErrorCodes.CellError, [Cell(column).Text]);
            else if (Cell(column).Kind == TableCellKind.FormulaWithoutValue) refuse(column, ErrorCodes.FormulaWithoutValue, []);
        }
        var definition = ReferenceData.Define(indicator);
        // A sheet has one column for results: that of a scale holds the step.
        if (IsScale(indicator) && level.IsBlank && value.Kind is TableCellKind.Text or TableCellKind.Number) (value, level) = (TableCell.Blank, value);
        var numerator = Number(ImportColumn.Numerator, Cell(ImportColumn.Numerator));
        var denominator = Number(ImportColumn.Denominator, Cell(ImportColumn.Denominator));
        var isBesideCounts = numerator is not null && denominator is not null && indicator.ValueType == IndicatorValueType.Ratio;
        if (isBesideCounts && RateOf(value, indicator) is { } rate && IsRateOf(rate, numerator!, denominator!, indicator)) value = TableCell.Blank;
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

    // The number of a rate, however many decimals it has.
    private decimal? RateOf(TableCell from, Indicator indicator) => from.Kind switch
    {
        TableCellKind.Number => from.Number,
        TableCellKind.Percent => from.Number * 100,
        TableCellKind.Text when WrittenNumber.Read(from.Text) is { Denominator: null } written =>
            _columns.IsOwnList ? written.OfOwnList : written.In(_locale.Of(ImportColumn.Value, indicator)),
        _ => null,
    };

    // A rate is no contradiction to the counts that it was made from, as far as it is written out.
    private static bool IsRateOf(decimal rate, WrittenNumberCell numerator, WrittenNumberCell denominator, Indicator indicator)
    {
        if (Ratio.Of(numerator.Value, denominator.Value, indicator.Factor) is not { } exact) return false;
        var decimals = Math.Min((int)Numbers.Normalise(rate).Scale, RateDecimals);
        return Math.Abs(rate - exact) <= Numbers.LastPlace(decimals) / 2
            && decimals >= Math.Min(indicator.Decimals, (int)Numbers.Normalise(decimal.Round(exact, RateDecimals)).Scale);
    }

    private delegate bool TryRead<T>(string text, out T value);

    private T? Find<T>(
        TableRow row, (ImportColumn Code, ImportColumn Name) columns, NameIndex<T> index, Func<T, string> codeOf,
        Action<ImportColumn, ErrorCode, object[]> refuse, Func<T, bool>? fits = null) where T : class
    {
        var (code, name) = columns;
        var (coded, named) = (_columns.Cell(row, code), _columns.Cell(row, name));
        if (coded.IsBlank && named.IsBlank)
        {
            refuse(_columns.Has(code) ? code : name, ErrorCodes.Required, []);
            return null;
        }
        var (first, column) = coded.IsBlank ? (named, name) : (coded, code);
        if (Unreadable(first, column, refuse)) return null;
        var (found, error) = index.Find(Shown(first), fits);
        if (error is not null) refuse(column, error.Code, error.Arguments);
        if (found is null || coded.IsBlank || named.IsBlank || Unreadable(named, name, refuse)) return found;
        // A name that several share fits the code when one of them is meant.
        var (other, problem) = index.Find(Shown(named), fits);
        var agrees = other is not null ? codeOf(other) == codeOf(found) : problem!.Code == ErrorCodes.AmbiguousName && index.IsNamed(found, named.Text);
        if (!agrees) refuse(name, ErrorCodes.NamesDisagree, [coded.Text, named.Text]);
        return agrees ? found : null;
    }

    // Of units that had a name or an official code in turn the one that was there in the time of the figure.
    private bool Lived(OrganisationUnit unit, TableRow row) =>
        PeriodOf(row, (_, _, _) => { }) is { } period && ReferenceData.Lived(unit, _reference.Calendar.Days(unit.Id, period)) is not null;

    private Period? PeriodOf(TableRow row, Action<ImportColumn, ErrorCode, object[]> refuse)
    {
        if (_job.Period is { } whole) return Period.Parse(whole, null);
        var cell = _columns.Cell(row, ImportColumn.Period);
        if (cell.IsBlank) refuse(ImportColumn.Period, ErrorCodes.Required, []);
        else if (cell.Kind == TableCellKind.Date) refuse(ImportColumn.Period, ErrorCodes.NumberIsDate, []);
        else if (Unreadable(cell, ImportColumn.Period, refuse)) return null;
        else if (WrittenWords.TryPeriod(Shown(cell), out var period)) return period;
        else refuse(ImportColumn.Period, ErrorCodes.InvalidPeriod, [WrittenName.Visible(Shown(cell)), PeriodWords]);
        return null;
    }

    private T? Word<T>(TableRow row, ImportColumn column, TryRead<T> read, Action<ImportColumn, ErrorCode, object[]> refuse) where T : struct, Enum
    {
        var cell = _columns.Cell(row, column);
        if (cell.IsBlank || Unreadable(cell, column, refuse)) return null;
        if (read(cell.Text, out var value)) return value;
        refuse(column, ErrorCodes.UnknownWord, [cell.Text, string.Join(", ", WireNames<T>.All)]);
        return null;
    }

    private string? TextOf(TableRow row, ImportColumn column, Action<ImportColumn, ErrorCode, object[]> refuse)
    {
        var cell = _columns.Cell(row, column);
        return cell.IsBlank || Unreadable(cell, column, refuse) ? null : Shown(cell).ReplaceLineEndings("\n");
    }

    // What an officer sees of a cell where text is wanted.
    private static string Shown(TableCell cell) => cell.Kind switch
    {
        TableCellKind.Number => Calculation.Numbers.Invariant(cell.Number),
        TableCellKind.Percent => Calculation.Numbers.Invariant(cell.Number * 100) + "%",
        _ => cell.Text,
    };

    private Indicator? IndicatorOf(TableRow row)
    {
        var cell = _columns.Cell(row, ImportColumn.Indicator) is { IsBlank: false } coded ? coded : _columns.Cell(row, ImportColumn.IndicatorName);
        return cell.IsBlank ? null : _indicators.Find(Shown(cell)).Found;
    }

    private static bool IsScale(Indicator indicator) => indicator.ValueType is IndicatorValueType.Level or IndicatorValueType.YesNo;

    private static bool IsNumber(TableCell cell) => cell.Kind is TableCellKind.Number or TableCellKind.Percent or TableCellKind.Date or TableCellKind.Error
            or TableCellKind.FormulaWithoutValue || (cell.Kind == TableCellKind.Text && WrittenNumber.Read(cell.Text) is { IsMoreThanOne: false });

    // Behind the number, or in its format: that is nearer than a title.
    private static bool StatesAUnit(TableCell cell) => cell.Format is { Words.Length: > 0 }
        || (cell.Kind == TableCellKind.Text && WrittenNumber.Read(cell.Text) is { } written && (written.Measure.Length > 0 || written.Factor > 1));

    private static Error Foreign(string unit, TableRow row, Indicator indicator) => new("", ErrorCodes.WrongSign, unit,
        new Noun($"{indicator.Measure} (row {row.Line}: {indicator.Name})", $"{indicator.Measure} (dòng {row.Line}: {indicator.Name})"));

    private static bool Unreadable(TableCell cell, ImportColumn column, Action<ImportColumn, ErrorCode, object[]> refuse)
    {
        if (cell.Kind == TableCellKind.Error) refuse(column, ErrorCodes.CellError, [cell.Text]);
        else if (cell.Kind == TableCellKind.FormulaWithoutValue) refuse(column, ErrorCodes.FormulaWithoutValue, []);
        else if (cell.Kind == TableCellKind.Date) refuse(column, ErrorCodes.NumberIsDate, []);
        else return false;
        return true;
    }
}
