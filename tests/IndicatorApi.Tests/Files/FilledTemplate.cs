using System.Globalization;
using System.Text;
using System.Xml.Linq;
using IndicatorApi.Features.Templates;

namespace IndicatorApi.Tests.Files;

/// <summary>A template as an office sends it back: opened, filled in and saved as XLSX by LibreOffice.</summary>
public static class FilledTemplate
{
    private static readonly XNamespace Table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
    private static readonly XNamespace OfficeNames = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
    private static readonly XNamespace Text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";

    /// <summary>The filled file.</summary>
    /// <param name="template">What the server gave.</param>
    /// <param name="cells">Indicator, column of <see cref="ActualsTemplate.Headers"/>, and what is typed there: a decimal or text.</param>
    public static async Task<byte[]> FillAsync(byte[] template, params (string Indicator, int Column, object Typed)[] cells)
    {
        var document = XDocument.Parse(Encoding.UTF8.GetString(await Office.ConvertAsync(template, "xlsx", "fods")), LoadOptions.PreserveWhitespace);
        var sheet = document.Descendants(Table + "table").First();
        foreach (var (indicator, column, typed) in cells)
        {
            var row = sheet.Descendants(Table + "table-row").Single(line => Cells(line).Skip(1).FirstOrDefault()?.Value.Trim() == indicator);
            var cell = Cells(row)[column];
            cell.Elements(Text + "p").Remove();
            foreach (var old in cell.Attributes().Where(attribute => attribute.Name.LocalName is "value" or "value-type" or "string-value").ToList())
                old.Remove();
            var text = typed is decimal number ? number.ToString(CultureInfo.InvariantCulture) : (string)typed;
            cell.SetAttributeValue(OfficeNames + "value-type", typed is decimal ? "float" : "string");
            if (typed is decimal) cell.SetAttributeValue(OfficeNames + "value", text);
            cell.Add(new XElement(Text + "p", text));
        }
        // LibreOffice knows a flat document by its declaration, which ToString leaves out.
        return await Office.ConvertAsync(Encoding.UTF8.GetBytes($"{document.Declaration}\n{document.ToString(SaveOptions.DisableFormatting)}"), "fods", "xlsx");
    }

    // Like cells beside each other are written as one that is repeated.
    private static List<XElement> Cells(XElement row)
    {
        foreach (var cell in row.Elements().Where(cell => cell.Attribute(Table + "number-columns-repeated") is not null).ToList())
        {
            var times = (int)cell.Attribute(Table + "number-columns-repeated")!;
            if (times > 100) continue;
            cell.Attribute(Table + "number-columns-repeated")!.Remove();
            for (var i = 1; i < times; i++) cell.AddAfterSelf(new XElement(cell));
        }
        return [.. row.Elements().Where(cell => cell.Name == Table + "table-cell" || cell.Name == Table + "covered-table-cell")];
    }
}
