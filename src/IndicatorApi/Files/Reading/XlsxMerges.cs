using System.Xml;

namespace IndicatorApi.Files.Reading;

/// <summary>The merged ranges of a sheet, by column.</summary>
internal sealed class XlsxMerges
{
    private const int Most = 200_000;
    private readonly Dictionary<int, List<Range>> _columns = [];
    private int _count;

    /// <summary>A part of a merged range that lies in one column.</summary>
    /// <param name="First">Its first row.</param>
    /// <param name="Last">Its last row.</param>
    /// <param name="IsFirstColumn">Whether the range's value stands in this column.</param>
    public readonly record struct Range(int First, int Last, bool IsFirstColumn);

    /// <summary>Reads the ranges, which stand after the rows.</summary>
    public static XlsxMerges Read(XmlReader sheet)
    {
        using var reader = sheet;
        var merges = new XlsxMerges();
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName != "mergeCell") continue;
            var range = reader.GetAttribute("ref") ?? "";
            var parts = range.Split(':');
            if (!CellAddress.TryRead(parts[0], out var left, out var top) || !CellAddress.TryRead(parts[^1], out var right, out var bottom))
                throw XlsxTable.Refuse($"it has merged cells at '{range}', which is no place.", $"có ô gộp ở vị trí '{range}', vị trí này sai.");
            if (parts.Length == 2) merges.Add(left, top, right, bottom);
        }
        foreach (var ranges in merges._columns.Values) ranges.Sort((one, other) => one.First.CompareTo(other.First));
        return merges;
    }

    /// <summary>Columns that have merged cells.</summary>
    public IEnumerable<int> Columns => _columns.Keys;

    /// <summary>The range that a cell is part of, or null.</summary>
    public Range? Find(int column, int line)
    {
        if (!_columns.TryGetValue(column, out var ranges)) return null;
        var (low, high) = (0, ranges.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (line < ranges[middle].First) high = middle - 1;
            else if (line > ranges[middle].Last) low = middle + 1;
            else return ranges[middle];
        }
        return null;
    }

    private void Add(int left, int top, int right, int bottom)
    {
        for (var column = left; column <= Math.Min(right, TableLimits.Columns - 1); column++)
        {
            if (++_count > Most) throw XlsxTable.Refuse("it has too many merged cells.", "tệp có quá nhiều ô gộp.");
            if (!_columns.TryGetValue(column, out var ranges)) _columns[column] = ranges = [];
            ranges.Add(new Range(top, bottom, column == left));
        }
    }
}
