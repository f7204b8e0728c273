using IndicatorApi.Files.Reading;

namespace IndicatorApi.Features.Imports;

/// <summary>Codes of SDMX-CSV that say something in place of a value: not applicable, the total, missing, and how far an observation has got.</summary>
/// <remarks>Of the code lists CL_OBS_STATUS and CL_UNIT_MEASURE, and those with an underscore that all lists share. Others are words, and refused.</remarks>
internal static class SdmxCodes
{
    /// <summary>Whether these are the headers of SDMX-CSV.</summary>
    public static bool AreHeaders(IEnumerable<string> headers) => headers.Intersect(["TIME_PERIOD", "OBS_VALUE"], StringComparer.Ordinal).Count() == 2;

    /// <summary>A cell as the import means it.</summary>
    public static TableCell Read(ImportColumn column, TableCell cell)
    {
        if (cell.Kind != TableCellKind.Text) return cell;
        return (column, cell.Text.Trim()) switch
        {
            // Not applicable, and of an observation also not available, not allocated, unknown: there is none, which is no zero.
            (_, "_Z") => TableCell.Blank,
            (ImportColumn.Value, "_N" or "_X" or "_U" or "NaN") => TableCell.Blank,
            (ImportColumn.Group, "_T") => TableCell.Blank,
            (ImportColumn.Status, "A" or "B" or "D" or "V") => TableCell.Of("final"),
            (ImportColumn.Status, "P" or "E" or "I") => TableCell.Of("provisional"),
            (ImportColumn.Measure, "PT") => TableCell.Of("%"),
            _ => cell,
        };
    }
}
