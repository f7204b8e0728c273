using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using IndicatorApi.Http;

namespace IndicatorApi.Files.Reading;

/// <summary>A sheet of a workbook.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Part">The part of the package that holds it.</param>
/// <param name="IsVisible">Whether a person sees it.</param>
internal sealed record XlsxSheet(string Name, string? Part, bool IsVisible);

/// <summary>What the sheets of a workbook share: its texts, its number formats and their names, found by relationships as ECMA-376 part 2 asks.</summary>
internal sealed partial class XlsxBook : IDisposable
{
    private const int MostSharedLetters = 32 * 1024 * 1024;
    private readonly Stream _file;
    private readonly XlsxPackage _package;
    private readonly List<string> _strings = [];
    private readonly IReadOnlyList<NumberFormat> _formats;

    private XlsxBook(Stream file, XlsxPackage package)
    {
        (_file, _package) = (file, package);
        var main = package.Relations("").FirstOrDefault(relation => relation.Is("officeDocument"))?.Target ?? throw XlsxTable.Damaged();
        var relations = package.Relations(main);
        Sheets = ReadSheets(main, relations);
        string? PartOf(string type) => relations.FirstOrDefault(relation => relation.Is(type))?.Target;
        if (PartOf("sharedStrings") is { } strings) ReadStrings(strings);
        _formats = XlsxFormats.Read(PartOf("styles") is { } styles ? package.Read(styles) : null);
    }

    /// <summary>The sheets, in their order.</summary>
    public IReadOnlyList<XlsxSheet> Sheets { get; }

    /// <summary>Opens a workbook.</summary>
    public static XlsxBook Open(Stream file) => new(file, XlsxPackage.Open(file));

    /// <summary>The sheet of this name, or the first that is not hidden.</summary>
    public XlsxSheet Find(string? name) => Sheets.FirstOrDefault(sheet => name is null ? sheet.IsVisible : sheet.Name == name)
        ?? throw new FileException(0, ErrorCodes.UnknownWord, name ?? "", string.Join(", ", Sheets.Select(sheet => sheet.Name)));

    /// <summary>Whether the part of a sheet is there.</summary>
    public bool Has(XlsxSheet sheet) => sheet.Part is { } part && _package.Has(part);

    /// <summary>A reader of a sheet.</summary>
    public XmlReader Read(XlsxSheet sheet) => (sheet.Part is { } part ? _package.Read(part) : null) ?? throw XlsxTable.Damaged();

    /// <summary>A shared text, by its number; null where the workbook has none of it.</summary>
    public string? Text(string index) => int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < _strings.Count
        ? _strings[number] : null;

    /// <summary>A number format, by its number. A workbook without formats shows its numbers as they are; one that lacks the format asked for is
    /// damaged.</summary>
    public NumberFormat Format(string? index)
    {
        if (index is null || _formats.Count == 0) return _formats.Count == 0 ? Plain : _formats[0];
        return int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < _formats.Count
            ? _formats[number] : throw XlsxTable.Damaged();
    }

    /// <summary>The text behind <c>_x000D_</c> and the like.</summary>
    public static string Unescape(string text) => text.Contains("_x", StringComparison.Ordinal)
        ? Escaped().Replace(text, match => ((char)int.Parse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString())
            : text;

    public void Dispose()
    {
        _package.Dispose();
        _file.Dispose();
    }

    private static readonly NumberFormat Plain = NumberFormat.Of(CellFormat.General);

    private List<XlsxSheet> ReadSheets(string main, IReadOnlyList<XlsxRelation> relations)
    {
        List<XlsxSheet> sheets = [];
        using var workbook = _package.Read(main) ?? throw XlsxTable.Damaged();
        while (XlsxTable.Advance(workbook))
        {
            if (workbook.NodeType != XmlNodeType.Element || workbook.LocalName != "sheet") continue;
            var name = (workbook.GetAttribute("name") ?? "").Normalize(NormalizationForm.FormC);
            var isVisible = workbook.GetAttribute("state") is null or "visible";
            var id = Id(workbook);
            sheets.Add(new XlsxSheet(name, relations.FirstOrDefault(relation => relation.Id == id)?.Target, isVisible));
        }
        return sheets;
    }

    private static string? Id(XmlReader sheet)
    {
        for (var i = 0; i < sheet.AttributeCount; i++)
        {
            sheet.MoveToAttribute(i);
            if (sheet.LocalName != "id" || sheet.NamespaceURI.Length == 0) continue;
            var id = sheet.Value;
            sheet.MoveToElement();
            return id;
        }
        sheet.MoveToElement();
        return null;
    }

    private void ReadStrings(string part)
    {
        // A cell that needs a text of a missing part is refused when it is read.
        using var reader = _package.Read(part);
        if (reader is null) return;
        var text = new StringBuilder();
        long letters = 0;
        while (XlsxTable.Advance(reader))
        {
            switch (reader.NodeType, reader.LocalName)
            {
                case (XmlNodeType.Element, "si"):
                    text.Clear();
                    if (reader.IsEmptyElement) _strings.Add("");
                    break;
                case (XmlNodeType.Element, "t"):
                    text.Append(XlsxTable.Content(reader));
                    break;
                case (XmlNodeType.Element, "rPh"):
                    XlsxTable.Skip(reader);
                    break;
                case (XmlNodeType.EndElement, "si"):
                    letters += text.Length + 16;
                    if (letters > MostSharedLetters) throw XlsxTable.Refuse("it has more text than a sheet of figures has.", "tệp có quá nhiều chữ.");
                    _strings.Add(Unescape(text.ToString()));
                    break;
            }
        }
    }

    [GeneratedRegex("_x([0-9A-Fa-f]{4})_")]
    private static partial Regex Escaped();
}
