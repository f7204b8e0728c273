using System.Globalization;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Features.OfficialSheets;

/// <summary>The words and numbers of the official sheet, in one language.</summary>
/// <param name="language">The language.</param>
public sealed class OfficialWords(Language language)
{
    private readonly bool _vietnamese = language == Language.Vietnamese;

    /// <summary>The language's own code, for pages.</summary>
    public string Code => _vietnamese ? "vi" : "en";

    public string Title => Of("BIỂU TỔNG HỢP KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU NGHỊ QUYẾT", "SUMMARY OF RESULTS AGAINST THE TARGETS OF THE RESOLUTION");

    public string Party => Of("ĐẢNG CỘNG SẢN VIỆT NAM", "COMMUNIST PARTY OF VIETNAM");

    public string State => Of("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIETNAM");

    public string Motto => Of("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness");

    public string PartyOf => Of("ĐẢNG BỘ", "PARTY ORGANISATION OF");

    public string CommitteeOf => Of("ĐẢNG ỦY", "PARTY COMMITTEE OF");

    public string PeoplesCommittee => Of("ỦY BAN NHÂN DÂN", "PEOPLE'S COMMITTEE OF");

    public string ForCommittee => Of("T/M ĐẢNG ỦY", "FOR THE PARTY COMMITTEE");

    public string ForPeoplesCommittee => Of("TM. ỦY BAN NHÂN DÂN", "FOR THE PEOPLE'S COMMITTEE");

    public string PreparedBy => Of("NGƯỜI LẬP BIỂU", "PREPARED BY");

    public string SignHere => Of("(Ký, ghi rõ họ tên)", "(Signature, full name)");

    public string SignAndSeal => Of("(Ký, đóng dấu, ghi rõ họ tên)", "(Signature, seal, full name)");

    public string PlaceAndDay => Of("..............., ngày ..... tháng ..... năm .........", "..............., date ..............................");

    public string NotesHead => Of("Ghi chú:", "Notes:");

    public string NoTargets => Of("Chưa có chỉ tiêu nào được giao trong kỳ này.", "No targets have been set for this period.");

    public string Yes => Of("Đạt", "Yes");

    public string No => Of("Chưa đạt", "No");

    public string PerYearAverage => Of(", bình quân mỗi năm", ", on average a year");

    public string StretchReached => Of("Đã đạt mức phấn đấu.", "The stretch is reached.");

    public string FormsDisagree => Of(
        "Các cách nói của chỉ tiêu này cho kết quả khác nhau.", "The forms of this target do not agree with one another.");

    public string PerYear => Of("/năm", " a year");

    public string Provisional => Of("Số ước thực hiện, chưa phải số chính thức.", "An estimate; not the final figure.");

    public string DifferenceNote => Of(
        "So sánh: phần vượt (+) hoặc còn thiếu (-) so với chỉ tiêu, theo chiều tốt của chỉ tiêu. Đánh giá dựa trên số chưa làm tròn.",
        "Difference: beyond (+) or short of (-) the target, in the direction that is better. Judged on unrounded numbers.");

    public IReadOnlyList<string> Headers => _vietnamese
        ? ["TT", "Chỉ tiêu", "ĐVT", "Chỉ tiêu Nghị quyết", "Kết quả thực hiện", "Tỷ lệ (%)", "So sánh (+/-)", "Đánh giá"]
        : ["No.", "Indicator", "Unit", "Target of the resolution", "Result", "Percent (%)", "Difference (+/-)", "Judgement"];

    /// <summary>A phrase in this language.</summary>
    public string Of(Phrase phrase) => Of(phrase.Vi, phrase.En);

    /// <summary>An indicator's name.</summary>
    public string Name(Indicator indicator) => _vietnamese ? indicator.Name : indicator.NameEn ?? indicator.Name;

    /// <summary>What an indicator calls its heading or a sub-group; the code where it does not say.</summary>
    public string Named(Indicator indicator, string code) => GroupNames.Of(indicator).FirstOrDefault(one => one.Code == code) is { } named
        ? _vietnamese ? named.Name : named.NameEn ?? named.Name
        : Heading(code);

    /// <summary>The heading of these indicators.</summary>
    public string Heading(string? code, IEnumerable<Indicator> indicators) => code is null ? Of("Chỉ tiêu khác", "Other targets")
        : indicators.Select(indicator => Named(indicator, code)).FirstOrDefault(name => name != code) ?? code;

    // Headings that most resolutions have need no name of their own.
    private string Heading(string code) => code switch
    {
        "economy" => Of("Kinh tế", "Economy"),
        "society" => Of("Văn hóa - xã hội", "Culture and society"),
        "environment" => Of("Môi trường", "Environment"),
        "defence" => Of("Quốc phòng - an ninh", "Defence and security"),
        "government" => Of("Xây dựng chính quyền", "Government"),
        "party" => Of("Xây dựng Đảng", "Party building"),
        _ => code,
    };

    /// <summary>A number as documents of this language print it.</summary>
    public string Number(decimal value) => _vietnamese ? Numbers.Vietnamese(value)
        : Numbers.Normalise(value).ToString("#,##0.############################", CultureInfo.InvariantCulture);

    /// <summary>A number with its sign.</summary>
    public string Signed(decimal value) => (value > 0 ? "+" : "") + Number(value);

    /// <summary>A judgement; what has none says why in a word.</summary>
    public string Verdict(Verdict verdict, bool due, Reason? reason) => (verdict, reason) switch
    {
        (Calculation.Verdict.Exceeded, _) => Of("Vượt", "Exceeded"),
        (Calculation.Verdict.Met, _) => Of("Đạt", "Met"),
        (Calculation.Verdict.NotMet, _) => due ? Of("Chưa đạt", "Not met") : Of("Chưa đạt (chưa đến hạn)", "Not met (not yet due)"),
        (_, Reason.PeriodIncomplete) => Of("Chưa đủ số liệu cả kỳ", "Figures not complete"),
        (_, Reason.NotDue) => Of("Chưa đến hạn", "Not yet due"),
        (Calculation.Verdict.NotAssessable, _) => Of("Không đánh giá", "Not assessable"),
        (_, Reason.ActualMissing or Reason.DueYearMissing) => Of("Chưa có số liệu", "No data"),
        _ => Of("Chưa đánh giá được", "Cannot be judged"),
    };

    /// <summary>The colour beside a judgement: its shape and its text, readable in black and white.</summary>
    public string Band(AchievementBand band)
    {
        var shape = band.Shape switch
        {
            "circle" => "●",
            "square" => "■",
            "triangle" => "▲",
            "diamond" => "◆",
            "star" => "★",
            "cross" => "✖",
            _ => $"[{band.Shape}]",
        };
        return $" {shape} {Of(band.Text)}";
    }

    /// <summary>What a person expects, when and why.</summary>
    public string Expected(TargetExpectation expected)
    {
        var likelihood = expected.Likelihood switch
        {
            Likelihood.Likely => Of("sẽ đạt", "will be met"),
            Likelihood.AtRisk => Of("có nguy cơ không đạt", "may be missed"),
            _ => Of("khó đạt", "will be missed"),
        };
        var why = expected.Reason is { } reason ? $": {reason}" : "";
        return Of($"Dự kiến {likelihood} ({expected.By}, {Day(expected.On)}){why}.", $"Expected: {likelihood} ({expected.By}, {Day(expected.On)}){why}.");
    }

    /// <summary>Why a target was missed and what is done about it, as the unit answered; with the time it is about where that is another one.</summary>
    public string Remedied(Remedy remedy, string? about)
    {
        var kind = remedy.CauseKind == CauseKind.Own ? Of("chủ quan", "own") : Of("khách quan", "objective");
        var text = Of($"Nguyên nhân ({kind}): ", $"Cause ({kind}): ") + Ended(remedy.Cause!);
        if (remedy.Action is { } action)
        {
            List<string> how = [];
            if (remedy.Responsible is { } who) how.Add(who);
            if (remedy.DueOn is { } day) how.Add(Of($"hạn {Day(day)}", $"by {Day(day)}"));
            text += Of("; giải pháp: ", "; remedy: ") + Ended(action) + (how.Count > 0 ? $" ({string.Join(", ", how)})" : "");
        }
        var state = remedy.State switch
        {
            RemedyState.InProgress => Of("; đang thực hiện", "; in progress"),
            RemedyState.Done => Of("; đã xong", "; done"),
            _ => "",
        };
        return $"{(about is null ? "" : $"{about}. ")}{text}{state}.";

        static string Ended(string said) => string.Join(' ', said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
    }

    /// <summary>What became of a target after the period was closed.</summary>
    public string AfterClosing(AmendedAchievement amended)
    {
        var percent = amended.Percent is { } value ? $"; {Number(decimal.Round(value, 2, MidpointRounding.AwayFromZero))}%" : "";
        var now = $"{Verdict(amended.Verdict, true, amended.Reason).ToLowerInvariant()}{percent}";
        return amended.Change switch
        {
            ClosedChange.Added => Of($"Bổ sung sau khi chốt số liệu: {amended.TargetText} ({now}).", $"Added after the closing: {amended.TargetText} ({now})."),
            ClosedChange.Removed => Of("Chỉ tiêu được bãi bỏ sau khi chốt số liệu.", "The target was removed after the closing."),
            _ => Of($"Điều chỉnh sau khi chốt số liệu: {amended.TargetText} ({now}).", $"Amended after the closing: {amended.TargetText} ({now})."),
        };
    }

    /// <summary>Who answers for a target.</summary>
    public string Lead(string office) => Of($"Cơ quan chủ trì: {office}.", $"In charge: {office}.");

    /// <summary>What a line is made of.</summary>
    public string Parts(IReadOnlyList<PartRow> parts, string? worst) => Of("Gồm: ", "Made of: ") + string.Join("; ", parts.Select(part =>
        $"{part.Name} {(part.Actual is { } actual ? Number(actual) : "–")} ({Verdict(part.Verdict, true, part.Reason).ToLowerInvariant()}"
        + $"{(part.Code == worst ? Of(", kém nhất", ", the worst") : "")})")) + ".";

    /// <summary>Who judged, when and why.</summary>
    public string JudgedBy(PersonalJudgement judged) => Of(
        $"Đánh giá ngày {Day(judged.On)}: {judged.Why} (minh chứng: {judged.Evidence}).",
        $"Judged on {Day(judged.On)}: {judged.Why} (evidence: {judged.Evidence}).");

    /// <summary>What the level above has assigned.</summary>
    public string Assigned(TargetDefinition target) => target.Assigned is { } assigned
        ? Of($"Được giao: {assigned.Rule.TargetText()} ({assigned.Version}).", $"Assigned: {assigned.Rule.TargetTextInEnglish()} ({assigned.Version}).")
        : Of("Cấp trên chưa giao chỉ tiêu.", "The level above has not assigned it yet.");

    /// <summary>A figure beside those of earlier periods; null where there is none to stand beside.</summary>
    public string? Compared(ComparisonRows comparisons)
    {
        List<string> said = [];
        Say(comparisons.Previous, Of("kỳ trước", "the period before"));
        Say(comparisons.SamePeriodLastYear, Of("cùng kỳ năm trước", "the same period last year"));
        return said.Count == 0 ? null : Of("So với ", "Beside ") + string.Join("; ", said) + ".";

        void Say(ComparisonRow? row, string name)
        {
            if (row?.Value is not { } value) return;
            var percent = row.PercentChange is { } change ? $"; {Signed(decimal.Round(change, 2, MidpointRounding.AwayFromZero))}%" : "";
            var by = row.Change is { } difference ? $"{Signed(difference)}{percent}" : Of("không so sánh được", "not comparable");
            said.Add($"{name} ({row.Period}) {Number(value)}: {by}");
        }
    }

    /// <summary>Why a figure is only a bound.</summary>
    public string Bound(Bound bound, string number) => bound switch
    {
        Calculation.Bound.AtLeast => Of($"Nguồn chỉ nêu “trên {number}”: kết quả và tỷ lệ ít nhất là như vậy.",
            $"The source only says “over {number}”: result and percent are at least that."),
        Calculation.Bound.AtMost => Of($"Nguồn chỉ nêu “dưới {number}”: kết quả nhiều nhất là như vậy.",
            $"The source only says “under {number}”: the result is at most that."),
        _ => Of($"Nguồn chỉ nêu “khoảng {number}”.", $"The source only says “about {number}”."),
    };

    /// <summary>"15/18 chỉ tiêu đạt và vượt", with the counts.</summary>
    public string Summary(Scoreboard board)
    {
        List<string> counts = [];
        void Count(int number, string vietnamese, string english)
        {
            if (number > 0) counts.Add(_vietnamese ? $"{vietnamese} {number}" : $"{number} {english}");
        }
        Count(board.Exceeded, "vượt", "exceeded");
        Count(board.Met, "đạt", "met");
        Count(board.NotMet, "chưa đạt", "not met");
        if (board.Open.Total > 0)
        {
            counts.Add(Of($"chưa đạt, còn thời gian {board.Open.Total}", $"{board.Open.Total} not met yet") + Paces(board.Open));
        }
        Count(board.NoData, "chưa có số liệu hoặc chưa đánh giá được", "without data or not judged");
        Count(board.NotAssessable, "không áp dụng", "not applicable");
        var head = Of($"Tổng hợp: {board.MetOrExceeded}/{board.Applicable} chỉ tiêu đạt và vượt",
            $"In all: {board.MetOrExceeded} of {board.Applicable} targets met or exceeded");
        return counts.Count > 0 ? $"{head} ({string.Join("; ", counts)})." : $"{head}.";
    }

    // "(đúng tiến độ 2, chậm 1)".
    private string Paces(OpenTargets open)
    {
        (int Number, string Name)[] paces =
        [
            (open.Ahead, Of("nhanh", "ahead")), (open.OnTrack, Of("đúng tiến độ", "on schedule")), (open.Behind, Of("chậm", "behind")),
            (open.FarBehind, Of("chậm nhiều", "far behind")), (open.Unknown, Of("chưa rõ tiến độ", "without a pace")),
        ];
        return $" ({string.Join(", ", paces.Where(pace => pace.Number > 0).Select(pace => $"{pace.Name} {Number(pace.Number)}"))})";
    }

    /// <summary>The day up to which there are figures.</summary>
    public string LastFigure(DateOnly day) => Of($"Số liệu mới nhất tính đến ngày {Day(day)}.", $"The latest figure is as of {Day(day)}.");

    /// <summary>The moment whose facts these are.</summary>
    public string AsOf(DateTimeOffset when, bool isPast)
    {
        var instant = when.ToString(_vietnamese ? "HH:mm 'ngày' dd/MM/yyyy" : "HH:mm, d MMMM yyyy", CultureInfo.InvariantCulture);
        return isPast ? Of($"Lập theo số liệu đã ghi nhận tại thời điểm {instant} (giờ Việt Nam).", $"As the figures stood at {instant} (Vietnam time).")
            : Of($"Lập lúc {instant} (giờ Việt Nam).", $"Made at {instant} (Vietnam time).");
    }

    /// <summary>A period in words.</summary>
    public string Period(Period asked, Period dated) => asked.Kind switch
    {
        PeriodKind.Term => Of($"Nhiệm kỳ {asked.ToString().Replace("-", " - ", StringComparison.Ordinal)}", $"Term {asked}"),
        PeriodKind.Year => Of($"Năm {asked.Start.Year}", $"Year {asked.Start.Year}"),
        PeriodKind.HalfYear => Of($"6 tháng {(asked.Start.Month == 1 ? "đầu" : "cuối")} năm {asked.Start.Year}",
            $"{(asked.Start.Month == 1 ? "First" : "Second")} half of {asked.Start.Year}"),
        PeriodKind.Quarter => Of($"Quý {Quarters[asked.Start.Month / 3]} năm {asked.Start.Year}",
            $"Quarter {(asked.Start.Month / 3) + 1} of {asked.Start.Year}"),
        PeriodKind.Month => Of($"Tháng {asked.Start.Month} năm {asked.Start.Year}", asked.Start.ToString("MMMM yyyy", CultureInfo.InvariantCulture)),
        _ => Of($"Từ ngày {Day(dated.Start)} đến ngày {Day(dated.End)}", $"From {Day(dated.Start)} to {Day(dated.End)}"),
    };

    private static readonly string[] Quarters = ["I", "II", "III", "IV"];

    private string Of(string vietnamese, string english) => _vietnamese ? vietnamese : english;

    private string Day(DateOnly day) => day.ToString(_vietnamese ? "dd/MM/yyyy" : "d MMMM yyyy", CultureInfo.InvariantCulture);
}
