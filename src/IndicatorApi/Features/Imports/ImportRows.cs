using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Figures;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Imports;

/// <summary>Turns the rows of a file into figures: names into codes, written numbers into numbers, words into words of the API.</summary>
public sealed class ImportRows
{
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
        _units = new(reference.Units, unit => unit.Code, unit => unit.Name, Noun.OrganisationUnit);
        _indicators = new(reference.Indicators, indicator => indicator.Code, indicator => indicator.Name, Noun.Indicator);
    }

    /// <summary>Whether a row holds no figure: it changes nothing, and is no zero.</summary>
    public bool IsBlank(TableRow row) => Figures.All(column => _columns.Cell(row, column).IsBlank);

    /// <summary>Looks at how the numbers of a row are written.</summary>
    public void Note(TableRow row)
    {
        foreach (var column in Numbers)
        {
            if (_columns.Cell(row, column) is { Kind: TableCellKind.Text } cell) _locale.Note(column, WrittenNumber.Read(cell.Text));
        }
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
            : Find(row, ImportColumn.OrgUnit, ImportColumn.OrgUnitName, _units, found => found.Code, Refuse);
        var indicator = Find(row, ImportColumn.Indicator, ImportColumn.IndicatorName, _indicators, found => found.Code, Refuse);
        var period = PeriodOf(row, Refuse);
        var status = Word<ActualStatus>(row, ImportColumn.Status, WrittenWords.TryStatus, Refuse);
        var bound = Word<Bound>(row, ImportColumn.Bound, WrittenWords.TryBound, Refuse);
        if (indicator is null) return null;
        var figure = FigureCells.Read(column => _columns.Cell(row, column), indicator, _locale, (column, code, arguments) => Refuse(column, code, arguments));
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

    private static readonly ImportColumn[] Numbers = [ImportColumn.Value, ImportColumn.Numerator, ImportColumn.Denominator];

    private static readonly ImportColumn[] Figures = [.. Numbers, ImportColumn.Level];

    private delegate bool TryRead<T>(string text, out T value);

    private T? Find<T>(
        TableRow row, ImportColumn code, ImportColumn name, NameIndex<T> index, Func<T, string> codeOf, Action<ImportColumn, ErrorCode, object[]> refuse)
        where T : class
    {
        var (coded, named) = (_columns.Cell(row, code), _columns.Cell(row, name));
        if (coded.IsBlank && named.IsBlank)
        {
            refuse(_columns.Has(code) ? code : name, ErrorCodes.Required, []);
            return null;
        }
        var (first, column) = coded.IsBlank ? (named, name) : (coded, code);
        if (Unreadable(first, column, refuse)) return null;
        var (found, error) = index.Find(first.Text);
        if (error is not null) refuse(column, error.Code, error.Arguments);
        if (found is null || coded.IsBlank || named.IsBlank || Unreadable(named, name, refuse)) return found;
        // A name that several share fits the code when one of them is meant.
        var (other, problem) = index.Find(named.Text);
        var agrees = other is not null ? codeOf(other) == codeOf(found) : problem!.Code == ErrorCodes.AmbiguousName && index.IsNamed(found, named.Text);
        if (!agrees) refuse(name, ErrorCodes.NamesDisagree, [coded.Text, named.Text]);
        return agrees ? found : null;
    }

    private Period? PeriodOf(TableRow row, Action<ImportColumn, ErrorCode, object[]> refuse)
    {
        if (_job.Period is { } whole) return Period.Parse(whole, null);
        var cell = _columns.Cell(row, ImportColumn.Period);
        if (cell.IsBlank) refuse(ImportColumn.Period, ErrorCodes.Required, []);
        else if (cell.Kind == TableCellKind.Date) refuse(ImportColumn.Period, ErrorCodes.NumberIsDate, []);
        else if (Unreadable(cell, ImportColumn.Period, refuse)) return null;
        else if (WrittenWords.TryPeriod(cell.Text, out var period)) return period;
        else refuse(ImportColumn.Period, ErrorCodes.InvalidPeriod, [cell.Text]);
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
        return cell.IsBlank || Unreadable(cell, column, refuse) ? null : cell.Text.ReplaceLineEndings("\n");
    }

    private static bool Unreadable(TableCell cell, ImportColumn column, Action<ImportColumn, ErrorCode, object[]> refuse)
    {
        if (cell.Kind == TableCellKind.Error) refuse(column, ErrorCodes.CellError, [cell.Text]);
        else if (cell.Kind == TableCellKind.FormulaWithoutValue) refuse(column, ErrorCodes.FormulaWithoutValue, []);
        else return false;
        return true;
    }
}
