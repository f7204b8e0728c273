using IndicatorApi.Http;

namespace IndicatorApi.Features.Dhis2;

/// <summary>Collects what is wrong with the values of a set: the same thing once, with all the values it is wrong with.</summary>
/// <param name="language">The caller's language.</param>
internal sealed class DataValueConflicts(Language language)
{
    private readonly Dictionary<(string? Object, string Value, string Code, string Property), List<int>> _conflicts = [];
    private readonly SortedSet<int> _rejected = [];

    /// <summary>The values in conflict, in order.</summary>
    public IReadOnlyCollection<int> Rejected => _rejected;

    /// <summary>The conflicts, in the order they were found.</summary>
    public IReadOnlyList<ImportConflict> All =>
        [.. _conflicts.Select(pair => new ImportConflict(pair.Key.Object, pair.Key.Value, pair.Key.Code, pair.Key.Property, pair.Value))];

    /// <summary>Notes everything that is wrong with one value.</summary>
    public void Add(int index, DataValue value, Errors errors)
    {
        foreach (var error in errors.All) Add(index, value, error);
    }

    /// <summary>Notes one thing that stands in the way of a value that was right by itself.</summary>
    public void Add(DataValueWrite write, Error error) => Add(write.Index, write.Value, error);

    private void Add(int index, DataValue value, Error error)
    {
        var (property, said) = error.Where switch
        {
            "indicator" => ("dataElement", value.DataElement),
            "orgUnit" => ("orgUnit", value.OrgUnit),
            "period" => ("period", value.Period),
            "group" => ("categoryOptionCombo", value.CategoryOptionCombo),
            "attributeOptionCombo" => ("attributeOptionCombo", value.AttributeOptionCombo),
            "note" => ("comment", value.Comment),
            "" => ("dataElement", value.DataElement),
            _ => ("value", value.Value),
        };
        var key = (said, error.Message(language), error.Code.Code, property);
        if (!_conflicts.TryGetValue(key, out var indexes)) _conflicts[key] = indexes = [];
        indexes.Add(index);
        _rejected.Add(index);
    }
}
