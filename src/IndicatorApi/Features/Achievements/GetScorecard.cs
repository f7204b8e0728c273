using FastEndpoints;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Files;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Achievements;

public sealed class GetScorecard(AchievementReadings readings) : Endpoint<GetScorecardRequest, IResult>
{
    public override void Configure()
    {
        Get("/api/v1/achievements/{orgUnit}/{period}");
        Group<AchievementsGroup>();
        Policies(Right.Read);
        Description(route => route.Produces<ScorecardResponse>().WithMetadata(new AnswerIsKept()));
    }

    /// <summary>A unit's scorecard: its targets in the order of its resolutions, and how many are exceeded, met, not met and without data.</summary>
    public override async Task<IResult> ExecuteAsync(GetScorecardRequest request, CancellationToken cancellationToken)
    {
        var which = request.Narrow() with
        { OrgUnit = request.OrgUnit, Period = request.Period, Resolution = request.Resolution, Compare = request.Compare };
        var errors = new Errors();
        var columns = AchievementColumns.Columns.Pick(request.Fields, errors);
        var detail = AchievementColumns.DetailOf(columns);
        var opened = await readings.OpenAsync(which, HttpContext, errors, cancellationToken);
        if (opened.Reading is not { } reading) return opened.Instead;

        var counts = new ScorecardCounts();
        var rows = new List<AchievementRow>();
        await foreach (var row in reading.RowsAsync(detail | Detail.PaceWhileOpen, cancellationToken))
        {
            counts.Add(row);
            rows.Add(row);
        }
        var unit = reading.Reference.Unit(request.OrgUnit)!;
        var card = new ScorecardResponse
        {
            OrgUnit = unit.Code,
            OrgUnitName = unit.Name,
            Period = reading.Asked,
            Scoreboard = ScoreboardResponse.From(counts.All.ToScoreboard()),
            AmendedAfterClosing = counts.Amended,
            Claims = Claims(reading, request, counts),
            Items = rows,
        };
        return new PickedAnswer(card, new Dictionary<string, Action<RowJson>>
        {
            ["items"] = json => Columns<AchievementRow>.WriteAll(json, columns, rows),
        });
    }

    // A printed count is set against ours of the same targets; where only some of them were asked for there is none.
    private static List<ScoreboardClaimResponse> Claims(AchievementReading reading, GetScorecardRequest request, ScorecardCounts counts)
    {
        if (!reading.IsWhole) return [];
        var isEverything = request is { Resolution: null, Kind: null, Issuer: null };
        var days = reading.Reference.Calendar.Days(reading.Reference.Unit(request.OrgUnit)!.Id, reading.Asked);
        List<ScoreboardClaimResponse> claims = [];
        foreach (var claim in reading.Scoreboards.Where(claim => claim.Period.HasSameDaysAs(days)))
        {
            var ours = claim.Resolution is { } resolution ? counts.Of(resolution) : isEverything ? counts.All : null;
            if (ours is not null) claims.Add(ScoreboardClaimResponse.From(claim, ours.ToScoreboard(), reading.Reference));
        }
        return claims;
    }
}

/// <summary>Whose scorecard, and for when.</summary>
public sealed record GetScorecardRequest : NarrowedRequest
{
    /// <summary>The unit's code.</summary>
    [RouteParam] public required string OrgUnit { get; init; }

    /// <summary>The period asked for.</summary>
    [RouteParam] public required string Period { get; init; }

    /// <summary>Only targets of this resolution.</summary>
    [QueryParam] public string? Resolution { get; init; }

    /// <summary>Compares each row with earlier periods: <c>previous</c>, <c>samePeriodLastYear</c>, or both parted by a comma.</summary>
    [QueryParam] public string? Compare { get; init; }

    /// <summary>Only these members of each row, parted by commas.</summary>
    [QueryParam] public string? Fields { get; init; }
}
