using System.Text;

namespace IndicatorApi.Files.Reading;

/// <summary>RFC 4180 with any of three separators: cells in quotes may hold separators, quotes and line ends.</summary>
/// <remarks>An own reader, because every error must name the line that a person sees, and no cell may grow without end behind a quote that is never
/// closed.</remarks>
internal sealed class CsvTable : TableFile
{
    private static readonly char[] Separators = ['\t', ';', ','];
    private readonly Stream _file;
    private readonly char _separator;
    private readonly bool _hasDeclaration;
    private readonly bool _isGuessed;

    public CsvTable(Stream file, char? separator)
    {
        _file = file;
        var head = Head();
        // Excel's own way to declare the separator: a first line of its own.
        _hasDeclaration = head.Length >= 5 && head.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && (head.Length == 5 || head[5] is '\r' or '\n');
        _isGuessed = separator is null && !_hasDeclaration;
        _separator = separator ?? (_hasDeclaration ? head[4] : Detect(head));
    }

    public override IEnumerable<TableRow> Rows()
    {
        using var text = TextEncodings.Open(_file);
        var parser = new Parser(text, _separator);
        while (true)
        {
            TableRow? row;
            try
            {
                row = parser.Read();
            }
            catch (DecoderFallbackException)
            {
                throw TextEncodings.Refuse(_file);
            }
            if (row is null) yield break;
            if (row.Line == 1 && _hasDeclaration) continue;
            yield return row;
        }
    }

    public override bool HasGuessedCommas => _isGuessed && _separator == ',';

    public override void Dispose() => _file.Dispose();

    private string Head()
    {
        using var text = TextEncodings.Open(_file);
        var buffer = new char[32 * 1024];
        try
        {
            return new string(buffer, 0, text.ReadBlock(buffer));
        }
        catch (DecoderFallbackException)
        {
            throw TextEncodings.Refuse(_file);
        }
    }

    // The separator that cuts the most lines into the same number of cells: a decimal comma stands in some lines, a separator in all.
    private static char Detect(string head)
    {
        var best = (Separator: ',', Score: 0);
        foreach (var separator in Separators)
        {
            var counts = new Dictionary<int, int>();
            var (count, isQuoted, lines) = (0, false, 0);
            foreach (var letter in head.AsSpan())
            {
                if (letter == '"') isQuoted = !isQuoted;
                else if (letter == separator && !isQuoted) count++;
                else if (letter == '\n' && !isQuoted)
                {
                    if (count > 0) counts[count] = counts.GetValueOrDefault(count) + 1;
                    count = 0;
                    if (++lines == 50) break;
                }
            }
            if (count > 0) counts[count] = counts.GetValueOrDefault(count) + 1;
            var score = counts.Count == 0 ? 0 : counts.Max(pair => pair.Key * pair.Value);
            if (score > best.Score) best = (separator, score);
        }
        return best.Separator;
    }

    private sealed class Parser(TextReader text, char separator)
    {
        private readonly char[] _buffer = new char[32 * 1024];
        private readonly StringBuilder _cell = new();
        private int _at, _length, _line = 1;

        public TableRow? Read()
        {
            if (Peek() < 0) return null;
            var line = _line;
            if (line > TableLimits.Rows) throw Unreadable(line, $"it has more than {TableLimits.Rows} lines; send it in parts.",
                $"tệp có hơn {TableLimits.Rows} dòng; hãy chia nhỏ.");
            List<TableCell> cells = [];
            while (true)
            {
                var hasMore = ReadCell();
                if (cells.Count == TableLimits.Columns) throw Unreadable(
                    line, $"it has more than {TableLimits.Columns} columns.", $"tệp có hơn {TableLimits.Columns} cột.");
                cells.Add(TableCell.Of(FormulaGuard.Take(_cell.ToString())));
                if (!hasMore) break;
            }
            while (cells.Count > 0 && cells[^1].IsBlank) cells.RemoveAt(cells.Count - 1);
            return new TableRow(line, cells);
        }

        // Whether a further cell follows on the same row.
        private bool ReadCell()
        {
            _cell.Clear();
            if (Peek() == '"') ReadQuoted();
            while (true)
            {
                var letter = Next();
                if (letter == separator) return true;
                if (letter < 0) return false;
                if (letter is '\n' or '\r')
                {
                    if (letter == '\r' && Peek() == '\n') Next();
                    _line++;
                    return false;
                }
                Append((char)letter);
            }
        }

        private void ReadQuoted()
        {
            var begin = _line;
            Next();
            while (true)
            {
                var letter = Next();
                if (letter < 0) throw Unreadable(begin, "a quote (\") is opened here and never closed.", "dấu nháy kép (\") mở ở đây nhưng không đóng.");
                if (letter == '"')
                {
                    if (Peek() != '"') break;
                    Next();
                }
                else if (letter == '\n' || (letter == '\r' && Peek() != '\n'))
                {
                    _line++;
                }
                Append((char)letter);
            }
            if (Peek() is var next && next >= 0 && next != separator && next is not ('\n' or '\r'))
                throw Unreadable(_line, "text follows a closing quote (\"); write a quote inside a cell twice (\"\").",
                    "có chữ sau dấu nháy kép đóng (\"); trong ô hãy viết hai dấu nháy (\"\").");
        }

        private void Append(char letter)
        {
            if (_cell.Length == TableLimits.CellLetters)
                throw Unreadable(_line, $"a cell has more than {TableLimits.CellLetters} characters; is a quote (\") not closed?",
                    $"một ô có hơn {TableLimits.CellLetters} ký tự; có dấu nháy kép (\") nào chưa đóng không?");
            _cell.Append(letter);
        }

        private int Peek()
        {
            if (_at == _length)
            {
                _length = text.Read(_buffer);
                _at = 0;
                if (_length == 0) return -1;
            }
            return _buffer[_at];
        }

        private int Next()
        {
            var letter = Peek();
            if (letter >= 0) _at++;
            return letter;
        }
    }
}
