using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Files;

namespace IndicatorApi.Features.Templates;

/// <summary>The sheet to fill in. Its headers are a contract with the import of it, which reads each by either of its two names.</summary>
/// <param name="unit">The unit that reports.</param>
/// <param name="period">The period it reports on.</param>
public sealed class ActualsTemplate(OrganisationUnit unit, Period period)
{
    /// <summary>The headers, in order.</summary>
    public static IReadOnlyList<string> Headers { get; } =
    [
        "Mã đơn vị (orgUnit)", "Mã chỉ tiêu (indicator)", "Chỉ tiêu", "Nhóm (group)", "ĐVT", "Chỉ tiêu Nghị quyết", "Kỳ trước", "Kỳ (period)",
        "Kết quả thực hiện (value)", "Tử số (numerator)", "Mẫu số (denominator)", "Mức (level)", "Giới hạn (bound)", "Tình trạng (status)", "Nguồn (source)",
        "Ghi chú (note)",
    ];

    private static readonly double[] Widths = [14, 22, 36, 14, 12, 20, 22, 13, 14, 14, 14, 20, 11, 13, 32, 30];

    private const int Value = 8, Numerator = 9, Denominator = 10, Level = 11, BoundColumn = 12, Status = 13;
    private const int GuideWidth = 76;
    private const string ListSheet = "Danh mục";

    private static readonly CellStyle Fixed = new() { Border = true, Wrap = true, Fill = "F2F2F2" };
    private static readonly CellStyle Code = Fixed with { Format = "@" };
    private static readonly CellStyle Closed = new() { Border = true, Fill = "BFBFBF" };
    private static readonly CellStyle Number = new()
    {
        Border = true,
        Align = CellAlignment.Right,
        Unlocked = true,
        Fill = "FFFBE6",
        Format = "#,##0.########"
    };
    private static readonly CellStyle Words = new() { Border = true, Unlocked = true, Wrap = true, Fill = "FFFBE6", Format = "@" };

    /// <summary>Writes the workbook.</summary>
    public void Write(Stream output, IReadOnlyList<TemplateLine> lines)
    {
        using var book = new WorkbookWriter(output, "Times New Roman", 12);
        List<List<string>> lists = [[.. WireNames<ActualStatus>.All], [.. WireNames<Bound>.All]];
        using (var sheet = book.AddSheet("Số liệu", new SheetLayout
        {
            Widths = Widths,
            FrozenRows = 3,
            FrozenColumns = 3,
            Landscape = true,
            RepeatedRows = (3, 3),
            Protected = true,
        }))
        {
            sheet.Row([Cell.Of($"BIỂU NHẬP KẾT QUẢ THỰC HIỆN CHỈ TIÊU - {unit.Name} - kỳ {period}", new CellStyle { Bold = true, Size = 14 })], 24);
            sheet.Row([Cell.Of(lines.Count == 0 ? "Đơn vị chưa có chỉ tiêu nào được giao trong kỳ này. / No targets have been set for this unit and period."
                : "Nhập vào ô nền vàng; để trống nếu chưa có số liệu (trống không phải là 0). Xem trang Hướng dẫn. / Fill in the yellow cells; leave blank "
                + "what is not known (blank is not 0).", new CellStyle { Italic = true })]);
            sheet.Row([.. Headers.Select(header => Cell.Of(header, CellStyle.Header))], 52);
            foreach (var line in lines)
            {
                var cells = Cells(line);
                sheet.Row(cells, Height(cells));
                Check(sheet, line, lists);
            }
            if (lines.Count > 0)
            {
                sheet.Check(CellCheck.List(Range(BoundColumn, lines.Count), ListRange(1, lists[1].Count),
                    "atLeast: ít nhất, atMost: nhiều nhất, about: khoảng"));
                sheet.Check(CellCheck.List(Range(Status, lines.Count), ListRange(0, lists[0].Count), "final: chính thức, provisional: ước tính"));
            }
        }
        WriteGuide(book);
        using var hidden = book.AddSheet(ListSheet, new SheetLayout { Hidden = true });
        for (var row = 0; row < lists.Max(list => list.Count); row++)
            hidden.Row([.. lists.Select(list => row < list.Count ? Cell.Of(list[row]) : Cell.Empty())]);
    }

    // The highest row that a spreadsheet can show.
    private static double Height(Cell[] cells) => Math.Min(409, (16 * cells.Select((cell, i) => TextLines.Count(cell.Text, Widths[i] - 1)).Max()) + 4);

    private Cell[] Cells(TemplateLine line)
    {
        var stored = line.Stored?.Figure;
        return
        [
            Cell.Of(unit.Code, Code), Cell.Of(line.Indicator.Code, Code), Cell.Of(line.Indicator.Name, Fixed),
            Cell.Of(line.Group.Length > 0 ? line.Group : null, Code),
            Cell.Of(line.Indicator.Measure, Fixed), Cell.Of(line.Target, Code), Cell.Of(line.BeforeText, Code), Cell.Of(period.ToString(), Code),
            line.IsLevel ? Cell.Empty(Closed) : Cell.Of(stored?.Value, Number),
            line.IsRatio ? Cell.Of(stored?.Numerator, Number) : Cell.Empty(Closed),
            line.IsRatio ? Cell.Of(stored?.Denominator, Number) : Cell.Empty(Closed),
            line.IsLevel ? Cell.Of(stored?.Level, Words) : Cell.Empty(Closed),
            Cell.Of(stored?.Bound is { } bound ? WireNames<Bound>.Of(bound) : null, Words),
            Cell.Of(stored is null ? null : WireNames<ActualStatus>.Of(stored.Status), Words),
            Cell.Of(stored?.Source, Words), Cell.Of(stored?.Note, Words),
        ];
    }

    private static void Check(SheetWriter sheet, TemplateLine line, List<List<string>> lists)
    {
        string At(int column) => CellAddress.Of(column, sheet.Rows);
        if (line.IsLevel)
        {
            var known = lists.FindIndex(list => list.SequenceEqual(line.Levels, StringComparer.Ordinal));
            if (known < 0)
            {
                lists.Add([.. line.Levels]);
                known = lists.Count - 1;
            }
            sheet.Check(CellCheck.List(At(Level), ListRange(known, line.Levels.Count), "Chọn một mức trong danh sách. / Choose one of the list."));
            return;
        }
        var limits = ReferenceData.Define(line.Indicator);
        var range = (limits.Minimum, limits.Maximum) switch
        {
            ({ } low, { } high) => $"Số phải từ {Numbers.Vietnamese(low)} đến {Numbers.Vietnamese(high)}. ",
            ({ } low, null) => $"Số phải từ {Numbers.Vietnamese(low)} trở lên. ",
            (null, { } high) => $"Số không được quá {Numbers.Vietnamese(high)}. ",
            _ => "",
        };
        sheet.Check(CellCheck.Number(At(Value), limits.Minimum, limits.Maximum, $"{range}Hãy nhập số. / A number."));
        if (!line.IsRatio) return;
        sheet.Check(CellCheck.Number(At(Numerator), null, null, "Hãy nhập số. / A number."));
        sheet.Check(CellCheck.Number(At(Denominator), 0, null, "Hãy nhập số không âm. / A number, not negative."));
    }

    private static void WriteGuide(WorkbookWriter book)
    {
        using var sheet = book.AddSheet("Hướng dẫn", new SheetLayout { Widths = [GuideWidth], Protected = true, GridLines = false });
        var wrapped = new CellStyle { Wrap = true };
        foreach (var line in Guide)
        {
            var isTitle = line is "Hướng dẫn" or "How to fill it in";
            sheet.Row([Cell.Of(line, isTitle ? new CellStyle { Bold = true, Size = 14 } : wrapped)],
                isTitle ? 24 : (16 * TextLines.Count(line, GuideWidth)) + 4);
        }
    }

    private static string Range(int column, int lines) => $"{CellAddress.Of(column, 4)}:{CellAddress.Of(column, lines + 3)}";

    private static string ListRange(int list, int count) => $"'{ListSheet}'!${CellAddress.Column(list)}$1:${CellAddress.Column(list)}${count}";

    private static readonly string[] Guide =
    [
        "Hướng dẫn",
        "1. Mỗi dòng là một chỉ tiêu của đơn vị trong kỳ. Chỉ nhập vào các ô nền vàng; ô nền xám không áp dụng cho chỉ tiêu đó.",
        "2. Chưa có số liệu thì để trống cả dòng. Ô trống không phải là 0; số 0 là một kết quả.",
        "3. Chỉ tiêu là tỷ lệ: nếu biết tử số và mẫu số thì nhập hai ô đó và để trống Kết quả thực hiện; tỷ lệ sẽ được tính ra. Nếu không biết thì nhập "
            + "thẳng tỷ lệ, 55,94 là 55,94%.",
        "4. Chỉ tiêu xếp loại, danh hiệu: chọn mức trong danh sách (yes: đạt, no: chưa đạt).",
        "5. Giới hạn: chỉ chọn khi nguồn chỉ nêu cận, ví dụ “trên 276 tỷ” là 276 và atLeast; “khoảng” là about.",
        "6. Tình trạng: final là số chính thức, provisional là số ước. Để trống được hiểu là final.",
        "7. Số đã báo cáo hiện sẵn trong ô. Không sửa gì mà gửi lại thì không có gì thay đổi.",
        "8. Không đổi tên cột, mã đơn vị, mã chỉ tiêu, kỳ. Trang được khóa để tránh gõ nhầm, không có mật khẩu: Xem lại > Bỏ bảo vệ trang tính.",
        "",
        "How to fill it in",
        "1. Each row is one target of the unit in the period. Fill in the yellow cells only; grey ones do not apply to that indicator.",
        "2. Leave the whole row blank where there is no figure. Blank is not 0; 0 is a figure.",
        "3. A ratio: give numerator and denominator where they are known and leave the value blank; the rate follows from them. Otherwise give the rate "
            + "itself: 55.94 is 55.94 %.",
        "4. A level or title: choose from the list.",
        "5. Bound: only where the source gives no more than a bound; “over 276” is 276 with atLeast.",
        "6. Status: final, or provisional for an estimate. Blank means final.",
        "7. What was reported stands in its cell. Sent back unchanged, it changes nothing.",
        "8. Keep the headers, the codes and the period. The sheet is locked against slips, without a password: Review > Unprotect Sheet.",
    ];
}
