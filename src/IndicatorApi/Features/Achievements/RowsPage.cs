using System.Text.Encodings.Web;
using System.Text.Json;
using IndicatorApi.Achievements;
using IndicatorApi.Files;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Achievements;

/// <summary>A page of rows with the members asked for.</summary>
public sealed class RowsPage(Page<AchievementRow> page, IReadOnlyList<Column<AchievementRow>> columns) : IResult
{
    private static readonly JsonWriterOptions Settings = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(httpContext.Response.BodyWriter, Settings);
        json.WriteStartObject();
        WriteItems(json, "items"u8, page.Items, columns);
        json.WriteString("nextLink"u8, page.NextLink);
        json.WriteString("nextCursor"u8, page.NextCursor);
        json.WriteEndObject();
    }

    /// <summary>Writes rows as an array.</summary>
    public static void WriteItems(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<AchievementRow> rows,
        IReadOnlyList<Column<AchievementRow>> columns)
    {
        json.WriteStartArray(name);
        foreach (var row in rows) Columns<AchievementRow>.Write(json, columns, row);
        json.WriteEndArray();
    }
}
