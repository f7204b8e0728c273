using IndicatorApi.Files;

namespace IndicatorApi.Tests.Files;

/// <summary>A workbook that we write is read by others as it was meant.</summary>
public sealed class WorkbookWriterTests
{
    [Fact]
    public void Write_AnyKindOfCell_IsReadAsItWas()
    {
        string[] texts = ["=1+1", "-2+3", "@cmd", "0042", "Bồi dưỡng phát triển đảng viên", "a & b < c > d \"e\"", " hai đầu ", "dòng 1\ndòng 2",
            "_x0041_", "🏆🏆"];
        var file = Write(book =>
        {
            using var sheet = book.AddSheet("Số liệu");
            foreach (var text in texts) sheet.Row([Cell.Of(text)]);
            sheet.Row([Cell.Of(55.94m), Cell.Of(123456789012.345m), Cell.Of(0m), Cell.Of(-0.00000001m)]);
            sheet.Row([Cell.Of(new DateOnly(2022, 12, 31)), new Cell(CellKind.Flag, "true"), new Cell(CellKind.Flag, "false"),
                Cell.Of(new DateOnly(1899, 1, 1))]);
        });

        Sheets.Faults(file).ShouldBeEmpty();
        var rows = Sheets.Read(file);
        rows.Take(texts.Length).Select(row => row[0]).ShouldBe(texts);
        rows[texts.Length].Select(Sheets.Text).ShouldBe(["55.94", "123456789012.345", "0", "-0.00000001"]);
        rows[texts.Length + 1].Take(4).Select(Sheets.Text).ShouldBe(["2022-12-31", "true", "false", "1899-01-01"]);
    }

    [Fact]
    public void Write_EverythingASheetCanHave_IsValid()
    {
        var file = Write(book =>
        {
            using (var sheet = book.AddSheet("Phường 4's & <1>", new SheetLayout
            {
                Widths = [6, 40.5, 12],
                HiddenColumns = [2],
                FrozenRows = 2,
                FrozenColumns = 1,
                Landscape = true,
                RepeatedRows = (1, 2),
                Protected = true,
                GridLines = false,
                FilterRow = 2,
            }))
            {
                sheet.Row([Cell.Of("BIỂU TỔNG HỢP", new CellStyle { Bold = true, Italic = true, Size = 14, Align = CellAlignment.Center, Colour = "FF0000" })],
                    30);
                sheet.Merge(0, 2, sheet.Rows);
                sheet.Row([Cell.Of("a", CellStyle.Header), Cell.Of("b", CellStyle.Header), Cell.Empty(CellStyle.Header)]);
                sheet.Row([Cell.Of(1m, new CellStyle { Format = "#,##0.##", Unlocked = true, Border = true }),
                    Cell.Of("x", new CellStyle { Format = "@", Wrap = true })]);
                sheet.Check(CellCheck.Number("A3:A9", 0, 100, "Từ 0 đến 100"));
                sheet.Check(CellCheck.Number("B3 C3", null, null, "Số"));
                sheet.Check(CellCheck.List("B4", "Lists!$A$1:$A$2", "\"một\" & <hai>"));
            }
            using var lists = book.AddSheet("Lists", new SheetLayout { Hidden = true });
            lists.Row([Cell.Of("một")]);
            lists.Row([Cell.Of("hai")]);
        });

        Sheets.Faults(file).ShouldBeEmpty();
        Sheets.Read(file, 1).Select(row => row[0]).ShouldBe(["một", "hai"]);
    }

    [Fact]
    public void Write_VeryManyRows_HoldsFewOfThem()
    {
        // Of what others allocate meanwhile nothing is seen: what is asked is whether rows that were written are still held.
        List<WeakReference> rows = [];
        using var output = new CountingStream();
        var early = 0L;
        using (var book = new WorkbookWriter(output))
        using (var sheet = book.AddSheet("1"))
        {
            for (var i = 0; i < 200_000; i++)
            {
                var text = $"phường số {i}";
                if (i % 100 == 0) rows.Add(new WeakReference(text));
                sheet.Row([Cell.Of(text), Cell.Of((decimal)i), Cell.Of("một hàng như mọi hàng khác trong tệp xuất ra")]);
                if (i == 100_000) early = output.Written;
            }
            GC.Collect();
            rows.Count(row => row.IsAlive).ShouldBeLessThan(20);
        }
        // 200,000 rows are some 40 MB of XML; half of them have left the program when half are written.
        output.Written.ShouldBeGreaterThan(1_000_000);
        early.ShouldBeGreaterThan(output.Written / 3);
    }

    private static byte[] Write(Action<WorkbookWriter> write)
    {
        using var memory = new MemoryStream();
        using (var book = new WorkbookWriter(memory)) write(book);
        return memory.ToArray();
    }

    /// <summary>Counts what is written and forgets it; cannot seek.</summary>
    private sealed class CountingStream : Stream
    {
        public long Written { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => Written += count;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
