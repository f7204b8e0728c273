using System.Globalization;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Files;

namespace IndicatorApi.Features.Achievements;

/// <summary>SDMX-CSV, a line for each measure of each target. Its structure is in <c>docs/export.md</c>.</summary>
/// <param name="version">1 or 2 of the format: 2 names the structure in three columns.</param>
public sealed class SdmxCsvFile(int version) : AchievementFile(
    version == 2 ? "sdmx-csv" : "sdmx-csv-1", $"application/vnd.sdmx.data+csv; version={version}.0.0", "csv")
{
    private const string Structure = "INDICATOR_API:ACHIEVEMENT(1.0)";
    private const string NotApplicable = "_Z";

    private static readonly string[] Components =
        ["REF_AREA", "INDICATOR", "SUBGROUP", "RESOLUTION", "TARGET_PERIOD", "MEASURE", "TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE", "OBS_STATUS", "REASON"];

    protected override async Task WriteAsync(HttpResponse response, IAsyncEnumerable<AchievementRow> rows, CancellationToken cancellationToken)
    {
        response.ContentType = MediaType + "; charset=utf-8";
        var output = response.BodyWriter;
        var line = new CsvLine(new FileChoice(this, ',', false, false));
        foreach (var header in (string[])[.. version == 2 ? ["STRUCTURE", "STRUCTURE_ID", "ACTION"] : (string[])["DATAFLOW"], .. Components]) line.Add(
            CellKind.Text, header);
        line.End(output);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            foreach (var (name, _, read) in Measures)
            {
                var value = read(row);
                string?[] cells =
                [
                    .. version == 2 ? ["dataflow", Structure, "I"] : (string[])[Structure],
                    row.OrgUnit, row.Indicator, row.Group ?? "_T", row.Resolution, row.TargetPeriod, name.ToUpperInvariant(), Time(row.Period, row.PeriodEnd),
                ];
                foreach (var cell in cells) line.Add(CellKind.Text, cell);
                line.Add(CellKind.Number, value is { } number ? Numbers.Invariant(number) : null);
                line.Add(CellKind.Text, name == "percent" || row.Measure == "%" ? "PT" : row.Measure);
                line.Add(CellKind.Text, value is null ? row.Reason == Reason.NotApplicable ? "M" : "O" : row.Provisional && name != "target" ? "P" : "A");
                line.Add(CellKind.Text, value is null && row.Reason is { } reason ? WireNames<Reason>.Of(reason) : NotApplicable);
                line.End(output);
            }
            if (output.UnflushedBytes > 32 * 1024) await output.FlushAsync(cancellationToken);
        }
        await output.FlushAsync(cancellationToken);
    }

    // A term has the unit's own last day; what is no calendar period is SDMX's time range: its first day and its length.
    private static string Time(Period period, DateOnly end) => period.Kind is PeriodKind.Term or PeriodKind.Range
        ? string.Create(CultureInfo.InvariantCulture, $"{period.Start:yyyy-MM-dd}/P{end.DayNumber - period.Start.DayNumber + 1}D")
        : period.ToString();
}
