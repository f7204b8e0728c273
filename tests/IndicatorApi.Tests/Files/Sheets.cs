using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using ExcelDataReader;

namespace IndicatorApi.Tests.Files;

/// <summary>Reads XLSX files by a reader that is not ours.</summary>
public static class Sheets
{
    static Sheets() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Every row of one sheet; cells as the reader gives them.</summary>
    public static List<object?[]> Read(byte[] file, int sheet = 0)
    {
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(file));
        for (var i = 0; i < sheet; i++) reader.NextResult().ShouldBeTrue();
        var rows = new List<object?[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)]);
        return rows;
    }

    /// <summary>A cell as text: numbers and days as the API writes them.</summary>
    public static string Text(object? cell) => cell switch
    {
        null => "",
        double number => ((decimal)number).ToString(CultureInfo.InvariantCulture),
        DateTime day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        _ => cell.ToString()!,
    };

    /// <summary>What is wrong with the file by the standard's own schema.</summary>
    public static IEnumerable<string> Faults(byte[] file)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), false);
        return [.. new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(document)
            .Select(fault => $"{fault.Part?.Uri} {fault.Path?.XPath}: {fault.Description}")];
    }
}
