using System.Text.Json;

namespace IndicatorApi.Calculation.Tests.Targets;

/// <summary>Sentences of published resolutions that could only be written down with a loss before, each under its true term.</summary>
public class RealTargetsTests
{
    private const string Once = "once";
    private const string Average = "perYearAverage";
    private const string EachYear = "eachYear";

    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    public static TheoryData<string, string, string, string, string> Sentences => new()
    {
        { "Vĩnh Lộc: tỷ lệ hộ nghèo giảm bình quân 1,41%/năm", "level", Average, """{"kind":"reduceBy","amount":1.41}""", "giảm 1,41" },
        { "Thiệu Hóa: tỷ lệ hộ nghèo giảm bình quân 0,39%/năm", "level", Average, """{"kind":"reduceBy","amount":0.39}""", "giảm 0,39" },
        { "Lơ Ku: cơ cấu nông lâm 80%; thương mại dịch vụ 15%; tiểu thủ công nghiệp 5%", "level", Once,
            """{"kind":"composite","mode":"all","members":[{"indicator":"nong-lam","rule":{"kind":"near","value":80,"tolerance":0.1}},"""
            + """{"indicator":"dich-vu","rule":{"kind":"near","value":15,"tolerance":0.1}},"""
            + """{"indicator":"cong-nghiep","rule":{"kind":"near","value":5,"tolerance":0.1}}]}""",
            "nong-lam: khoảng 80 (± 0,1); dich-vu: khoảng 15 (± 0,1); cong-nghiep: khoảng 5 (± 0,1)" },
        { "Lơ Ku: tổng diện tích gieo trồng hằng năm 3.830 ha, trong đó ngô 2.700, lúa nước 40", "total", EachYear,
            """{"kind":"composite","mode":"all","members":[{"indicator":"gieo-trong","rule":{"kind":"atLeast","value":3830}},"""
            + """{"indicator":"gieo-trong","group":"ngo","rule":{"kind":"atLeast","value":2700}},"""
            + """{"indicator":"gieo-trong","group":"lua-nuoc","rule":{"kind":"atLeast","value":40}}]}""",
            "gieo-trong: 3.830; gieo-trong/ngo: 2.700; gieo-trong/lua-nuoc: 40" },
        { "Lơ Ku: tổng đàn gia súc 3.200 con; gia cầm 5000 con", "level", Once,
            """{"kind":"composite","mode":"all","members":[{"indicator":"gia-suc","rule":{"kind":"atLeast","value":3200}},"""
            + """{"indicator":"gia-cam","rule":{"kind":"atLeast","value":5000}}]}""", "gia-suc: 3.200; gia-cam: 5.000" },
        { "Lơ Ku: cấp giấy chứng nhận đất công đạt 100%; cá nhân đạt 80%", "level", Once,
            """{"kind":"composite","mode":"all","members":[{"indicator":"gcn","group":"dat-cong","rule":{"kind":"atLeast","value":100}},"""
            + """{"indicator":"gcn","group":"ca-nhan","rule":{"kind":"atLeast","value":80}}]}""", "gcn/dat-cong: 100; gcn/ca-nhan: 80" },
        { "Lơ Ku: duy trì hợp tác xã hoạt động có hiệu quả; mô hình nông hội 04 mô hình trở lên", "level", Once,
            """{"kind":"composite","mode":"all","members":[{"indicator":"hop-tac-xa","rule":{"kind":"achieve","level":"yes"}},"""
            + """{"indicator":"nong-hoi","rule":{"kind":"atLeast","value":4}}]}""", "hop-tac-xa: đạt; nong-hoi: 4" },
        { "Nghệ An: HDI khoảng 0,78", "level", Once, """{"kind":"atLeast","value":0.78,"about":true}""", "khoảng 0,78" },
        { "Nghệ An: hộ nghèo giảm bình quân 0,5-1,5%/năm", "level", Average, """{"kind":"reduceBy","lower":0.5,"upper":1.5}""", "giảm 0,5 - 1,5" },
        { "Nghệ An: cơ bản hình thành chính quyền số trước 2030", "yesNo", Once, """{"kind":"achieve","level":"yes","qualifier":"cơ bản"}""", "đạt (cơ bản)" },
        { "Nghệ An: tinh giản biên chế bảo đảm chỉ tiêu Trung ương giao", "level", Once, """{"kind":"asAssigned","issuer":"Trung ương"}""",
            "100% chỉ tiêu Trung ương giao" },
        { "Thái Nguyên: công nghiệp, xây dựng 54,6%; dịch vụ và thuế 36,5%; nông, lâm, thủy sản 8,9%", "level", Once,
            """{"kind":"composite","mode":"all","members":[{"indicator":"cong-nghiep","rule":{"kind":"atLeast","value":54.6}},"""
            + """{"indicator":"dich-vu","rule":{"kind":"atLeast","value":36.5}},{"indicator":"nong-lam","rule":{"kind":"atMost","value":8.9}}]}""",
            "cong-nghiep: 54,6; dich-vu: 36,5; nong-lam: không quá 8,9" },
        { "Thái Nguyên: kinh tế số khoảng 35% GRDP", "level", Once, """{"kind":"atLeast","value":35,"about":true}""", "khoảng 35" },
        { "Khun Há: hộ nghèo giảm bình quân mỗi năm 2,1%", "level", Average, """{"kind":"reduceBy","amount":2.1}""", "giảm 2,1" },
        { "Khun Há: trung bình mỗi năm giải quyết việc làm trên 250 lao động", "total", Average, """{"kind":"atLeast","value":250,"strict":true}""",
            "trên 250" },
        { "Tam Thắng: tăng tổng giá trị sản phẩm bình quân trên 10,6%", "level", Once, """{"kind":"averageGrowth","ratePercent":10.6,"strict":true}""",
            "trên 10,6%/năm" },
        { "Phú Thọ: hồ sơ đúng hạn và mức độ hài lòng từ 98% trở lên", "level", EachYear,
            """{"kind":"composite","mode":"all","members":[{"indicator":"dung-han","rule":{"kind":"atLeast","value":98}},"""
            + """{"indicator":"hai-long","rule":{"kind":"atLeast","value":98}}]}""", "dung-han: 98; hai-long: 98" },
        { "Sơn Bình: hoàn thành 19/19 tiêu chí nông thôn mới", "level", Once,
            """{"kind":"composite","mode":"all","percent":"shareMet","members":[{"indicator":"tieu-chi-1","rule":{"kind":"achieve","level":"yes"}},"""
            + """{"indicator":"tieu-chi-2","rule":{"kind":"achieve","level":"yes"}}]}""", "tieu-chi-1: đạt; tieu-chi-2: đạt" },
        { "NQ 25/2021/QH15: không còn xã đạt dưới 15 tiêu chí", "level", Once, """{"kind":"everyUnit","level":"ward","rule":{"kind":"atLeast","value":15}}""",
            "mọi đơn vị (ward): 15" },
        { "NQ 25/2021/QH15: mỗi tỉnh có ít nhất 02 đơn vị cấp huyện đạt chuẩn", "level", Once,
            """{"kind":"everyUnit","level":"province","rule":{"kind":"atLeast","value":2}}""", "mọi đơn vị (province): 2" },
        { "Nông thôn mới: khoảng 40% số xã nâng cao", "level", Once, """{"kind":"atLeast","value":40,"about":true}""", "khoảng 40" },
        { "Đại hội XIII: GDP bình quân 5 năm khoảng 6,5-7%/năm", "level", Once, """{"kind":"averageGrowth","lower":6.5,"upper":7,"about":true}""",
            "khoảng 6,5 - 7%/năm" },
        { "Đại hội XIII: GDP/người khoảng 4.700-5.000 USD", "level", Once, """{"kind":"between","lower":4700,"upper":5000,"about":true}""",
            "khoảng 4.700 - 5.000" },
        { "Đại hội XIII: năng suất lao động tăng trên 6,5%/năm", "level", Once, """{"kind":"averageGrowth","ratePercent":6.5,"strict":true}""",
            "trên 6,5%/năm" },
        { "Đại hội XIII: lao động nông nghiệp khoảng 25%", "level", Once, """{"kind":"atMost","value":25,"about":true}""", "khoảng 25" },
        { "Đại hội XIII: tuổi thọ khoảng 74,5 tuổi", "level", Once, """{"kind":"atLeast","value":74.5,"about":true}""", "khoảng 74,5" },
        { "Đại hội XIII: nghèo đa chiều duy trì mức giảm 1-1,5% hằng năm", "level", EachYear, """{"kind":"reduceBy","lower":1,"upper":1.5}""", "giảm 1 - 1,5" },
        { "Quy hoạch quốc gia: dịch vụ trên 50%, công nghiệp trên 40%, nông nghiệp dưới 10%", "level", Once,
            """{"kind":"composite","mode":"all","members":[{"indicator":"dich-vu","rule":{"kind":"atLeast","value":50,"strict":true}},"""
            + """{"indicator":"cong-nghiep","rule":{"kind":"atLeast","value":40,"strict":true}},"""
            + """{"indicator":"nong-nghiep","rule":{"kind":"atMost","value":10,"strict":true}}]}""",
            "dich-vu: trên 50; cong-nghiep: trên 40; nong-nghiep: dưới 10" },
        { "Quy hoạch quốc gia: năng suất lao động tăng khoảng 7%/năm", "level", Once, """{"kind":"averageGrowth","ratePercent":7,"about":true}""",
            "khoảng 7%/năm" },
        { "Quy hoạch quốc gia: duy trì vững chắc mức sinh thay thế 2,1 con", "level", Once,
            """{"kind":"near","value":2.1,"tolerance":0.05,"qualifier":"vững chắc"}""", "khoảng 2,1 (± 0,05) (vững chắc)" },
        { "Quy hoạch quốc gia: quy mô dân số khoảng 105 triệu", "level", Once, """{"kind":"near","value":105,"tolerance":1}""", "khoảng 105 (± 1)" },
        { "Quy hoạch quốc gia: giữ tỷ lệ thất nghiệp ở mức hợp lý", "level", Once, """{"kind":"judged"}""", "do người có thẩm quyền đánh giá" },
        { "Quy hoạch quốc gia: thuộc nhóm 10 quốc gia có giáo dục đại học tốt nhất châu Á", "level", Once, """{"kind":"rankWithin","n":10}""",
            "thuộc nhóm 10" },
        { "Maternal mortality: no country above 140 per 100,000", "level", Once,
            """{"kind":"everyUnit","level":"country","rule":{"kind":"atMost","value":140}}""", "mọi đơn vị (country): không quá 140" },
        { "Maternal mortality: below 30 in all population groups", "level", Once,
            """{"kind":"everyUnit","groups":["urban","rural"],"rule":{"kind":"atMost","value":30,"strict":true}}""", "mọi nhóm (urban, rural): dưới 30" },
        { "City budget: maintain an 80% or greater share (FY2026 goal 85%)", "level", EachYear, """{"kind":"maintainAtLeast","value":80,"stretch":85}""",
            "duy trì từ 80 trở lên, phấn đấu 85 trở lên" },
        { "Nguyệt Đức: tổng giá trị sản phẩm hơn 4.000 tỷ đồng, tăng 10,66% so với 2025", "level", Once,
            """{"kind":"composite","mode":"anyForm","members":[{"indicator":"san-pham","rule":{"kind":"atLeast","value":4000,"strict":true}},"""
            + """{"indicator":"san-pham","rule":{"kind":"raiseByPercent","percent":10.66}}]}""", "san-pham: trên 4.000 hoặc san-pham: tăng 10,66%" },
        { "Nguyệt Đức: giữ vững và nâng cao các tiêu chí nông thôn mới nâng cao, hướng tới kiểu mẫu", "scale", Once,
            """{"kind":"achieve","level":"nâng cao","qualifier":"hướng tới kiểu mẫu"}""", "nâng cao (hướng tới kiểu mẫu)" },
        { "Ninh Thuận: thu nhập đồng bào dân tộc thiểu số tăng hơn 2 lần so với 2020", "level", Once, """{"kind":"multiplyBy","factor":2,"strict":true}""",
            "tăng trên 2 lần" },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Rule_OfAPublishedSentence_IsSavedAndReadBackWhole(string sentence, string indicator, string recurrence, string json, string text)
    {
        var rule = JsonSerializer.Deserialize<TargetRule>(json, Wire)!;
        rule.Validate(Indicator(indicator), null, WireNames<Recurrence>.Parse(recurrence)).ShouldBeEmpty(sentence);
        JsonSerializer.Deserialize<TargetRule>(JsonSerializer.Serialize(rule, Wire), Wire).ShouldBe(rule);
        rule.TargetText().ShouldBe(text, sentence);
        if (rule is Composite composite)
            composite.ValidateMembers(code => Indicator(code is "hop-tac-xa" || code.StartsWith("tieu-chi", StringComparison.Ordinal) ? "yesNo" : indicator),
                WireNames<Recurrence>.Parse(recurrence)).ShouldBeEmpty(sentence);
    }

    // A standing floor and a goal on one indicator are two targets; neither knows of the other.
    [Fact]
    public void Calculate_TwoTargetsOnOneIndicator_HaveEachItsOwnAnswer()
    {
        var indicator = Indicator("level");
        Observation[] figures = [new() { Period = Period.Year(2026), Value = 82 }];
        Achievement Ask(TargetRule rule) => AchievementCalculator.Calculate(
            indicator, new() { Scope = Period.Year(2026), Rule = rule }, figures, Period.Year(2026));
        Ask(new MaintainAtLeast { Value = 80 }).Verdict.ShouldBe(Verdict.Exceeded);
        Ask(new AtLeast { Value = 85 }).Verdict.ShouldBe(Verdict.NotMet);
    }

    private static IndicatorDefinition Indicator(string kind) => new()
    {
        Code = "case",
        ValueType = kind switch
        {
            "yesNo" => IndicatorValueType.YesNo,
            "scale" => IndicatorValueType.Level,
            _ => IndicatorValueType.Number,
        },
        OverTime = kind == "total" ? TimeCombining.Sum : TimeCombining.Last,
        Levels = kind == "scale" ? ["chưa đạt", "đạt chuẩn", "nâng cao", "kiểu mẫu"] : [],
    };
}
