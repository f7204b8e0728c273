using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Achievements;

/// <summary>A JSON-stat 2.0 dataset: unit, indicator, target, period and measure; what is missing is left out and has its reason as status.</summary>
public sealed class JsonStatFile() : AchievementFile("json-stat", "application/json", "json")
{
    private static readonly JsonWriterOptions Settings = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    protected override async Task WriteAsync(HttpResponse response, IAsyncEnumerable<AchievementRow> rows, CancellationToken cancellationToken)
    {
        // The size of a cube comes before its cells, so the cells wait: four numbers a target.
        Categories units = new(), indicators = new(), targets = new(), periods = new();
        var cells = new List<(int Unit, int Indicator, int Target, int Period, decimal?[] Values, string? Status)>();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            cells.Add((
                units.Of(row.OrgUnit, row.OrgUnitName),
                indicators.Of(row.Group is null ? row.Indicator : $"{row.Indicator}:{row.Group}",
                    row.Group is null ? row.IndicatorName : $"{row.IndicatorName} ({row.Group})"),
                targets.Of($"{row.Resolution}/{row.TargetPeriod}", $"{row.Resolution}, {row.TargetPeriod}"),
                periods.Of(row.Period.ToString(), row.Period.ToString()),
                [.. Measures.Select(measure => measure.Value(row))],
                row.Reason is { } reason ? WireNames<Reason>.Of(reason) : row.Provisional ? "provisional" : null));
        }
        response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(response.BodyWriter, Settings);
        json.WriteStartObject();
        json.WriteString("version", "2.0");
        json.WriteString("class", "dataset");
        json.WriteString("label", "Kết quả thực hiện chỉ tiêu Nghị quyết / Achievement of targets");
        Strings(json, "id", ["orgUnit", "indicator", "target", "period", "measure"]);
        json.WriteStartArray("size");
        foreach (var size in (int[])[units.Count, indicators.Count, targets.Count, periods.Count, Measures.Count]) json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartObject("role");
        Strings(json, "geo", ["orgUnit"]);
        Strings(json, "time", ["period"]);
        Strings(json, "metric", ["measure"]);
        json.WriteEndObject();
        json.WriteStartObject("dimension");
        units.Write(json, "orgUnit", "Đơn vị / Unit");
        indicators.Write(json, "indicator", "Chỉ tiêu / Indicator");
        targets.Write(json, "target", "Nghị quyết, thời hạn / Resolution, time of the target");
        periods.Write(json, "period", "Kỳ / Period");
        var measures = new Categories();
        foreach (var (name, label, _) in Measures) measures.Of(name, label);
        measures.Write(json, "measure", "Số đo / Measure");
        json.WriteEndObject();

        long Place((int Unit, int Indicator, int Target, int Period, decimal?[], string?) cell, int measure) =>
            ((((((((long)cell.Unit * indicators.Count) + cell.Indicator) * targets.Count) + cell.Target) * periods.Count) + cell.Period) * Measures.Count)
                + measure;
        json.WriteStartObject("value");
        foreach (var cell in cells)
        {
            for (var i = 0; i < Measures.Count; i++)
            {
                if (cell.Values[i] is not { } value) continue;
                json.WritePropertyName(Place(cell, i).ToString(CultureInfo.InvariantCulture));
                ExactDecimalConverter.WriteNumber(json, value);
            }
        }
        json.WriteEndObject();
        json.WriteStartObject("status");
        foreach (var cell in cells)
        {
            for (var i = 0; i < Measures.Count; i++)
            {
                if (cell.Values[i] is null || cell.Status == "provisional") json.WriteString(
                    Place(cell, i).ToString(CultureInfo.InvariantCulture), cell.Status ?? "missing");
            }
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    /// <summary>The categories of a dimension, in the order in which they come first.</summary>
    private sealed class Categories
    {
        private readonly List<(string Id, string Label)> _all = [];
        private readonly Dictionary<string, int> _places = [];

        public int Count => _all.Count;

        public int Of(string id, string label)
        {
            if (_places.TryGetValue(id, out var place)) return place;
            _all.Add((id, label));
            return _places[id] = _all.Count - 1;
        }

        public void Write(Utf8JsonWriter json, string name, string label)
        {
            json.WriteStartObject(name);
            json.WriteString("label", label);
            json.WriteStartObject("category");
            Strings(json, "index", _all.Select(category => category.Id));
            json.WriteStartObject("label");
            foreach (var (id, text) in _all) json.WriteString(id, text);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }
}
