using System.Globalization;
using System.Text.Json;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

public sealed class PagingTests(PagingTests.Loaded loaded) : IClassFixture<PagingTests.Loaded>
{
    private const string City = "city";

    private ApiServer Api => loaded.Api;

    [Theory]
    [InlineData("organisation-units", "code")]
    [InlineData("indicators", "code")]
    [InlineData("resolutions", "code")]
    [InlineData("actuals?x=", "orgUnit,indicator,period")]
    [InlineData("achievements?period=2022", "targetId")]
    public async Task Walk_WhileRowsAreInserted_MissesNoneAndRepeatsNone(string list, string key)
    {
        list = list.Replace("?x=", "", StringComparison.Ordinal);
        var joined = list.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var before = (await Api.WalkAsync($"/api/v1/{list}{joined}limit=1000")).Select(Key).ToList();
        before.Count.ShouldBeGreaterThan(30);
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var world = await Api.WorldAsync();
                await Api.ActualAsync(world.Ward, world.Indicator, "2022", 1);
            }
        }, TestContext.Current.CancellationToken);
        var walked = (await Api.WalkAsync($"/api/v1/{list}{joined}limit=3")).Select(Key).ToList();
        await stop.CancelAsync();
        await writer;
        walked.Distinct().Count().ShouldBe(walked.Count);
        before.Except(walked).ShouldBeEmpty();
        // What was there keeps its order.
        walked.Intersect(before).ShouldBe(before);

        string Key(JsonElement item) => string.Join('|', key.Split(',').Select(member => item.GetProperty(member).GetString()));
    }

    [Fact]
    public async Task Get_APage_SaysWhereTheNextIs()
    {
        var page = (await Api.ReadAsync("/api/v1/organisation-units?q=phuong&level=ward&limit=2")).With(200);
        page["items"].GetArrayLength().ShouldBe(2);
        var link = page["nextLink"].GetString()!;
        page.Headers.GetValues("Link").Single().ShouldBe($"<{link}>; rel=\"next\"");
        link.ShouldContain($"cursor={page["nextCursor"].GetString()}");
        link.ShouldContain("level=ward");
        (await Api.ReadAsync($"/api/v1/organisation-units?q=phuong&level=ward&limit=2&cursor={page["nextCursor"].GetString()}"))
            .Text.ShouldBe((await Api.ReadAsync(link)).Text);
        var last = (await Api.ReadAsync("/api/v1/organisation-units?limit=1000&q=khong-co-don-vi-nao")).With(200);
        last.Text.ShouldBe("""{"items":[],"nextLink":null,"nextCursor":null}""");
    }

    [Theory]
    [InlineData("organisation-units?limit=1", "indicators")]
    [InlineData("organisation-units?limit=1", "actuals")]
    [InlineData("actuals?limit=1", "achievements?period=2022")]
    [InlineData("achievements?period=2022&limit=1", "actuals")]
    [InlineData("achievements?period=2022&limit=1", "organisation-units")]
    public async Task Get_WithTheCursorOfAnotherList_IsRefused(string one, string other)
    {
        var cursor = (await Api.ReadAsync($"/api/v1/{one}")).With(200)["nextCursor"].GetString();
        (await Api.ReadAsync($"/api/v1/{other}{(other.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={cursor}"))
            .Problem(400, "invalid_cursor", "cursor");
    }

    [Fact]
    public async Task Get_NdjsonAndCsv_StreamTheSameRowsAsThePages()
    {
        var rows = await Api.WalkAsync($"/api/v1/achievements?period=2022&under={City}&limit=4");
        var ndjson = (await Api.ReadAsync($"/api/v1/achievements?period=2022&under={City}&format=ndjson&limit=2")).With(200);
        ndjson.ContentType.ShouldBe("application/x-ndjson");
        ndjson.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(rows.Select(row => row.GetRawText()));
        (await Api.ReadAsync($"/api/v1/achievements?period=2022&under={City}", ("Accept", "application/x-ndjson"))).Text.ShouldBe(ndjson.Text);

        var csv = (await Api.ReadAsync($"/api/v1/achievements?period=2022&under={City}&format=csv")).With(200);
        csv.ContentType.ShouldBe("text/csv");
        (await Api.ReadAsync($"/api/v1/achievements?period=2022&under={City}", ("Accept", "text/csv, application/json;q=0.5"))).Text.ShouldBe(csv.Text);
        var table = Csv(csv.Text);
        table.Count.ShouldBe(rows.Count + 1);
        var header = table[0];
        header.ShouldContain("paceIndex");
        header.ShouldContain("ruleKind");
        foreach (var (line, row) in table.Skip(1).Zip(rows))
        {
            line.Count.ShouldBe(header.Count);
            for (var i = 0; i < header.Count; i++) line[i].TrimStart('\'').ShouldBe(Expected(row, header[i]), header[i]);
        }
    }

    [Fact]
    public async Task Get_Csv_EscapesWhatASpreadsheetWouldRun()
    {
        var csv = (await Api.ReadAsync($"/api/v1/achievements?period=2022&under={City}&format=csv&fields=orgUnitName,indicatorName,difference")).With(200).Text;
        csv.ShouldContain("\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
        foreach (var line in Csv(csv).Skip(1))
        {
            foreach (var cell in line) (cell.Length > 0 && cell[0] is '=' or '+' or '@' or '\t').ShouldBeFalse(cell);
            foreach (var text in line.Take(2)) text.ShouldNotStartWith("-");
        }
        Csv(csv).Skip(1).ShouldContain(line => line[0] == "'-1+1" || line[1] == "'-1+1", "a minus and a digit do not make a number");
        Csv(csv).Skip(1).ShouldContain(line => line[2].StartsWith('-'), "a negative number stays a number");
    }

    [Theory]
    [InlineData("percent,orgUnit,verdict")]
    [InlineData("pace")]
    [InlineData("orgUnit,orgUnit")]
    public async Task Get_Fields_KeepsTheirOrder(string fields)
    {
        var expected = fields.Split(',').Distinct().ToList();
        var rows = (await Api.ReadAsync($"/api/v1/achievements?period=2022&limit=2&fields={fields}")).With(200)["items"];
        rows[0].EnumerateObject().Select(member => member.Name).ShouldBe(expected);
        if (fields == "pace") return;
        var csv = (await Api.ReadAsync($"/api/v1/achievements?period=2022&format=csv&fields={fields}")).With(200);
        Csv(csv.Text)[0].ShouldBe(expected);
    }

    [Fact]
    public async Task Get_ByVerdict_KeepsOnlyThose()
    {
        var all = await Api.WalkAsync($"/api/v1/achievements?period=2022&under={City}");
        foreach (var verdicts in (string[])["exceeded", "notMet", "exceeded,met", "noData"])
        {
            var kept = await Api.WalkAsync($"/api/v1/achievements?period=2022&under={City}&verdict={verdicts}&limit=2");
            kept.Select(row => row.GetRawText())
                .ShouldBe(all.Where(row => verdicts.Split(',').Contains(row.GetProperty("verdict").GetString())).Select(row => row.GetRawText()));
        }
    }

    // The member that a flat column is of: paceIndex is pace.index, comparisonsPreviousChange is comparisons.previous.change.
    private static string Expected(JsonElement row, string header)
    {
        if (row.TryGetProperty(header, out var value)) return Cell(value);
        foreach (var member in row.EnumerateObject().Where(member => header.StartsWith(member.Name, StringComparison.Ordinal)))
        {
            if (member.Value.ValueKind == JsonValueKind.Null) return "";
            if (member.Value.ValueKind == JsonValueKind.Object)
                return Expected(member.Value, char.ToLowerInvariant(header[member.Name.Length]) + header[(member.Name.Length + 1)..]);
        }
        throw new InvalidOperationException($"{header} is no member of {row}");
    }

    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        // Words in a list share a cell; none leaves it empty.
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            string.Join("; ", value.EnumerateArray().Select(item => item.GetString())),
        _ => value.GetRawText(),
    };

    private static List<List<string>> Csv(string text)
    {
        List<List<string>> table = [];
        List<string> line = [];
        var cell = new System.Text.StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted)
            {
                if (text[i] != '"') cell.Append(text[i]);
                else if (i + 1 < text.Length && text[i + 1] == '"') { cell.Append('"'); i++; }
                else quoted = false;
            }
            else if (text[i] == '"') quoted = true;
            else if (text[i] == ',') { line.Add(cell.ToString()); cell.Clear(); }
            else if (text[i] == '\n') { line.Add(cell.ToString().TrimEnd('\r')); cell.Clear(); table.Add(line); line = []; }
            else cell.Append(text[i]);
        }
        return table;
    }

    /// <summary>A city of forty wards with names that try to break a table.</summary>
    public sealed class Loaded(PostgresFixture postgres) : IAsyncLifetime
    {
        public ApiServer Api { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Api = await ApiServer.StartAsync(postgres);
            string[] names = ["=HYPERLINK(\"http://x\",\"y\")", "+1", "-1+1", "@cmd", "Phường \"4\", Trà Vinh", "Phường 5"];
            var wards = Enumerable.Range(0, 40).Select(i => string.Create(CultureInfo.InvariantCulture, $"w{i:00}")).ToArray();
            await StoreAsync("organisation-units",
                [new { code = City, name = "Thành phố", level = "province" },
                    .. wards.Select((code, i) => new { code, name = names[i % names.Length], level = "ward", parent = City })]);
            await StoreAsync("indicators",
                [.. wards.Select((code, i) =>
                    new { code, name = names[(i + 2) % names.Length], measure = "%", valueType = "number", overTime = "last", frequency = "year" })]);
            await StoreAsync("resolutions", [.. wards.Select(code => new { code, orgUnit = code, issuer = "congress", title = code, term = "2020-2025" })]);
            await StoreAsync("targets",
                [.. wards.SelectMany((code, i) =>
                    new object[]
                    {
                        new { resolution = code, indicator = code, rule = new { kind = "atLeast", value = 10 } },
                        new { resolution = code, indicator = wards[(i + 1) % 40], rule = new { kind = "reduceTo", value = 1 }, baseline = new { value = 20 } },
                    })]);
            await StoreAsync("actuals", [.. wards.Select((code, i) => new { orgUnit = code, indicator = code, period = "2022", value = i - 5 })]);
        }

        public ValueTask DisposeAsync() => Api.DisposeAsync();

        private async Task StoreAsync(string kind, IReadOnlyList<object> items) => (await Api.PostJsonAsync($"/api/v1/{kind}/batch", new { items })).With(200);
    }
}
