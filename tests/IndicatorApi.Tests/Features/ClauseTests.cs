using System.Text.Json;
using IndicatorApi.Calculation;
using IndicatorApi.Features.Targets;
using IndicatorApi.Http;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>Clauses of real resolutions, each with what it means; an empty rule is one that no single rule says.</summary>
public sealed class ClauseTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly string[] Levels = ["chưa đạt", "đạt chuẩn", "nâng cao", "kiểu mẫu"];

    // Of 222; the rest are asked.
    private const int LeastUnderstood = 160;

    [Fact]
    public async Task Read_RealWordings_AreUnderstoodOrAsked_NeverWrong()
    {
        var (understood, asked, wrong) = (0, 0, new List<string>());
        await foreach (var (wording, measure, type, rule, recurrence) in CasesAsync())
        {
            var clause = new ClauseReader(Indicator(type), measure).Read(wording);
            if (clause.Question is not null) asked++;
            else if (Said(clause.Readings[0]) == $"{rule} {recurrence}") understood++;
            else wrong.Add($"{wording} [{measure}]: {Said(clause.Readings[0])}, not {rule} {recurrence}");
        }
        wrong.ShouldBeEmpty($"{understood} understood, {asked} asked");
        understood.ShouldBeGreaterThanOrEqualTo(LeastUnderstood);
    }

    private static async IAsyncEnumerable<(string Wording, string Measure, string Type, string Rule, string Recurrence)> CasesAsync()
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "data", "clauses.csv"), TestContext.Current.CancellationToken);
        foreach (var line in lines.Skip(1))
        {
            var cells = Csv(line);
            var rule = cells[3].Length == 0 ? "" : Json(JsonSerializer.Deserialize<TargetRule>(cells[3], WireJson.Options)!);
            yield return (cells[0], cells[1], cells[2], rule, cells[4]);
        }
    }

    private static List<string> Csv(string line)
    {
        var (cells, cell, quoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') cell.Append(line[i++]);
            else if (line[i] == '"') quoted = !quoted;
            else if (line[i] == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else cell.Append(line[i]);
        }
        return [.. cells, cell.ToString()];
    }

    private static IndicatorDefinition Indicator(string type) => new()
    {
        Code = "x",
        ValueType = WireNames<IndicatorValueType>.Parse(type),
        OverTime = TimeCombining.Last,
        Levels = type == "level" ? Levels : type == "yesNo" ? ["no", "yes"] : [],
    };

    private static string Said(ClauseReading reading) => $"{Json(reading.Rule)} {WireNames<Recurrence>.Of(reading.Recurrence)}";

    private static string Json(TargetRule rule) => JsonSerializer.Serialize(rule, WireJson.Options);

    [Fact]
    public async Task Understanding_OfAClause_SaysTheRuleAndTriesAnExample()
    {
        var answer = (await server.Api.PostJsonAsync("/api/v1/targets/understanding",
            new { wording = "giảm 2 hộ", measure = "hộ", baseline = 10, actual = 7 })).With(200);
        answer["understood"].GetProperty("rule").GetProperty("kind").GetString().ShouldBe("reduceBy");
        answer["understood"].GetProperty("percent").GetDecimal().ShouldBe(150);
        answer["understood"].GetProperty("verdict").GetString().ShouldBe("exceeded");
        answer["understood"].GetProperty("words").GetProperty("vi").GetString().ShouldBe("Giảm 2 so với số đầu kỳ, cùng đơn vị tính.");
        answer["question"].ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Understanding_OfWhatCanBeMeantTwoWays_AsksWithBoth()
    {
        var answer = (await server.Api.PostJsonAsync("/api/v1/targets/understanding", new { wording = "tăng 5%", measure = "%", baseline = 50, actual = 53 }))
            .With(200);
        answer["understood"].ValueKind.ShouldBe(JsonValueKind.Null);
        answer["question"].GetString().ShouldBe("pointsOrShare");
        answer["choices"].EnumerateArray().Select(choice => choice.GetProperty("percent").GetDecimal()).ShouldBe([60, 120]);
    }

    [Theory]
    [InlineData("Tỷ lệ hộ nghèo", ClauseQuestion.WhichSide)]
    [InlineData("Tỷ lệ dân số có bảo hiểm y tế", null)]
    public void Read_ANumberAlone_GoesByTheNameOfTheIndicator(string name, ClauseQuestion? question) =>
        new ClauseReader(null, "%", name).Read("2%").Question.ShouldBe(question);

    [Fact]
    public async Task Understanding_OfARuleByHand_TellsWhatIsWrongWithIt()
    {
        (await server.Api.PostJsonAsync("/api/v1/targets/understanding", new { rule = new { kind = "between", lower = 6, upper = 4 } }))
            .Problem(422).ShouldNotBeNull();
        (await server.Api.PostJsonAsync("/api/v1/targets/understanding", new { })).Problem(422).ShouldNotBeNull();
    }
}
