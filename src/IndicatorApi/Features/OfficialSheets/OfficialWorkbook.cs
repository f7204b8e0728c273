using IndicatorApi.Calculation;
using IndicatorApi.Files;

namespace IndicatorApi.Features.OfficialSheets;

/// <summary>The official sheet as a workbook that prints on A4.</summary>
public static class OfficialWorkbook
{
    private const int Columns = 8;

    private static readonly double[] Widths = [6, 44, 15, 21, 18, 12, 14, 20];
    private static readonly CellStyle Plain = new() { Middle = true, Wrap = true };
    private static readonly CellStyle Center = new() { Align = CellAlignment.Center, Wrap = true };
    private static readonly CellStyle Title = Center with { Bold = true };
    private static readonly CellStyle Text = new() { Border = true, Wrap = true, Align = CellAlignment.Left, Indent = 1 };
    private static readonly CellStyle Middle = Text with { Align = CellAlignment.Center, Indent = 0 };
    private static readonly CellStyle Number = Text with { Align = CellAlignment.Right };
    private static readonly CellStyle Heading = Text with { Bold = true, Fill = "F2F2F2" };

    /// <summary>Writes the workbook. Numbers are text in the document's language: this is a sheet to sign, not to compute with.</summary>
    public static void Write(Stream output, OfficialSheet official)
    {
        var words = official.Words;
        using var book = new WorkbookWriter(output, "Times New Roman", 12);
        // Rows 1 to 6 are the head; the table's own header stands again on each page.
        using var sheet = book.AddSheet(words.Code == "vi" ? "Biểu tổng hợp" : "Summary", new SheetLayout
        {
            Widths = Widths,
            Landscape = true,
            RepeatedRows = (HeaderRow, HeaderRow),
            GridLines = false,
        });
        Two(sheet, official.Issuer.Above, Center, official.Motto.First, Title);
        Two(sheet, official.Issuer.Own, Title, official.Motto.Second, Title);
        Two(sheet, "", Center, words.PlaceAndDay, Center with { Italic = true });
        Wide(sheet, words.Title, Title with { Size = 15 }, 30);
        Wide(sheet, string.Join("; ", official.Sections.Select(section => section.Title)), Center with { Italic = true, Size = 13 },
            20 * TextLines.Count(string.Join("; ", official.Sections.Select(section => section.Title)), 105));
        Wide(sheet, official.Period, Center with { Bold = true, Size = 13 }, 22);
        sheet.Skip();
        sheet.Row([.. words.Headers.Select(header => Cell.Of(header, Middle with { Bold = true, Fill = "DDE6EF" }))], 34);
        foreach (var section in official.Sections)
        {
            if (official.Sections.Count > 1) Band(sheet, "", section.Title);
            foreach (var group in section.Groups)
            {
                Band(sheet, group.Numeral, group.Title);
                foreach (var line in group.Lines) sheet.Row([.. line.Cells.Select((cell, i) => Cell.Of(cell, Style(i, line.Verdict)))], Height(line.Cells));
            }
        }
        if (official.Sections.Count == 0) Band(sheet, "", words.NoTargets);
        Wide(sheet, official.Summary, Plain with { Bold = true }, 24);
        Wide(sheet, words.NotesHead, Plain with { Bold = true, Italic = true }, 18);
        foreach (var note in official.Notes) Wide(sheet, note, Plain with { Italic = true }, 16.5 * TextLines.Count(note, 145));
        sheet.Skip();
        Two(sheet, words.PreparedBy, Title, official.Signer, Title);
        Two(sheet, words.SignHere, Center with { Italic = true }, words.SignAndSeal, Center with { Italic = true });
        for (var i = 0; i < 4; i++) sheet.Skip();
    }

    private const int HeaderRow = 8;

    private static CellStyle Style(int column, Verdict verdict) => column switch
    {
        0 or 2 or 3 => Middle,
        1 => Text,
        4 or 5 or 6 => Number,
        _ => verdict == Verdict.NotMet ? Middle with { Bold = true } : Middle,
    };

    // A letter of this font is narrower than a digit, by which columns are measured.
    private static double Height(IReadOnlyList<string> cells) => (16 * cells.Select((cell, i) => TextLines.Count(cell, (Widths[i] * 1.1) - 2)).Max()) + 5;

    private static void Band(SheetWriter sheet, string numeral, string title)
    {
        sheet.Row([Cell.Of(numeral, Heading with { Align = CellAlignment.Center, Indent = 0 }), Cell.Of(title, Heading),
            .. Enumerable.Repeat(Cell.Empty(Heading), Columns - 2)], 19 * TextLines.Count(title, 125));
        sheet.Merge(1, Columns - 1, sheet.Rows);
    }

    private static void Wide(SheetWriter sheet, string text, CellStyle style, double height)
    {
        sheet.Row([Cell.Of(text, style)], height);
        sheet.Merge(0, Columns - 1, sheet.Rows);
    }

    private static void Two(SheetWriter sheet, string left, CellStyle leftStyle, string right, CellStyle rightStyle)
    {
        sheet.Row([Cell.Of(left, leftStyle), Cell.Empty(), Cell.Empty(), Cell.Of(right, rightStyle)], 18);
        sheet.Merge(0, 1, sheet.Rows);
        sheet.Merge(3, Columns - 1, sheet.Rows);
    }
}
