using System.Text.Encodings.Web;
using System.Text.Json;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Achievements;

/// <summary>A unit's scorecard.</summary>
public sealed record ScorecardResponse : IResult
{
    private static readonly JsonWriterOptions Settings = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Code of the unit.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Its name.</summary>
    public required string OrgUnitName { get; init; }

    /// <summary>The period asked for.</summary>
    public required Period Period { get; init; }

    /// <summary>The counts.</summary>
    public required ScoreboardResponse Scoreboard { get; init; }

    /// <summary>The counts by what targets say now; null unless some were changed after the period was closed.</summary>
    public required AmendedScoreboard? AmendedAfterClosing { get; init; }

    /// <summary>Counts of the whole scoreboard that reports published for exactly this period, beside ours.</summary>
    public required IReadOnlyList<ScoreboardClaimResponse> Claims { get; init; }

    /// <summary>The rows, in the order of the resolutions.</summary>
    public required IReadOnlyList<AchievementRow> Items { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(httpContext.Response.BodyWriter, Settings);
        json.WriteStartObject();
        json.WriteString("orgUnit"u8, OrgUnit);
        json.WriteString("orgUnitName"u8, OrgUnitName);
        json.WriteString("period"u8, Period.ToString());
        json.WritePropertyName("scoreboard"u8);
        JsonSerializer.Serialize(json, Scoreboard, WireJson.Options);
        json.WritePropertyName("amendedAfterClosing"u8);
        JsonSerializer.Serialize(json, AmendedAfterClosing, WireJson.Options);
        json.WritePropertyName("claims"u8);
        JsonSerializer.Serialize(json, Claims, WireJson.Options);
        RowsPage.WriteItems(json, "items"u8, Items, AchievementColumns.All);
        json.WriteEndObject();
    }
}
