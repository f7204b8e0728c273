using IndicatorApi.Data;
using IndicatorApi.Files.Reading;

namespace IndicatorApi.Features.Imports;

/// <summary>Which way a file writes its numbers: as declared, else as the numbers of the same indicator show that can be written in one way only.</summary>
/// <remarks>What another indicator shows settles nothing: 72.3 in one row does not make two people of 1.862.</remarks>
/// <param name="declared">What the caller said; null to look.</param>
public sealed class LocaleEvidence(NumberLocale? declared)
{
    private readonly Dictionary<(ImportColumn Column, Guid Indicator), HashSet<NumberLocale>> _seen = [];
    private readonly HashSet<ImportColumn> _signed = [];

    /// <summary>Takes in one number of a column.</summary>
    public void Note(ImportColumn column, Indicator indicator, WrittenNumber? number)
    {
        if (number?.Factor > 1) _signed.Add(column);
        for (; number is not null; number = number.Denominator)
        {
            if (number.Settles is not { } locale) continue;
            if (!_seen.TryGetValue((column, indicator.Id), out var seen)) _seen[(column, indicator.Id)] = seen = [];
            seen.Add(locale);
        }
    }

    /// <summary>The way the numbers of an indicator are written in a column: as there, else as in its other columns; null when nothing or contradicting
    /// things were seen.</summary>
    public NumberLocale? Of(ImportColumn column, Indicator indicator)
    {
        if (declared is not null) return declared;
        var seen = _seen.GetValueOrDefault((column, indicator.Id))
            ?? [.. ImportColumns.Numbers.SelectMany(other => _seen.GetValueOrDefault((other, indicator.Id)) ?? [])];
        return seen.Count == 1 ? seen.Single() : null;
    }

    /// <summary>Whether numbers of a column are written with a percent or per mille sign.</summary>
    public bool HasSigns(ImportColumn column) => _signed.Contains(column);
}
