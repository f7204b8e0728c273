using System.Net;
using System.Text;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Files;

/// <summary>The table to sign says what the scorecard says, in the words and numbers of a Vietnamese document.</summary>
public sealed class OfficialSheetTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    private const string Card = "/api/v1/achievements/luong-khanh-thien/2015-2020";

    private static readonly string[] Headers = ["TT", "Chỉ tiêu", "ĐVT", "Chỉ tiêu Nghị quyết", "Kết quả thực hiện", "Tỷ lệ (%)", "So sánh (+/-)", "Đánh giá"];

    private ApiServer Api => sample.Api;

    [Fact]
    public async Task Get_AsWorkbook_HasTheRowsOfTheScorecard()
    {
        var file = await BytesAsync($"{Card}.xlsx");
        Sheets.Faults(file).ShouldBeEmpty();
        var rows = Sheets.Read(file).Select(row => row.Select(Sheets.Text).ToArray()).ToList();
        rows[3][0].ShouldBe("BIỂU TỔNG HỢP KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU NGHỊ QUYẾT");
        rows[7].ShouldBe(Headers);
        rows.ShouldContain(row => row[0] == "I" && row[1] == "Xây dựng Đảng");
        rows.ShouldContain(row => row.SequenceEqual(new[] { "1", "Kết nạp đảng viên mới", "đảng viên", "10", "19", "190", "+9", "Vượt" }));
        rows.ShouldContain(row => row[1] == "Thu ngân sách" && row[3] == "không nêu số" && row[4].Length == 0 && row[7] == "Chưa đánh giá được (1)");
        rows.ShouldContain(row => row[0].StartsWith("Tổng hợp: 1/2 chỉ tiêu đạt và vượt", StringComparison.Ordinal));
        rows.ShouldContain(row => row[0] == "(1) Chỉ tiêu không nêu con số.");
    }

    [Fact]
    public async Task Get_Numbers_AreWrittenTheVietnameseWayAndNeverCrossTheVerdict()
    {
        var text = WebUtility.HtmlDecode((await Api.ReadAsync("/api/v1/achievements/quang-trung/2020-2025.html")).With(200).Text);
        text.ShouldContain("<td class=\"num\">94,54");
        text.ShouldContain("<td class=\"num\">101,66</td>");
        text.ShouldContain("<td class=\"num\">+1,54</td>");
    }

    [Fact]
    public async Task Get_AFigureThatIsABound_IsMarkedAndExplained()
    {
        var bound = (await Api.WalkAsync("/api/v1/achievements?period=2020-2025")).First(row => row.GetProperty("actualBound").GetString() == "atLeast");
        var page = (await Api.ReadAsync($"/api/v1/achievements/{bound.GetProperty("orgUnit").GetString()}/2020-2025.html")).With(200).Text;
        page.ShouldContain("Nguồn chỉ nêu “trên ");
        page.ShouldMatch(@"<td class=""num"">[\d.,]+ \(\d\)");
    }

    [Fact]
    public async Task Get_InEnglish_IsWhollyEnglishButForNames()
    {
        foreach (var page in (string[])[(await Api.ReadAsync($"{Card}.html?lang=en")).With(200).Text,
            (await Api.ReadAsync($"{Card}.html", ("Accept-Language", "en"))).With(200).Text])
        {
            page.ShouldContain("<html lang=\"en\">");
            page.ShouldContain("Exceeded");
            page.ShouldNotContain("Đánh giá");
        }
        (await Api.ReadAsync($"{Card}.html?lang=fr")).Problem(400, "unknown_word", "lang");
    }

    [Fact]
    public async Task Get_WithoutASuffix_IsStillTheScorecard()
    {
        (await Api.ReadAsync(Card)).With(200).ContentType.ShouldBe("application/json");
        (await Api.ReadAsync($"{Card}.html")).With(200).ContentType.ShouldBe("text/html");
        (await Api.ReadAsync($"{Card}.pdf")).Problem(400, "invalid_period");
        (await Api.ReadAsync("/api/v1/achievements/nowhere/2022.xlsx")).Problem(404);
    }

    [Fact]
    [Trait(Kinds.Name, Kinds.Slow)]
    public async Task Open_InAnotherProgram_ShowsTheSameCells()
    {
        Assert.SkipUnless(Office.IsInstalled, "LibreOffice (soffice) is not installed.");
        var csv = Encoding.UTF8.GetString(await Office.ConvertAsync(await BytesAsync($"{Card}.xlsx"), "xlsx", "csv", "Text - txt - csv (StarCalc):44,34,76,1"))
            .Replace("\"", "", StringComparison.Ordinal);
        csv.ShouldContain("TT,Chỉ tiêu,ĐVT,Chỉ tiêu Nghị quyết,Kết quả thực hiện,Tỷ lệ (%),So sánh (+/-),Đánh giá");
        csv.ShouldContain("1,Kết nạp đảng viên mới,đảng viên,10,19,190,+9,Vượt");
        csv.ShouldContain("II,Kinh tế");
    }

    private async Task<byte[]> BytesAsync(string path) =>
        await Api.Client.GetByteArrayAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
}
