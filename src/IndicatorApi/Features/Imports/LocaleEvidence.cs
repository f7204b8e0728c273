using IndicatorApi.Files.Reading;

namespace IndicatorApi.Features.Imports;

/// <summary>Which way a file writes its numbers: as declared, else as the numbers show that can be written in one way only.</summary>
/// <param name="declared">What the caller said; null to look.</param>
public sealed class LocaleEvidence(NumberLocale? declared)
{
    private readonly Dictionary<ImportColumn, HashSet<NumberLocale>> _seen = [];

    /// <summary>Takes in one number of a column.</summary>
    public void Note(ImportColumn column, WrittenNumber? number)
    {
        for (; number is not null; number = number.Denominator)
        {
            if (number.Settles is not { } locale) continue;
            if (!_seen.TryGetValue(column, out var seen)) _seen[column] = seen = [];
            seen.Add(locale);
        }
    }

    /// <summary>The way the numbers of a column are written: its own, else the whole file's; null when nothing or contradicting things were seen.</summary>
    public NumberLocale? Of(ImportColumn column)
    {
        if (declared is not null) return declared;
        var seen = _seen.GetValueOrDefault(column) ?? [.. _seen.Values.SelectMany(locales => locales)];
        return seen.Count == 1 ? seen.Single() : null;
    }
}
