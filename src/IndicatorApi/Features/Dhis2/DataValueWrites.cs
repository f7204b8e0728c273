using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Figures;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Dhis2;

/// <summary>One value of a set that may be written.</summary>
/// <param name="Index">Its place in the set.</param>
/// <param name="Value">What was sent, with what the set says for all.</param>
/// <param name="Wanted">The figure to be recorded, or withdrawn.</param>
internal sealed record DataValueWrite(int Index, DataValue Value, WantedFigure Wanted);

/// <summary>Turns data values into figures to be recorded.</summary>
internal static class DataValueWrites
{
    /// <summary>The figures of the values that nothing is wrong with; the others are conflicts.</summary>
    public static List<DataValueWrite> Read(DataValueSet set, ImportStrategy strategy, ReferenceData reference, Caller caller, DataValueConflicts conflicts)
    {
        List<DataValueWrite> writes = [];
        Dictionary<FigurePlace, int> places = [];
        for (var i = 0; i < set.DataValues.Count; i++)
        {
            var value = Whole(set.DataValues[i] ?? new DataValue(), set);
            var errors = new Errors();
            var wanted = Read(value, value.Deleted == true || strategy == ImportStrategy.Delete, reference, caller, errors);
            if (wanted is not null && !errors.Any && !places.TryAdd(wanted.Place, i))
                errors.Add("", ErrorCodes.RepeatedKey, $"dataValues[{places[wanted.Place]}]");
            conflicts.Add(i, value, errors);
            if (wanted is not null && !errors.Any) writes.Add(new(i, value, wanted));
        }
        return writes;
    }

    /// <summary>
    /// The figure that does not lose what DHIS2 has no member for: a value that is stored already keeps its counts, status and source, and its note
    /// unless there is a comment.
    /// </summary>
    public static Figure? Keeping(ComparedFigure compared, ReferenceData reference)
    {
        if (compared is not { Wanted.Figure: { } wanted, Stored.Figure: { } stored }) return compared.Wanted.Figure;
        var indicator = reference.Indicator(compared.Wanted.Indicator);
        return Dhis2Value.Write(stored, indicator) == Dhis2Value.Write(wanted, indicator) ? stored with { Note = wanted.Note ?? stored.Note } : wanted;
    }

    /// <summary>Whether a compared figure changes anything that the strategy lets it change.</summary>
    public static bool IsWanted(ComparedFigure compared, ImportStrategy strategy) => compared.Change switch
    {
        ActualChange.Unchanged => false,
        ActualChange.Created => strategy is ImportStrategy.CreateAndUpdate or ImportStrategy.Create,
        _ => strategy != ImportStrategy.Create,
    };

    private static WantedFigure? Read(DataValue value, bool removes, ReferenceData reference, Caller caller, Errors errors)
    {
        var unit = value.OrgUnit is null ? null : reference.Unit(value.OrgUnit);
        var indicator = value.DataElement is null ? null : reference.Indicator(value.DataElement);
        if (unit is not null) caller.Grant.Check(unit, "orgUnit", errors,
            Dhis2Period.TryRead(value.Period, out var when) ? reference.PathIn(unit, when) : null);
        else if (value.OrgUnit is null) errors.Add("orgUnit", ErrorCodes.Required);
        else errors.Add("orgUnit", ErrorCodes.UnknownReference, Noun.OrganisationUnit, value.OrgUnit);
        if (value.DataElement is null) errors.Add("indicator", ErrorCodes.Required);
        else if (indicator is null) errors.Add("indicator", ErrorCodes.UnknownReference, Noun.Indicator, value.DataElement);
        if (value.Period is null) errors.Add("period", ErrorCodes.Required);
        else if (!Dhis2Period.TryRead(value.Period, out _)) errors.Add("period", ErrorCodes.InvalidDhis2Period, value.Period);
        if (!Dhis2Combo.IsWhole(value.AttributeOptionCombo))
            errors.Add("attributeOptionCombo", ErrorCodes.UnknownWord, value.AttributeOptionCombo!, Dhis2Combo.Whole);
        if (string.IsNullOrEmpty(value.Value) && !removes) errors.Add("value", ErrorCodes.Required);
        var group = Dhis2Combo.Read(value.CategoryOptionCombo);
        Text.CheckCode(errors, "group", group);
        if (unit is null || indicator is null || !Dhis2Period.TryRead(value.Period, out var period) || errors.Any) return null;
        if (removes) return new ActualPlace(unit, indicator, period).ToWithdrawal(group, null);
        var (number, level) = Dhis2Value.Read(value.Value!, indicator, errors);
        if (errors.Any) return null;
        var figure = new Figure { Value = number, Level = level, Note = string.IsNullOrWhiteSpace(value.Comment) ? null : value.Comment };
        return new ReportedFigure(unit, indicator, period, group, figure, null).Check(errors, member => member);
    }

    // What a value does not say, its set says for all.
    private static DataValue Whole(DataValue value, DataValueSet set) => value with
    {
        Period = value.Period ?? set.Period,
        OrgUnit = value.OrgUnit ?? set.OrgUnit,
        AttributeOptionCombo = value.AttributeOptionCombo ?? set.AttributeOptionCombo,
    };
}
