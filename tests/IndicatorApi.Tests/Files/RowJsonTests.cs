using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Features.Achievements;
using IndicatorApi.Files;
using IndicatorApi.Http;
using IndicatorApi.Tests.Features;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace IndicatorApi.Tests.Files;

/// <summary>Rows that are written straight to bytes have the bytes that the serializer makes of the documented record.</summary>
public sealed class RowJsonTests(FactPathsAgreeTests.Loaded loaded, SampleFixture sample)
    : IClassFixture<FactPathsAgreeTests.Loaded>, IClassFixture<SampleFixture>
{
    private static readonly HashSet<ComparedWith> Both = [ComparedWith.Previous, ComparedWith.SamePeriodLastYear];

    [Theory]
    [InlineData("2020-2025", false)]
    [InlineData("2022", true)]
    [InlineData("2021-Q3", true)]
    [InlineData("2020-05-20--2022-12-31", false)]
    public async Task Write_RowsOfEveryShape_HasTheBytesOfTheRecord(string period, bool isCompared)
    {
        var compared = 0;
        foreach (var api in (ApiServer[])[loaded.Api, sample.Api])
        {
            await foreach (var row in RowsAsync(api, period, isCompared))
            {
                Written(json => Columns<AchievementRow>.Write(json, AchievementColumns.All, row)).ShouldBe(JsonSerializer.Serialize(row, WireJson.Options));
                compared++;
            }
        }
        compared.ShouldBeGreaterThan(150);
    }

    [Fact]
    public void Columns_OfARow_AreTheMembersOfTheRecord() =>
        AchievementColumns.All.Select(column => column.Name).ShouldBe(
            WireJson.Options.GetTypeInfo(typeof(AchievementRow)).Properties.Select(member => member.Name));

    [Fact]
    public void Text_OfAnyLetters_HasTheBytesOfTheSerializer()
    {
        var random = new Random(11);
        string[] known =
        [
            "", "\"", "\\", "a\"b", "\n\t\u0001", "Phường 4 – \"Tổ\" <b>&'", "\u2028\u2029\u007f\u0080",
            "😀 và 𝒳", "\ud800", "\ufffe", new string('ử', 300),
        ];
        foreach (var text in known.Concat(Enumerable.Range(0, 3000).Select(_ => Letters(random))))
            Written(json => json.Text(text)).ShouldBe(JsonSerializer.Serialize(text, WireJson.Options));
    }

    [Fact]
    public void Write_MoreThanManyPortions_LosesNothing()
    {
        // Of every length, so that each kind of value once ends a portion.
        var items = Enumerable.Range(0, 30_000).Select(number => new
        {
            text = new string('a', number % 37),
            number = number / 8m,
            day = new DateOnly(2020, 1, 1).AddDays(number % 1000),
            id = new Guid(number, 0, 0, new byte[8]),
            verdict = (Verdict)(number % 5),
            none = (string?)null,
        }).ToList();
        Written(json =>
        {
            json.Open('[');
            foreach (var item in items)
            {
                json.Open('{');
                json.Name(RowJson.NameOf("text"));
                json.Text(item.text);
                json.Name(RowJson.NameOf("number"));
                json.Number(item.number);
                json.Name(RowJson.NameOf("day"));
                json.Day(item.day);
                json.Name(RowJson.NameOf("id"));
                json.Id(item.id);
                json.Name(RowJson.NameOf("verdict"));
                json.Word<Verdict>(item.verdict);
                json.Name(RowJson.NameOf("none"));
                json.Null();
                json.Close('}');
            }
            json.Close(']');
        }).ShouldBe(JsonSerializer.Serialize(items, WireJson.Options));
    }

    [Fact]
    public async Task Get_OneMember_IsThatOfTheWholeRow()
    {
        const string list = "/api/v1/achievements?under=city&period=2022&compare=previous&limit=1000";
        var whole = await loaded.Api.WalkAsync(list);
        foreach (var name in AchievementColumns.All.Select(column => column.Name))
        {
            var one = await loaded.Api.WalkAsync($"{list}&fields={name}");
            one.Select(row => row.GetRawText()).ShouldBe(whole.Select(row => $"{{\"{name}\":{row.GetProperty(name).GetRawText()}}}"), name);
        }
    }

    [Theory]
    [InlineData("tra-vinh-phuong-4/2020-2025?", "items", "percent,verdict,pace,orgUnit")]
    [InlineData("tra-vinh-phuong-4/2022?compare=previous&", "items", "indicator,comparisons,coverage")]
    [InlineData("series?orgUnit=tra-vinh-phuong-4&indicator=new-members&", "items", "period,percent,paceClass")]
    [InlineData("series?orgUnit=tra-vinh-phuong-4&indicator=new-members&", "items", "period,percent")]
    [InlineData("summary?period=2020-2025&", "items", "indicator,rollUp")]
    [InlineData("summary?period=2020-2025&by=orgUnit&", "items", "orgUnit,scoreboard")]
    [InlineData("ranking?indicator=new-members&period=2020-2025&", "items", "rank,orgUnit,percent,reason")]
    [InlineData("ranking?indicator=new-members&period=2020-2025&", "missing", "rank,orgUnit,percent,reason")]
    public async Task Get_SomeMembersOfAnAnalysis_LeavesTheRestAsItIs(string path, string list, string fields)
    {
        var whole = await sample.Api.ReadItemAsync($"/api/v1/achievements/{path}");
        var some = await sample.Api.ReadItemAsync($"/api/v1/achievements/{path}fields={fields}");
        some.EnumerateObject().Select(member => member.Name).ShouldBe(whole.EnumerateObject().Select(member => member.Name));
        foreach (var member in whole.EnumerateObject().Where(member => member.Name is not ("items" or "missing")))
            some.GetProperty(member.Name).GetRawText().ShouldBe(member.Value.GetRawText(), member.Name);
        var names = fields.Split(',');
        some.GetProperty(list).EnumerateArray().Select(row => row.GetRawText()).ShouldBe(whole.GetProperty(list).EnumerateArray().Select(row => "{"
            + string.Join(',', names.Where(name => row.TryGetProperty(name, out _)).Select(name => $"\"{name}\":{row.GetProperty(name).GetRawText()}")) + "}"));
    }

    [Theory]
    [InlineData("tra-vinh-phuong-4/2022?")]
    [InlineData("series?orgUnit=tra-vinh-phuong-4&indicator=new-members&")]
    [InlineData("summary?period=2020-2025&")]
    [InlineData("ranking?indicator=new-members&period=2020-2025&")]
    [InlineData("?period=2022&")]
    public async Task Get_AMemberThatIsNone_IsRefusedWithTheListOfThose(string path)
    {
        var refused = (await sample.Api.ReadAsync($"/api/v1/achievements/{path}fields=percent,colour".Replace("/?", "?"))).With(400);
        refused.Text.ShouldContain("colour");
        refused.Json.GetProperty("errors").GetProperty("fields")[0].GetString()!.ShouldContain("percent");
    }

    [Theory]
    [InlineData("organisation-units", "code,parent,level")]
    [InlineData("indicators", "measure,code,levels")]
    [InlineData("resolutions", "term")]
    public async Task Get_SomeMembersOfWhatHasACode_IsThoseOfTheWhole(string list, string fields)
    {
        var whole = await sample.Api.WalkAsync($"/api/v1/{list}?limit=2");
        var some = await sample.Api.WalkAsync($"/api/v1/{list}?limit=2&fields={fields}");
        some.Select(row => row.GetRawText()).ShouldBe(whole.Select(row =>
            "{" + string.Join(',', fields.Split(',').Select(name => $"\"{name}\":{row.GetProperty(name).GetRawText()}")) + "}"));
        (await sample.Api.ReadAsync($"/api/v1/{list}?fields=code,colour")).With(400).Text.ShouldContain("colour");
    }

    [Fact]
    public async Task Get_SomeMembersAsAFile_HasThoseColumns()
    {
        var csv = (await sample.Api.ReadAsync(
            "/api/v1/achievements/ranking?indicator=new-members&period=2020-2025&format=csv&fields=orgUnit,percent")).With(200).Text;
        csv.ShouldStartWith("orgUnit,percent\r\n");
        var points = (await sample.Api.ReadAsync(
            "/api/v1/achievements/series?orgUnit=tra-vinh-phuong-4&indicator=new-members&format=csv&fields=period,actual")).With(200).Text;
        points.ShouldStartWith("period,actual\r\n");
    }

    private static async IAsyncEnumerable<AchievementRow> RowsAsync(ApiServer api, string period, bool isCompared)
    {
        var reference = await api.Services.GetRequiredService<ReferenceDataCache>().GetAsync(0, TestContext.Current.CancellationToken);
        var question = new FactQuestion { Asked = Period.Parse(period, null) };
        await using var facts = await api.Services.GetRequiredService<FactReadings>().OpenAsync(
            reference, _ => question, TestContext.Current.CancellationToken);
        var reading = new AchievementReading(facts!, null, isCompared ? Both : null, null);
        await foreach (var row in reading.RowsAsync(TestContext.Current.CancellationToken)) yield return row;
    }

    private static string Letters(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(4) switch
    {
        0 => ((char)random.Next(0, 0x250)).ToString(),
        1 => ((char)random.Next(0x1E00, 0x2100)).ToString(),
        2 => char.ConvertFromUtf32(random.Next(0x10000, 0x20000)),
        _ => ((char)random.Next(0, 0x10000)).ToString(),
    }));

    private static string Written(Action<RowJson> write)
    {
        using var bytes = new MemoryStream();
        var pipe = PipeWriter.Create(bytes);
        using var json = new RowJson(pipe);
        write(json);
        json.End();
        pipe.Complete();
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
