using System.Text.Json;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>
/// Sentences of resolutions from what they say to the verdict: understood, stored as they were understood, reported on and judged, each worked out by
/// hand in <c>tests/data/sentences.json</c>. What can be meant in two ways is asked and never guessed.
/// </summary>
public sealed class SentenceTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly string[] Levels = ["không hoàn thành", "hoàn thành", "hoàn thành tốt", "hoàn thành xuất sắc"];

    public static TheoryData<string> Judged => [.. Sentences.Where(one => one.Value.TryGetProperty("rule", out _)).Select(one => one.Key)];

    public static TheoryData<string> Asked => [.. Sentences.Where(one => one.Value.TryGetProperty("question", out _)).Select(one => one.Key)];

    private static Dictionary<string, JsonElement> Sentences { get; } = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data",
        "sentences.json"))).RootElement.EnumerateArray().ToDictionary(one => one.GetProperty("said").GetString()!);

    private ApiServer Api => server.Api;

    [Theory]
    [MemberData(nameof(Judged))]
    public async Task Sentence_FromItsWordsToItsVerdict_IsAsWorkedOutByHand(string said)
    {
        var wanted = Sentences[said];
        var (code, baseline) = (await PlaceAsync(wanted), Number(wanted, "baseline"));
        var read = (await Api.PostJsonAsync("/api/v1/targets/understanding", new { wording = said, indicator = code, baseline })).With(200);
        read["question"].ValueKind.ShouldBe(JsonValueKind.Null, read.Text);
        var (rule, recurrence) = (read["understood"].GetProperty("rule"), read["understood"].GetProperty("recurrence").GetString());
        foreach (var member in wanted.GetProperty("rule").EnumerateObject())
            rule.GetProperty(member.Name).ToString().ShouldBe(member.Value.ToString(), member.Name);
        recurrence.ShouldBe(Text(wanted, "recurrence") ?? "once");

        var start = baseline is null ? null : new { value = baseline };
        (await Api.PostJsonAsync("/api/v1/targets", new { resolution = code, indicator = code, wording = said, rule, recurrence, baseline = start })).With(201);
        foreach (var figure in wanted.GetProperty("figures").EnumerateObject())
        {
            object value = figure.Value.ValueKind == JsonValueKind.String ? new { level = figure.Value } : new { value = figure.Value };
            (await Api.PutJsonAsync($"/api/v1/actuals/{code}/{code}/{figure.Name}", value)).With(201);
        }
        var rows = await Api.WalkAsync($"/api/v1/achievements?orgUnit={code}&issuer=congress&period={Text(wanted, "ask") ?? "2022"}");
        var row = rows.Single();
        Number(row, "percent").ShouldBe(Number(wanted, "percent"), row.ToString());
        Number(row, "difference").ShouldBe(Number(wanted, "difference"));
        Text(row, "verdict").ShouldBe(Text(wanted, "verdict"));
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task Sentence_ThatCanBeMeantInTwoWays_IsAsked(string said)
    {
        var wanted = Sentences[said];
        var read = (await Api.PostJsonAsync("/api/v1/targets/understanding", new { wording = said, indicator = await PlaceAsync(wanted) })).With(200);
        read["understood"].ValueKind.ShouldBe(JsonValueKind.Null, read.Text);
        read["question"].GetString().ShouldBe(Text(wanted, "question"));
        read["questionText"].GetProperty("vi").GetString().ShouldNotBeNullOrWhiteSpace();
        var kinds = wanted.TryGetProperty("choices", out var choices) ? choices.EnumerateArray().Select(kind => kind.GetString()).ToList() : [];
        read["choices"].EnumerateArray().Select(choice => choice.GetProperty("rule").GetProperty("kind").GetString()).ShouldBe(kinds);
    }

    // A unit, an indicator and a resolution of its own for each, under one code.
    private async Task<string> PlaceAsync(JsonElement wanted)
    {
        var code = Calls.NewCode("sentence");
        (await Api.PostJsonAsync("/api/v1/organisation-units", new { code, name = code, level = "ward" })).With(201);
        var type = Text(wanted, "valueType") ?? "number";
        (await Api.PostJsonAsync("/api/v1/indicators", new
        {
            code,
            name = Text(wanted, "name"),
            measure = Text(wanted, "measure"),
            valueType = type,
            overTime = Text(wanted, "overTime") ?? "last",
            levels = type == "level" ? Levels : null,
        })).With(201);
        await ResolutionAsync(code, code, "congress");
        if (Number(wanted, "assigned") is not { } value) return code;
        await ResolutionAsync($"{code}-above", code, "levelAbove");
        (await Api.PostJsonAsync("/api/v1/targets", new { resolution = $"{code}-above", indicator = code, rule = new { kind = "atLeast", value } })).With(201);
        return code;
    }

    private async Task ResolutionAsync(string code, string orgUnit, string issuer) =>
        (await Api.PostJsonAsync("/api/v1/resolutions", new { code, orgUnit, issuer, title = "Nghị quyết", term = "2020-2025" })).With(201);

    private static string? Text(JsonElement element, string member) => element.TryGetProperty(member, out var value) ? value.GetString() : null;

    private static decimal? Number(JsonElement element, string member) =>
        element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : null;
}
