using IndicatorApi.Calculation;

namespace IndicatorApi.Features.Targets;

/// <summary>Says when a rule is met, so that whoever typed a clause sees how it was understood.</summary>
internal static class RuleInWords
{
    public static Phrase Of(TargetRule rule, Recurrence recurrence)
    {
        var ((vi, en), (oftenVi, oftenEn)) = (When(rule), Often(recurrence));
        return new($"{vi}{oftenVi}.", $"{en}{oftenEn}.");
    }

    private static (string Vi, string En) When(TargetRule rule) => rule switch
    {
        AtLeast r => ($"Đạt khi kết quả từ {V(r.Value)} trở lên, cao hơn là vượt", $"Met from {E(r.Value)} up, exceeded above"),
        AtMost r => ($"Đạt khi kết quả không quá {V(r.Value)}, thấp hơn là vượt", $"Met up to {E(r.Value)}, exceeded below"),
        MaintainAtLeast r => ($"Đạt khi mọi kỳ báo cáo đều từ {V(r.Value)} trở lên", $"Met when every reported period is {E(r.Value)} or more"),
        MaintainAtMost r => ($"Đạt khi mọi kỳ báo cáo đều không quá {V(r.Value)}", $"Met when every reported period is {E(r.Value)} or less"),
        RaiseTo r => ($"Tăng từ số đầu kỳ lên {V(r.Value)}; tỷ lệ tính trên mức cần tăng", $"Up from the start to {E(r.Value)}; the percent is of the way"),
        ReduceTo r => ($"Giảm từ số đầu kỳ xuống còn {V(r.Value)}; tỷ lệ tính trên mức cần giảm",
            $"Down from the start to {E(r.Value)}; the percent is of the way"),
        RaiseBy r => ($"Tăng thêm {V(r.Amount, r.Lower, r.Upper)} so với số đầu kỳ, cùng đơn vị tính",
            $"Up by {E(r.Amount, r.Lower, r.Upper)} from the start, in the same unit"),
        ReduceBy r => ($"Giảm {V(r.Amount, r.Lower, r.Upper)} so với số đầu kỳ, cùng đơn vị tính",
            $"Down by {E(r.Amount, r.Lower, r.Upper)} from the start, in the same unit"),
        RaiseByPercent r => ($"Tăng {V(r.Percent, r.Lower, r.Upper)}% so với số đầu kỳ", $"Up by {E(r.Percent, r.Lower, r.Upper)}% of the start"),
        ReduceByPercent r => ($"Giảm {V(r.Percent, r.Lower, r.Upper)}% so với số đầu kỳ", $"Down by {E(r.Percent, r.Lower, r.Upper)}% of the start"),
        MultiplyBy r => ($"Gấp {V(r.Factor)} lần số đầu kỳ", $"{E(r.Factor)} times the start"),
        AverageGrowth r => ($"Tăng trưởng bình quân {V(r.RatePercent, r.Lower, r.Upper)}% một năm",
            $"Growth of {E(r.RatePercent, r.Lower, r.Upper)}% a year on average"),
        Between r => ($"Đạt trong khoảng {V(r.Lower)} – {V(r.Upper)}, cao hơn là vượt", $"Met from {E(r.Lower)} to {E(r.Upper)}, exceeded above"),
        Within r => ($"Phải nằm trong khoảng {V(r.Lower)} – {V(r.Upper)}, cao hơn hay thấp hơn đều chưa đạt",
            $"Must stay from {E(r.Lower)} to {E(r.Upper)}, neither above nor below"),
        Near r => ($"Ở mức {V(r.Value)}, lệch không quá {V(r.Tolerance)}", $"At {E(r.Value)}, not further off than {E(r.Tolerance)}"),
        RankWithin r => ($"Đạt khi xếp thứ {r.N} hoặc cao hơn; không có tỷ lệ", $"Met at place {r.N} or better; there is no percent"),
        Achieve { Level: "yes" } => ("Đạt khi đã thực hiện được", "Met once it is done"),
        Achieve r => ($"Đạt khi được xếp mức {r.Level} hoặc cao hơn", $"Met at the level {r.Level} or better"),
        Increase => ("Đạt khi cao hơn kỳ trước, bao nhiêu cũng được; không có tỷ lệ", "Met when higher than before by however much; there is no percent"),
        Decrease => ("Đạt khi thấp hơn kỳ trước, bao nhiêu cũng được; không có tỷ lệ", "Met when lower than before by however much; there is no percent"),
        AsAssigned r => ($"Theo chỉ tiêu {r.Issuer} giao, nhân {V(r.Share)}", $"As {r.Issuer} assigns it, times {E(r.Share)}"),
        Judged => ("Do người có thẩm quyền đánh giá; không có tỷ lệ", "Judged by a person; there is no percent"),
        Unstated => ("Nghị quyết không nêu con số nên không tính được tỷ lệ", "The resolution gives no number, so there is no percent"),
        _ => ("Gồm nhiều phần, mỗi phần đánh giá riêng", "Made of several parts, each judged by itself"),
    };

    private static (string Vi, string En) Often(Recurrence recurrence) => recurrence switch
    {
        Recurrence.EachYear => ("; xét riêng từng năm", "; asked in each year"),
        Recurrence.PerYearAverage => ("; bình quân mỗi năm, xét chung cả giai đoạn", "; on average per year, judged over the years together"),
        _ => ("", ""),
    };

    private static string V(decimal value) => TextOf(value, "vi-VN");

    private static string E(decimal value) => TextOf(value, "en-GB");

    private static string V(decimal? size, decimal? lower, decimal? upper) => size is { } one ? V(one) : $"{V(lower ?? 0)} – {V(upper ?? 0)}";

    private static string E(decimal? size, decimal? lower, decimal? upper) => size is { } one ? E(one) : $"{E(lower ?? 0)} to {E(upper ?? 0)}";

    // The same number that a culture would write; the program may run where no culture is installed.
    private static string TextOf(decimal value, string language)
    {
        var text = value.ToString("#,0.############", System.Globalization.CultureInfo.InvariantCulture);
        return language == "vi-VN" ? text.Replace(',', ' ').Replace('.', ',').Replace(' ', '.') : text;
    }
}
