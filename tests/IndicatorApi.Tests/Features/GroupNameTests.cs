using System.Net;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>Headings and sub-groups are called what their indicator says.</summary>
public sealed class GroupNameTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    private ApiServer Api => sample.Api;

    [Fact]
    public async Task Names_OfHeadingAndSubGroup_AreReadBackAndStandOnTheSheet()
    {
        object[] names = [new { code = "khoa-hoc", name = "Khoa học, công nghệ", nameEn = "Science" }, new { code = "nu", name = "nữ" }];
        (await Api.PostJsonAsync("/api/v1/indicators", Indicator("nghien-cuu", "khoa-hoc", names))).With(201);
        (await Api.PostJsonAsync("/api/v1/organisation-units", new { code = "phuong-moi", name = "Phường Mới", level = "ward" })).With(201);
        (await Api.PostJsonAsync("/api/v1/resolutions",
            new { code = "phuong-moi-2025", orgUnit = "phuong-moi", issuer = "congress", title = "NQ", term = "2025-2030" })).With(201);
        (await Api.PostJsonAsync("/api/v1/resolutions/phuong-moi-2025/targets",
            new { indicator = "nghien-cuu", group = "nu", rule = new { kind = "atLeast", value = 5 } })).With(201);

        (await Api.ReadAsync("/api/v1/indicators/nghien-cuu")).With(200)["groupNames"].EnumerateArray().Select(one => (
            one.GetProperty("code").GetString(), one.GetProperty("name").GetString(), one.GetProperty("nameEn").GetString()))
            .ShouldBe([("khoa-hoc", "Khoa học, công nghệ", "Science"), ("nu", "nữ", null)]);
        var (vietnamese, english) = (await SheetAsync("phuong-moi", "2025-2030", "vi"), await SheetAsync("phuong-moi", "2025-2030", "en"));
        vietnamese.ShouldContain("Khoa học, công nghệ");
        vietnamese.ShouldContain("(nữ)");
        english.ShouldContain("Science");
        english.ShouldContain("(nữ)", Case.Sensitive, "what has no English name keeps its own");
    }

    [Fact]
    public async Task SampleSheet_HasNoCodeOfASubGroup()
    {
        var sheet = await SheetAsync("quang-trung", "2020-2025", "vi");
        sheet.ShouldContain("(chi bộ chuyên môn)");
        sheet.ShouldNotContain("professional-cells");
        (await SheetAsync("quang-trung", "2020-2025", "en")).ShouldContain("(professional cells)");
    }

    [Fact]
    public async Task Names_ThatCannotBeTold_AreRefused()
    {
        (await Api.PostJsonAsync("/api/v1/indicators", Indicator("hai-ten", "x", [new { code = "x", name = "Một" }, new { code = "x", name = "Hai" }])))
            .Problem(422, "repeated_key", "groupNames");
        (await Api.PostJsonAsync("/api/v1/indicators", Indicator("ma-sai", "x", [new { code = "Không phải mã", name = "Một" }])))
            .Problem(422, "invalid_code", "groupNames[0].code");
    }

    private async Task<string> SheetAsync(string unit, string period, string language) =>
        WebUtility.HtmlDecode((await Api.ReadAsync($"/api/v1/achievements/{unit}/{period}.html?lang={language}")).With(200).Text);

    private static object Indicator(string code, string group, object[] names) =>
        new { code, name = "Đề tài nghiên cứu", group, measure = "đề tài", valueType = "number", overTime = "sum", frequency = "year", groupNames = names };
}
