using System.Globalization;
using System.Text.Json;
using CsvHelper;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>
/// Targets and results of real documents: each posted under its own term and kind, read back whole, and its percent, verdict and gap as printed.
/// </summary>
/// <remarks>The documents' facts are in <c>tests/data/resolutions-turn2.csv</c>, the rule of each row in <c>resolutions-turn2-rules.json</c> beside
/// it.</remarks>
public sealed class RealTargetsTests(RealTargetsTests.Loaded loaded, ITestOutputHelper output) : IClassFixture<RealTargetsTests.Loaded>
{
    private const int LeastExact = 187;

    public static TheoryData<string> Targets => [.. Rules.Where(row => row.Value.TryGetProperty("targets", out _)).Select(row => row.Key)];

    public static TheoryData<string> Shares => [.. Rules.Where(row => row.Value.TryGetProperty("shares", out _)).Select(row => row.Key)];

    public static TheoryData<string> Scoreboards => [.. Rules.Where(row => row.Value.TryGetProperty("scoreboard", out _)).Select(row => row.Key)];

    public static TheoryData<string> Results => [.. Facts.Where(row => row.Value["actual"].Length > 0).Select(row => row.Key)];

    private static Dictionary<string, JsonElement> Rules { get; } = JsonDocument.Parse(File.ReadAllText(DataFile("resolutions-turn2-rules.json")))
        .RootElement.EnumerateArray().ToDictionary(row => row.GetProperty("row").GetString()!);

    private static Dictionary<string, Dictionary<string, string>> Facts { get; } = ReadFacts();

    [Fact]
    public void Rows_OfTheDocuments_AreAlmostAllExact()
    {
        Rules.Keys.ShouldBe(Facts.Keys);
        foreach (var (row, rule) in Rules.Where(row => !row.Value.GetProperty("exact").GetBoolean()))
        {
            var why = rule.GetProperty("why").GetString();
            why.ShouldNotBeNullOrWhiteSpace(row);
            output.WriteLine($"{row}: {why}");
        }
        Rules.Values.Count(row => row.GetProperty("exact").GetBoolean()).ShouldBeGreaterThanOrEqualTo(LeastExact);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Get_TargetOfADocument_GivesBackWhatItSays(string row)
    {
        var sent = Rules[row].GetProperty("targets").EnumerateArray().ToList();
        var (code, term) = (Code(row), Rules[row].GetProperty("term").GetString()!);
        var kept = (await loaded.Api.WalkAsync($"/api/v1/resolutions/{code}/targets")).ToList();
        kept.Count.ShouldBe(sent.Count);
        foreach (var (target, wanted) in kept.Zip(sent))
        {
            foreach (var member in wanted.GetProperty("rule").EnumerateObject())
                Same(member.Value, target.GetProperty("rule").GetProperty(member.Name)).ShouldBeTrue($"{row} {member.Name}: {target.GetProperty("rule")}");
            target.GetProperty("recurrence").GetString().ShouldBe(wanted.GetProperty("recurrence").GetString());
            target.GetProperty("period").GetString().ShouldBe(Text(wanted, "period") ?? term);
            target.GetProperty("group").GetString().ShouldBe(Text(wanted, "group"));
            target.GetProperty("wording").GetString().ShouldBe(Facts[row]["wording"]);
            if (wanted.TryGetProperty("bands", out var bands)) Same(bands, target.GetProperty("bands")).ShouldBeTrue($"{row}: {target.GetProperty("bands")}");
            if (wanted.TryGetProperty("baseline", out var baseline))
                target.GetProperty("baseline").GetProperty("value").GetDecimal().ShouldBe(baseline.GetProperty("value").GetDecimal());
        }
        var document = await loaded.Api.ReadItemAsync($"/api/v1/resolutions/{code}");
        (document.GetProperty("term").GetString(), document.GetProperty("kind").GetString()).ShouldBe((term, Loaded.KindOf(term)));
        // Each has its row, also where nothing was reported yet.
        var asked = Text(sent[0], "period") ?? term;
        var rows = await loaded.Api.WalkAsync($"/api/v1/achievements?orgUnit={code}&period={asked}&limit=1000");
        rows.Count.ShouldBe(sent.Count);
        foreach (var answer in rows.Where(_ => Facts[row]["actual"].Length == 0))
            answer.GetProperty("verdict").GetString().ShouldBe("noData");
    }

    [Theory]
    [MemberData(nameof(Shares))]
    public async Task Get_SharesOfADocument_AreTiedToTheirWhole(string row)
    {
        var sent = Rules[row].GetProperty("shares").EnumerateArray().ToList();
        var whole = (await loaded.Api.WalkAsync($"/api/v1/resolutions/{Code(row)}/targets")).Single();
        var answer = await loaded.Api.ReadItemAsync($"/api/v1/targets/{whole.GetProperty("id").GetString()}/shares");
        var shares = answer.GetProperty("shares").EnumerateArray().ToList();
        shares.Count.ShouldBe(sent.Count);
        var numbers = sent.Where(rule => rule.TryGetProperty("value", out _)).Select(rule => rule.GetProperty("value").GetDecimal()).ToList();
        shares.Where(share => share.GetProperty("number").ValueKind == JsonValueKind.Number).Select(share => share.GetProperty("number").GetDecimal())
            .ShouldBe(numbers, ignoreOrder: true);
        // Where the whole is a number, what the document leaves out is what is not given out yet.
        if (answer.GetProperty("number").ValueKind != JsonValueKind.Number) return;
        answer.GetProperty("assigned").GetDecimal().ShouldBe(numbers.Sum());
        answer.GetProperty("unassigned").GetDecimal().ShouldBe(answer.GetProperty("number").GetDecimal() - numbers.Sum());
    }

    [Theory]
    [MemberData(nameof(Scoreboards))]
    public async Task Get_ScoreboardOfAReport_IsHeldAsPrinted(string row)
    {
        var claim = (await loaded.Api.WalkAsync($"/api/v1/claims?orgUnit={Code(row)}")).Single();
        Same(Rules[row].GetProperty("scoreboard"), claim.GetProperty("scoreboard")).ShouldBeTrue(claim.ToString());
        claim.GetProperty("statement").GetString().ShouldBe(Facts[row]["wording"]);
        claim.GetProperty("indicator").ValueKind.ShouldBe(JsonValueKind.Null);
        // Nobody has posted its targets: ours are none, and that is said.
        var scorecard = await loaded.Api.ReadItemAsync($"/api/v1/achievements/{Code(row)}/{Loaded.ScoreboardYear}");
        var beside = scorecard.GetProperty("claims")[0];
        (beside.GetProperty("ourOf").GetInt32(), beside.GetProperty("disagrees").GetBoolean()).ShouldBe((0, true));
    }

    [Theory]
    [MemberData(nameof(Results))]
    public async Task Get_ResultOfAReport_IsWhatTheReportPrints(string row)
    {
        var printed = Facts[row];
        var term = Rules[row].GetProperty("term").GetString();
        var answer = (await loaded.Api.WalkAsync($"/api/v1/achievements?orgUnit={Code(row)}&period={term}")).Single();
        if (printed["stated_percent"] is { Length: > 0 } percent)
        {
            var last = percent.Contains(',', StringComparison.Ordinal)
                ? (decimal)Math.Pow(10, -(percent.Length - percent.IndexOf(',', StringComparison.Ordinal) - 1)) : 1;
            var beyond = printed["stated_form"] == "percent beyond target" ? 100 : 0;
            Math.Abs(answer.GetProperty("percent").GetDecimal() - beyond - Number(percent))
                .ShouldBeLessThan(last, $"{row}: {answer.GetProperty("percent")} beside {percent}");
        }
        if (printed["stated_verdict"] is { Length: > 0 } verdict)
            answer.GetProperty("verdict").GetString().ShouldBeOneOf(Verdicts(verdict));
        if (printed["stated_gap"] is { Length: > 0 } gap)
            answer.GetProperty("difference").GetDecimal().ShouldBe(Number(gap));
    }

    private static string[] Verdicts(string printed) => printed switch
    {
        "vượt" => ["exceeded"],
        "đạt" or "đạt và vượt" => ["met", "exceeded"],
        "không đạt" or "chưa đạt" => ["notMet"],
        _ => throw new ArgumentOutOfRangeException(nameof(printed), printed, "No verdict of a report."),
    };

    private static decimal Number(string text) => decimal.Parse(text.Replace(',', '.'), CultureInfo.InvariantCulture);

    private static string? Text(JsonElement element, string member) => element.TryGetProperty(member, out var value) ? value.GetString() : null;

    // What was sent is in what is kept, whose further members are those left out.
    private static bool Same(JsonElement sent, JsonElement kept) => (sent.ValueKind, kept.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => sent.EnumerateObject()
            .All(member => kept.TryGetProperty(member.Name, out var other) && Same(member.Value, other)),
        (JsonValueKind.Array, JsonValueKind.Array) => sent.GetArrayLength() == kept.GetArrayLength()
            && sent.EnumerateArray().Zip(kept.EnumerateArray()).All(pair => Same(pair.First, pair.Second)),
        (JsonValueKind.Number, JsonValueKind.Number) => sent.GetDecimal() == kept.GetDecimal(),
        _ => sent.ToString() == kept.ToString() && sent.ValueKind == kept.ValueKind,
    };

    private static string Code(string row) => row.ToLowerInvariant();

    private static string DataFile(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);

    private static Dictionary<string, Dictionary<string, string>> ReadFacts()
    {
        using var reader = new CsvReader(new StreamReader(DataFile("resolutions-turn2.csv")), CultureInfo.InvariantCulture);
        return reader.GetRecords<dynamic>().Select(row => ((IDictionary<string, object>)row).ToDictionary(cell => cell.Key, cell => (string)cell.Value))
            .ToDictionary(row => row["row"]);
    }

    /// <summary>Every row in a unit of its own.</summary>
    public sealed class Loaded(PostgresFixture postgres) : IAsyncLifetime
    {
        public ApiServer Api { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Api = await ApiServer.StartAsync(postgres);
            List<object> units = [], indicators = [], resolutions = [], targets = [], actuals = [], claims = [];
            foreach (var (row, rule) in Rules.Where(row => row.Value.TryGetProperty("targets", out _)))
            {
                var (code, facts, term) = (Code(row), Facts[row], rule.GetProperty("term").GetString()!);
                units.Add(new { code, name = row, level = "province" });
                resolutions.Add(new
                {
                    code,
                    orgUnit = code,
                    issuer = "congress",
                    title = facts["doc_title"].Length > 0 ? facts["doc_title"] : row,
                    kind = KindOf(term),
                    term
                });
                indicators.Add(Indicator(code, facts, rule.GetProperty("indicator")));
                if (rule.TryGetProperty("members", out var members))
                    indicators.AddRange(members.EnumerateObject().Select(member => Indicator(member.Name, facts, member.Value)));
                foreach (var target in rule.GetProperty("targets").EnumerateArray())
                {
                    var body = target.EnumerateObject().ToDictionary(member => member.Name, object? (member) => member.Value);
                    (body["resolution"], body["indicator"], body["wording"]) = (code, code, facts["wording"]);
                    targets.Add(body);
                }
                if (facts["actual"].Length > 0) actuals.Add(new { orgUnit = code, indicator = code, period = term, value = Number(facts["actual"]) });
            }
            foreach (var (row, rule) in Rules.Where(row => row.Value.TryGetProperty("scoreboard", out _)))
            {
                var code = Code(row);
                units.Add(new { code, name = row, level = "province" });
                claims.Add(new { orgUnit = code, period = ScoreboardYear, scoreboard = rule.GetProperty("scoreboard"), statement = Facts[row]["wording"] });
            }
            foreach (var (noun, items) in ((string, List<object>)[])[("organisation-units", units), ("indicators", indicators), ("resolutions", resolutions),
                ("targets", targets), ("actuals", actuals), ("claims", claims)])
                (await Api.PostJsonAsync($"/api/v1/{noun}/batch", new { items })).With(200);
            foreach (var (row, rule) in Rules.Where(row => row.Value.TryGetProperty("shares", out _))) await HandDownAsync(Code(row), rule);
        }

        // To units below, each in a document of its own, as shares of what the row sets.
        private async Task HandDownAsync(string code, JsonElement rule)
        {
            var parentTarget = (await Api.WalkAsync($"/api/v1/resolutions/{code}/targets")).Single().GetProperty("id").GetString();
            var shares = rule.GetProperty("shares").EnumerateArray().Select((share, i) => (Share: share, Code: $"{code}-{i + 1}")).ToList();
            var (kind, term) = (KindOf(rule.GetProperty("term").GetString()!), rule.GetProperty("term").GetString());
            foreach (var (noun, items) in ((string, List<object>)[])
            [
                ("organisation-units", [.. shares.Select(share => new { code = share.Code, name = share.Code, level = "district", parent = code })]),
                ("resolutions", [.. shares.Select(share => new { code = share.Code, orgUnit = share.Code, issuer = "levelAbove", title = "x", kind, term })]),
                ("targets", [.. shares.Select(share => new { resolution = share.Code, indicator = code, rule = share.Share, parentTarget })]),
            ])
                (await Api.PostJsonAsync($"/api/v1/{noun}/batch", new { items })).With(200);
        }

        public ValueTask DisposeAsync() => Api.DisposeAsync();

        /// <summary>The year that scoreboards are posted for, whose documents name none.</summary>
        public const string ScoreboardYear = "2025";

        /// <summary>What kind of document sets targets for this time.</summary>
        public static string KindOf(string term) => term.Length == 4 ? "yearlyPlan" : "congress";

        private static Dictionary<string, object?> Indicator(string code, Dictionary<string, string> facts, JsonElement definition)
        {
            var indicator = definition.EnumerateObject().ToDictionary(member => member.Name, object? (member) => member.Value);
            (indicator["code"], indicator["name"], indicator["measure"]) = (code, facts["indicator"], facts["measure"]);
            return indicator;
        }
    }
}
