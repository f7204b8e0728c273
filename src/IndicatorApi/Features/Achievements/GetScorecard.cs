using System.Text.Encodings.Web;
using System.Text.Json;
using FastEndpoints;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Achievements;

public sealed class GetScorecard(AchievementReadings readings)
    : Endpoint<GetScorecardRequest, IResult>
{
    public override void Configure()
    {
        Get("/api/v1/achievements/{orgUnit}/{period}");
        Group<AchievementsGroup>();
        Policies(Right.Read);
        Description(route => route.Produces<ScorecardResponse>());
    }

    /// <summary>A unit's scorecard: its targets in the order of its resolutions, and how many are exceeded, met, not met and without data.</summary>
    public override async Task<IResult> ExecuteAsync(GetScorecardRequest request, CancellationToken cancellationToken)
    {
        var which = new AchievementRequest
        {
            OrgUnit = request.OrgUnit,
            Period = request.Period,
            Resolution = request.Resolution,
            AsOf = request.AsOf,
            Against = request.Against,
            Compare = request.Compare,
        };
        var opened = await readings.OpenAsync(which, HttpContext, new Errors(), question => question, cancellationToken);
        if (opened.Reading is not { } reading) return opened.Instead;

        var counter = new ScoreboardCounter();
        var rows = new List<AchievementRow>();
        await foreach (var row in reading.RowsAsync(cancellationToken))
        {
            counter.Add(row.Achievement, row.Facts.Target.Weight ?? 1);
            rows.Add(row);
        }
        var unit = reading.Reference.Unit(request.OrgUnit)!;
        return new ScorecardResponse
        {
            OrgUnit = unit.Code,
            OrgUnitName = unit.Name,
            Period = reading.Asked,
            Scoreboard = ScoreboardResponse.From(counter.ToScoreboard()),
            Items = rows,
        };
    }
}

/// <summary>Whose scorecard, and for when.</summary>
public sealed record GetScorecardRequest
{
    /// <summary>The unit's code.</summary>
    [RouteParam] public required string OrgUnit { get; init; }

    /// <summary>The period asked for.</summary>
    [RouteParam] public required string Period { get; init; }

    /// <summary>Only targets of this resolution.</summary>
    [QueryParam] public string? Resolution { get; init; }

    /// <summary>The answer as the facts stood at this instant.</summary>
    [QueryParam] public string? AsOf { get; init; }

    /// <summary>Compares each row with earlier periods: <c>previous</c>, <c>samePeriodLastYear</c>, or both parted by a comma.</summary>
    [QueryParam] public string? Compare { get; init; }

    /// <summary>Set against targets as they stand (revised) or as first set (original).</summary>
    [QueryParam] public string? Against { get; init; }
}

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
        RowsPage.WriteItems(json, "items"u8, Items, AchievementColumns.All);
        json.WriteEndObject();
    }
}

/// <summary>How many targets are exceeded, met, not met and without data; never one number for all.</summary>
public sealed record ScoreboardResponse
{
    /// <summary>Better than asked (vượt).</summary>
    public required int Exceeded { get; init; }

    /// <summary>Exactly as asked, or inside the band (đạt).</summary>
    public required int Met { get; init; }

    /// <summary>Worse than asked, and the time is over (chưa đạt).</summary>
    public required int NotMet { get; init; }

    /// <summary>Not met yet and still with time, by pace.</summary>
    public required OpenTargets Open { get; init; }

    /// <summary>Without a verdict (chưa có số liệu).</summary>
    public required int NoData { get; init; }

    /// <summary>Not applicable to this unit; in no other count.</summary>
    public required int NotAssessable { get; init; }

    /// <summary>Met or better: the first number of "15/18 chỉ tiêu đạt và vượt".</summary>
    public required int MetOrExceeded { get; init; }

    /// <summary>All that apply: the second number.</summary>
    public required int Applicable { get; init; }

    /// <summary>Whether every target that applies is met or better.</summary>
    public required bool AllMet { get; init; }

    /// <summary>Share of those that apply which is exceeded, 0 to 1.</summary>
    public required decimal? ShareExceeded { get; init; }

    /// <summary>Weighted mean of the capped percents; null below 80 % coverage.</summary>
    public required decimal? MeanPercent { get; init; }

    /// <summary>Share of the weight that has a percent, 0 to 1.</summary>
    public required decimal? Coverage { get; init; }

    /// <summary>The answer for a scoreboard.</summary>
    public static ScoreboardResponse From(Scoreboard board) => new()
    {
        Exceeded = board.Exceeded,
        Met = board.Met,
        NotMet = board.NotMet,
        Open = board.Open,
        NoData = board.NoData,
        NotAssessable = board.NotAssessable,
        MetOrExceeded = board.MetOrExceeded,
        Applicable = board.Applicable,
        AllMet = board.AllMet,
        ShareExceeded = board.ShareExceeded is { } share ? AchievementRow.Wire(share) : null,
        MeanPercent = board.MeanPercent is { } mean ? AchievementRow.Wire(mean) : null,
        Coverage = board.Coverage is { } coverage ? AchievementRow.Wire(coverage) : null,
    };
}
