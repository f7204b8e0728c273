using System.Text.Json.Serialization;
using IndicatorApi.Calculation;

namespace IndicatorApi.Features.Targets;

/// <summary>What a person has to say before a clause can be understood.</summary>
public enum ClauseQuestion
{
    /// <summary>No number and no word that makes a target of it was found.</summary>
    [JsonStringEnumMemberName("nothingFound")] NothingFound,
    /// <summary>It has several numbers: each is a target of its own, or all are one of several measures.</summary>
    [JsonStringEnumMemberName("severalNumbers")] SeveralNumbers,
    /// <summary>It speaks of every unit, which the figures of one do not answer.</summary>
    [JsonStringEnumMemberName("everyUnit")] EveryUnit,
    /// <summary>The number can be read in two ways, as 1.862 can.</summary>
    [JsonStringEnumMemberName("numberInTwoWays")] NumberInTwoWays,
    /// <summary>A percent that may be of what there was, or points of a rate.</summary>
    [JsonStringEnumMemberName("pointsOrShare")] PointsOrShare,
    /// <summary>It does not say whether more or less is better.</summary>
    [JsonStringEnumMemberName("whichSide")] WhichSide,
    /// <summary>Its unit is not that of the indicator.</summary>
    [JsonStringEnumMemberName("unitDiffers")] UnitDiffers,
    /// <summary>A point to stay at, without how far from it is near enough.</summary>
    [JsonStringEnumMemberName("howNear")] HowNear,
    /// <summary>It names no step of the indicator's scale.</summary>
    [JsonStringEnumMemberName("whichLevel")] WhichLevel,
    /// <summary>It asks in each month or quarter, and targets ask once, in each year or on average over years.</summary>
    [JsonStringEnumMemberName("howOften")] HowOften,
}

/// <summary>The questions in words.</summary>
internal static class ClauseQuestions
{
    public static Phrase Of(ClauseQuestion question) => question switch
    {
        ClauseQuestion.NothingFound => new("Không tìm thấy con số hoặc yêu cầu nào. Hãy chọn loại chỉ tiêu.",
            "No number and nothing to reach was found. Choose the kind of target."),
        ClauseQuestion.SeveralNumbers => new("Câu có nhiều con số. Hãy tách mỗi con số thành một chỉ tiêu, hoặc chọn loại chỉ tiêu.",
            "There are several numbers. Write one target for each, or choose the kind of target."),
        ClauseQuestion.EveryUnit => new("Câu nói về mọi đơn vị. Hãy chọn loại chỉ tiêu \"mọi đơn vị\", hoặc ghi phần của riêng đơn vị này.",
            "It speaks of every unit. Choose that kind, or write what is asked of this unit."),
        ClauseQuestion.NumberInTwoWays => new("Con số có thể đọc theo hai cách. Ý nào đúng?", "The number can be read in two ways. Which is meant?"),
        ClauseQuestion.PointsOrShare => new("Tăng bao nhiêu điểm phần trăm, hay tăng bao nhiêu phần trăm so với số đầu kỳ?",
            "Up by so many percentage points, or by so many percent of what there was?"),
        ClauseQuestion.WhichSide => new("Với chỉ tiêu này, cao hơn hay thấp hơn là tốt?", "Is more better here, or less?"),
        ClauseQuestion.UnitDiffers => new("Đơn vị tính trong câu khác với đơn vị tính của chỉ tiêu. Hãy xem lại con số.",
            "The unit in the clause is not that of the indicator. Look at the number again."),
        ClauseQuestion.HowNear => new("Đây là một mức cần giữ, cao hơn hay thấp hơn đều không tốt. Lệch bao nhiêu thì vẫn đạt?",
            "This is a point to stay at, and neither side is better. How far from it is near enough?"),
        ClauseQuestion.HowOften => new("Câu nêu yêu cầu theo ngày, tuần, tháng hoặc quý. Hãy quy ra cả năm hoặc cả giai đoạn.",
            "It asks in each day, week, month or quarter. Say what that is for the year or for the whole time."),
        _ => new("Câu không nêu mức nào trong thang của chỉ tiêu. Hãy chọn mức.", "It names no step of the indicator's scale. Choose the step."),
    };
}
