using System.Globalization;
using System.Text.Json;
using CsvHelper;
using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Files;

/// <summary>The formats of statistics offices, read back, hold the numbers of the achievement rows.</summary>
public sealed class StandardFormatTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    private const string List = "/api/v1/achievements?period=2020-2025";

    private static readonly string[] Measures = ["target", "actual", "percent", "difference"];

    private ApiServer Api => sample.Api;

    [Fact]
    public async Task Get_JsonStat_ReadByTheToolkit_HoldsEveryNumber()
    {
        var modules = Path.Combine(Repository.Root, "tests/tools/node_modules/jsonstat-toolkit");
        Assert.SkipUnless(Office.Find("node") is not null && Directory.Exists(modules), "node, or tests/tools after npm ci, is not there.");
        var file = Path.GetTempFileName();
        var script = Path.ChangeExtension(file, ".mjs");
        try
        {
            await File.WriteAllTextAsync(file, (await Api.ReadAsync(List + "&format=json-stat")).With(200).Text, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(script, $$"""
                import { readFileSync } from 'node:fs';
                import { createRequire } from 'node:module';
                const toolkit = createRequire('{{Repository.Root}}/tests/tools/package.json')('jsonstat-toolkit');
                const JSONstat = toolkit.default ?? toolkit;
                const data = JSONstat(JSON.parse(readFileSync('{{file}}', 'utf8')));
                if (data.class !== 'dataset' || data.role.time[0] !== 'period') throw new Error('not a dataset');
                const rows = [];
                for (const orgUnit of data.Dimension('orgUnit').id) for (const indicator of data.Dimension('indicator').id)
                  for (const target of data.Dimension('target').id) for (const measure of data.Dimension('measure').id) {
                    const cell = data.Data({ orgUnit, indicator, target, period: '2020-2025', measure });
                    if (cell && (cell.value !== null || cell.status)) rows.push([orgUnit, indicator, target, measure, cell.value, cell.status ?? null]);
                  }
                console.log(JSON.stringify(rows));
                """, TestContext.Current.CancellationToken);
            var read = JsonDocument.Parse(await Office.RunAsync("node", script)).RootElement.EnumerateArray()
                .ToDictionary(row => string.Join('|', row.EnumerateArray().Take(4).Select(part => part.GetString())),
                row => (Value: row[4], Status: row[5].GetString()));
            var rows = await Api.WalkAsync(List);
            read.Count.ShouldBe(rows.Count * 4);
            foreach (var row in rows)
            {
                var indicator = Text(row, "indicator") + (Text(row, "group") is { Length: > 0 } group ? $":{group}" : "");
                foreach (var measure in Measures)
                {
                    var (value, status) = read[$"{Text(row, "orgUnit")}|{indicator}|{Text(row, "resolution")}/{Text(row, "targetPeriod")}|{measure}"];
                    if (row.GetProperty(measure).ValueKind == JsonValueKind.Null) status.ShouldNotBeNullOrEmpty();
                    else value.GetDouble().ShouldBe(row.GetProperty(measure).GetDouble());
                }
            }
        }
        finally
        {
            File.Delete(file);
            File.Delete(script);
        }
    }

    [Theory]
    [InlineData("sdmx-csv", "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA")]
    [InlineData("sdmx-csv-1", "DATAFLOW,REF_AREA")]
    public async Task Get_SdmxCsv_HasALineForEachMeasure(string format, string begins)
    {
        var answer = (await Api.ReadAsync($"{List}&format={format}")).With(200);
        answer.ContentType.ShouldBe("application/vnd.sdmx.data+csv");
        answer.Text.ShouldStartWith(begins);
        using var reader = new CsvReader(new StringReader(answer.Text), CultureInfo.InvariantCulture);
        var lines = reader.GetRecords<dynamic>().Cast<IDictionary<string, object>>().ToList();
        var rows = await Api.WalkAsync(List);
        lines.Count.ShouldBe(rows.Count * 4);
        foreach (var (row, i) in rows.Select((row, i) => (row, i)))
        {
            foreach (var (measure, j) in Measures.Select((measure, j) => (measure, j)))
            {
                var line = lines[(i * 4) + j];
                line["REF_AREA"].ShouldBe(Text(row, "orgUnit"));
                line["INDICATOR"].ShouldBe(Text(row, "indicator"));
                line["MEASURE"].ShouldBe(measure.ToUpperInvariant());
                var isMissing = row.GetProperty(measure).ValueKind == JsonValueKind.Null;
                line["OBS_VALUE"].ShouldBe(isMissing ? "" : row.GetProperty(measure).GetRawText());
                ((string)line["UNIT_MEASURE"]).ShouldBe(measure == "percent" || Text(row, "measure") == "%" ? "PT" : Text(row, "measure"));
                ((string)line["REASON"]).ShouldBe(isMissing && Text(row, "reason") is { Length: > 0 } reason ? reason : "_Z");
                var none = Text(row, "reason") == "notApplicable" ? "M" : "O";
                ((string)line["OBS_STATUS"]).ShouldBe(isMissing ? none : row.GetProperty("provisional").GetBoolean() && measure != "target" ? "P" : "A");
                ((string)line["TIME_PERIOD"]).ShouldStartWith("2020-01-01/P");
            }
        }
    }

    [Fact]
    public async Task Get_AStandardFormatWithFields_IsRefused() =>
        (await Api.ReadAsync($"{List}&format=json-stat&fields=percent")).Problem(400, "invalid_query", "fields");

    private static string Text(JsonElement row, string member) => row.GetProperty(member).GetString() ?? "";
}
