using FastEndpoints;
using IndicatorApi.Achievements;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Embeds;

public sealed class GetEmbedTargetBadge(EmbedQuery embeds) : Endpoint<GetEmbedTargetBadgeRequest, IResult>
{
    public override void Configure()
    {
        Get("/embed/{orgUnit}/{period}/{indicator}.svg");
        Group<EmbedsGroup>();
        Policies(Right.Read);
        Description(route => route.Produces<string>(StatusCodes.Status200OK, Badge.MediaType));
    }

    /// <summary>A badge for Markdown: the percent and verdict of one target.</summary>
    public override async Task<IResult> ExecuteAsync(GetEmbedTargetBadgeRequest request, CancellationToken cancellationToken)
    {
        var (orgUnit, period, indicator) = (request.OrgUnit, request.Period, request.Indicator);
        var which = new AchievementRequest { OrgUnit = orgUnit, Period = period, Indicator = indicator, Group = request.Group };
        var (card, instead) = await embeds.ReadAsync(which, request.Lang, HttpContext, cancellationToken);
        if (card is null) return instead!;
        if (card.Lines is not [var line, ..]) return Problem.Unknown(Noun.Achievement, $"{orgUnit}/{period}/{indicator}");
        var message = $"{card.Language.Percent(line.Percent, line.Verdict)} {card.Language.Word(line.Verdict)}".Trim();
        return TypedResults.Text(Badge.Svg(card.Language.Code(), $"{line.Indicator} {EmbedWords.Period(card.Period)}", message, line.Verdict),
            $"{Badge.MediaType}; charset=utf-8");
    }
}

/// <summary>Which target.</summary>
public sealed record GetEmbedTargetBadgeRequest
{
    /// <summary>The unit's code.</summary>
    [RouteParam] public required string OrgUnit { get; init; }

    /// <summary>The period asked for.</summary>
    [RouteParam] public required string Period { get; init; }

    /// <summary>The indicator's code.</summary>
    [RouteParam] public required string Indicator { get; init; }

    /// <summary>The sub-group, where targets are set for several.</summary>
    [QueryParam] public string? Group { get; init; }

    /// <summary>Its language, vi or en; Vietnamese when left out.</summary>
    [QueryParam] public string? Lang { get; init; }
}
