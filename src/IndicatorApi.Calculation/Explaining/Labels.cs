namespace IndicatorApi.Calculation;

/// <summary>The words that reports use for what an answer says, in Vietnamese and in English.</summary>
public static class Labels
{
    private static readonly Phrase Exceeded = new("vượt", "exceeded");
    private static readonly Phrase Met = new("đạt", "met");
    private static readonly Phrase NotMet = new("chưa đạt", "not met");
    private static readonly Phrase NoData = new("chưa có số liệu", "no data");
    private static readonly Phrase NotAssessable = new("không đánh giá", "not assessable");

    /// <summary>A verdict (đánh giá). "Vượt" always means better than asked, also of a ceiling.</summary>
    /// <param name="verdict">The verdict.</param>
    public static Phrase Of(Verdict verdict) => verdict switch
    {
        Verdict.Exceeded => Exceeded,
        Verdict.Met => Met,
        Verdict.NotMet => NotMet,
        Verdict.NoData => NoData,
        _ => NotAssessable,
    };

    /// <summary>Why there is no percent or no verdict.</summary>
    /// <param name="reason">The reason.</param>
    public static Phrase Of(Reason reason) => reason switch
    {
        Reason.ActualMissing => new("đã đến hạn nhưng chưa có số liệu báo cáo", "it is due and no figure was reported"),
        Reason.NotDue => new("chưa đến hạn và chưa có số liệu", "it is not due yet and there is no figure"),
        Reason.TargetZero => new("con số đề ra bằng 0 nên không có tỷ lệ", "the number asked for is zero, so there is no percent"),
        Reason.BaselineMissing => new("thiếu số đầu kỳ", "there is no value at the start"),
        Reason.NoNumericTarget => new("chỉ tiêu không nêu con số", "the target gives no number"),
        Reason.DueYearMissing => new("thiếu số liệu của một năm đã đến hạn", "the figure of a due year is missing"),
        Reason.NotCombinable => new("số liệu không cộng gộp được", "the figures may not be combined"),
        Reason.DenominatorZero => new("mẫu số bằng 0", "the number below the line is zero"),
        Reason.LevelUnknown => new("mức xếp loại không có trong thang", "the level is not on the scale"),
        Reason.KindHasNoPercent => new("loại chỉ tiêu này chỉ có đánh giá, không có tỷ lệ", "this kind of target has a verdict and no percent"),
        Reason.PartMissing => new("một thành phần chưa có đánh giá", "a part of it has no verdict yet"),
        Reason.JudgedOverYears => new("bình quân mỗi năm chỉ đánh giá trên các năm cộng lại", "a yearly average is judged over the years together only"),
        Reason.JudgementMissing => new("chưa có người đánh giá", "nobody has judged it yet"),
        Reason.SetAfterClosing => new("chỉ tiêu được đề ra sau khi chốt số liệu", "the target was set after the period was closed"),
        Reason.NotApplicable => new("chỉ tiêu không áp dụng", "the target does not apply"),
        Reason.NoMeaning => new("công thức không có ý nghĩa với các con số này", "the formula has no meaning for these numbers"),
        Reason.PeriodIncomplete => new("số liệu chưa đủ cả kỳ nên chưa so sánh với cả kỳ",
            "the figures do not cover the whole period yet, and a part is not compared with a whole"),
        _ => new("con số quá lớn để tính chính xác", "the numbers are too large for an exact result"),
    };

    /// <summary>Why an observation was not used.</summary>
    /// <param name="why">The reason.</param>
    public static Phrase Of(LeftOutReason why) => why switch
    {
        LeftOutReason.CoveredByLonger => new("một báo cáo dài hơn đã bao gồm", "a longer report already covers it"),
        LeftOutReason.CoveredByOthers => new("đã tính các báo cáo khác trùng thời gian", "other reports of the same time are counted"),
        LeftOutReason.Superseded => new("đã có số liệu mới hơn", "a later figure replaces it"),
        LeftOutReason.OutsideLife => new("đơn vị không tồn tại trong thời gian này", "it is about no day on which the unit exists"),
        LeftOutReason.YearIncomplete => new("năm này chưa đủ số liệu", "its year is not complete yet"),
        _ => new("nằm ngoài khoảng thời gian tính", "outside the days that count"),
    };

    /// <summary>The class of a pace (tiến độ).</summary>
    /// <param name="pace">The class.</param>
    public static Phrase Of(PaceClass pace) => pace switch
    {
        PaceClass.Met => new("đã đạt", "met"),
        PaceClass.Ahead => new("vượt tiến độ", "ahead"),
        PaceClass.OnTrack => new("đúng tiến độ", "on track"),
        PaceClass.Behind => new("chậm tiến độ", "behind"),
        PaceClass.FarBehind => new("rất chậm", "far behind"),
        _ => new("đi ngược chiều", "moving away"),
    };
}
