using System.Text.RegularExpressions;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Imports;

/// <summary>What the headers of one file can mean beyond the names that everybody uses.</summary>
/// <param name="Given">What the sender said of columns, now or before, by their simple names; null for one to pass over.</param>
/// <param name="UnitWords">Words that units of measure are made of.</param>
/// <param name="IsUnitName">Whether a text is the name or code of an organisation unit.</param>
public sealed record HeaderContext(IReadOnlyDictionary<string, ImportColumn?> Given, IReadOnlySet<string> UnitWords, Func<string, bool> IsUnitName)
{
    /// <summary>Nothing is known of the file.</summary>
    public static HeaderContext None { get; } = new(new Dictionary<string, ImportColumn?>(), new HashSet<string>(), _ => false);
}

/// <summary>What one header means.</summary>
/// <param name="Column">The column that it names; null for none.</param>
/// <param name="IsPassed">Whether it is passed over by name.</param>
/// <param name="Unit">The unit of measure that it states for its column.</param>
/// <param name="MayBe">What it may be where that has to be asked, with the header it should have.</param>
public readonly record struct HeaderMeaning(ImportColumn? Column, bool IsPassed, string? Unit, (Noun Meaning, ImportColumn Column)? MayBe)
{
    /// <summary>Whether anything of it was understood.</summary>
    public bool IsKnown => Column is not null || IsPassed || MayBe is not null;
}

/// <summary>The words of headers, whatever their case, marks and blanks: names of columns, and what sheets have beside them.</summary>
public static partial class HeaderWords
{
    /// <summary>The names of each column; the first is the one that answers use.</summary>
    public static IReadOnlyList<(ImportColumn Column, string[] Names)> Known { get; } =
    [
        (ImportColumn.OrgUnit, ["orgUnit", "Mã đơn vị", "org unit", "unit code", "REF_AREA"]),
        (ImportColumn.OrgUnitName, ["orgUnitName", "Đơn vị", "Tên đơn vị", "unit", "unit name"]),
        (ImportColumn.Indicator, ["indicator", "Mã chỉ tiêu", "indicator code"]),
        (ImportColumn.IndicatorName, ["indicatorName", "Chỉ tiêu", "Tên chỉ tiêu", "Nội dung chỉ tiêu", "Các chỉ tiêu", "indicator name"]),
        (ImportColumn.Period, ["period", "Kỳ", "Kỳ báo cáo", "TIME_PERIOD"]),
        (ImportColumn.Group, ["group", "Nhóm", "Nhóm đối tượng", "SUBGROUP"]),
        (ImportColumn.Value, ["value", "Kết quả", "Kết quả thực hiện", "Thực hiện", "Kết quả đạt được", "TH", "KQ", "KQTH", "actual", "OBS_VALUE"]),
        (ImportColumn.Numerator, ["numerator", "Tử số"]),
        (ImportColumn.Denominator, ["denominator", "Mẫu số"]),
        (ImportColumn.Level, ["level", "Mức", "Xếp loại"]),
        (ImportColumn.Bound, ["bound", "Giới hạn", "Cận"]),
        (ImportColumn.Status, ["status", "Tình trạng", "Trạng thái", "OBS_STATUS"]),
        (ImportColumn.Source, ["source", "Nguồn", "Nguồn số liệu"]),
        (ImportColumn.Note, ["note", "Ghi chú"]),
        (ImportColumn.Reason, ["reason", "Lý do", "Lý do sửa"]),
        (ImportColumn.Measure, ["measure", "ĐVT", "Đơn vị tính", "Đơn vị đo", "UNIT_MEASURE"]),
        (ImportColumn.Action, ["ACTION"]),
    ];

    /// <summary>Columns of sheets that say nothing new: they are passed over by name.</summary>
    public static IReadOnlyList<string> Informative { get; } =
    [
        "TT", "STT", "Số TT", "Số thứ tự", "Mã số", "Chỉ tiêu Nghị quyết", "Nghị quyết", "target", "targetText", "resolution", "Kế hoạch", "KH", "Mục tiêu",
        "Chỉ tiêu giao", "Chỉ tiêu kế hoạch", "Kỳ trước", "previous", "Năm trước", "Cùng kỳ", "Tỷ lệ", "Tỷ lệ %", "Tỷ lệ hoàn thành", "Tỷ lệ đạt", "Đạt",
        "percent", "So sánh", "Chênh lệch", "difference", "Tăng giảm", "Đánh giá", "verdict", "Phụ trách", "Chủ trì", "Lỗi", "error", "errors", "late",
        "version", "revision", "DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "FREQ",
    ];

    private static readonly Dictionary<string, ImportColumn> ByName =
        Known.SelectMany(known => known.Names.Select(name => (Name: Simple(name), known.Column)))
            .ToDictionary(pair => pair.Name, pair => pair.Column, StringComparer.Ordinal);

    private static readonly HashSet<string> Passed = [.. Informative.Select(Simple)];

    // Headers of the lists that this program writes, as it spells them.
    private static readonly string[] OwnList = ["orgUnit", "indicator", "period", "value", "version", "revision"];

    /// <summary>What a header means.</summary>
    public static HeaderMeaning Of(string header, HeaderContext context)
    {
        var simple = Simple(header);
        if (simple.Length == 0) return default;
        if (context.Given.TryGetValue(simple, out var given)) return new(given, given is null, null, null);
        if (ByName.TryGetValue(simple, out var column)) return new(column, false, null, null);
        var (outer, inner) = Parts(header);
        // What is passed over by name is not taken for a column because of what stands behind it: "Tỷ lệ (value)" is no value.
        if (IsPassed(simple) || IsPassed(outer)) return new(null, true, null, null);
        if (inner is not null && ByName.TryGetValue(Simple(inner), out column)) return new(column, false, null, null);
        if (inner is not null && ByName.TryGetValue(outer, out column)) return WithUnit(column, inner, context);
        return MayBe(outer) is { } asked ? new(null, false, null, asked) : default;
    }

    /// <summary>Whether a row is the header of a list that this program wrote.</summary>
    public static bool AreOfOwnList(IEnumerable<string> headers) => OwnList.All(headers.Contains);

    /// <summary>The column of a name, or of none for "ignore"; false where it is neither.</summary>
    public static bool TryColumn(string name, out ImportColumn? column)
    {
        column = ByName.TryGetValue(Simple(name), out var known) ? known : null;
        return column is not null || Simple(name) is "ignore" or "bo qua";
    }

    /// <summary>The name of a column as the API spells it.</summary>
    public static string NameOf(ImportColumn column) => Known.First(known => known.Column == column).Names[0];

    /// <summary>A header as it is compared.</summary>
    public static string Simple(string header) => WrittenName.Simple(header.Replace('_', ' ')).TrimEnd('*', ':', ' ', '.');

    // "Kết quả (người)" has a unit behind it, "(5)" and "(6)=(5)/(4)" are the numbers of columns. What is none of these is asked about.
    private static HeaderMeaning WithUnit(ImportColumn column, string inner, HeaderContext context)
    {
        if (!ImportColumns.Numbers.Contains(column) || ColumnNumber().IsMatch(inner)) return new(column, false, null, null);
        var unit = UnitWord().Replace(inner, "").Trim();
        return WrittenUnit.IsUnit(unit, context.UnitWords) ? new(column, false, unit, null) : default;
    }

    // A result with a time or an estimate in its name may be this one, or one that it is compared with.
    private static (Noun Meaning, ImportColumn Column)? MayBe(string outer)
    {
        var estimate = outer.StartsWith("uoc ", StringComparison.Ordinal);
        var rest = estimate ? outer["uoc ".Length..] : outer;
        var cut = WrittenWords.PeriodAtEnd(rest);
        if (cut is not null) rest = cut.Value.Before;
        if (!estimate && cut is null) return null;
        rest = LinkingWord().Replace(rest, "");
        if (!ByName.TryGetValue(rest, out var column) || column != ImportColumn.Value) return null;
        var when = cut is { } found ? $" {found.Period}" : "";
        return (new Noun($"the result{when} to be stored (then call it 'Kết quả thực hiện' or value{(estimate ? ", with status provisional" : "")}), or "
                + "one that it is compared with",
            $"kết quả{when} cần lưu (khi đó hãy đặt tên là 'Kết quả thực hiện'{(estimate ? ", tình trạng ước" : "")}), hoặc số chỉ để so sánh"), column);
    }

    private static bool IsPassed(string simple) => Passed.Contains(simple) || Beside().IsMatch(simple);

    private static (string Outer, string? Inner) Parts(string header)
    {
        var open = header.IndexOf('(', StringComparison.Ordinal);
        if (open < 0) return (Simple(header), null);
        var close = header.LastIndexOf(')');
        return (Simple(header[..open]), close > open ? header[(open + 1)..close].Trim() : null);
    }

    // Plans, ratios, comparisons and who is in charge, however they go on: "Kế hoạch giao năm 2024", "TH/KH (%)", "% thực hiện", "So với cùng kỳ".
    [GeneratedRegex(
        @"^(?:ke hoach|kh|chi tieu (?:nghi quyet|nq|giao|ke hoach|kh|dai hoi|de ra)|nghi quyet|nq|muc tieu|dinh muc)(?: .*)?$"
        + @"|^(?:ty le|%|ty le ?%|muc do|tien do) ?(?:dat|hoan thanh|thuc hien|so voi|so sanh|th|kh|nq|tang|giam)\b.*$|^%$"
        + @"|^(?:th|thuc hien|kq|ket qua|dat)(?: thuc hien)? ?(?:/|so voi|so) ?"
        + @"(?:kh|ke hoach|nq|nghi quyet|ct|chi tieu|mt|muc tieu|ck|cung ky|nam truoc|ky truoc).*$"
        + @"|^so (?:voi|sanh|cung ky|ke hoach|kh|nq)\b.*$|^(?:cung ky|nam truoc|ky truoc|thuc hien (?:cung ky|nam truoc|ky truoc))(?: .*)?$"
        + @"|^(?:tang|giam|chenh lech)\b.*$"
        + @"|^(?:don vi|co quan|phong,? ban|phong|nguoi|can bo|bo phan|dia chi)(?:,? (?:don vi|co quan))? "
        + @"(?:chu tri|phu trach|thuc hien|theo doi|tham muu|phoi hop|chiu trach nhiem).*$")]
    private static partial Regex Beside();

    [GeneratedRegex(@"^[\d\s()=+*/xX:%.-]+$")]
    private static partial Regex ColumnNumber();

    [GeneratedRegex(@"^\s*(?:ĐVT|Đơn vị tính|Đơn vị)\s*:\s*", RegexOptions.IgnoreCase)]
    private static partial Regex UnitWord();

    [GeneratedRegex(@" (?:cua|trong|den|ky|cho)$")]
    private static partial Regex LinkingWord();
}
