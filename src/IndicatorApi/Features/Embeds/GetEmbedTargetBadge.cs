using IndicatorApi.Achievements;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Embeds;

public sealed class GetEmbedTargetBadge : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/embed/{orgUnit}/{period}/{indicator}.svg", HandleAsync).Produces<string>(StatusCodes.Status200OK, Badge.MediaType);

    /// <summary>A badge for Markdown: the percent and verdict of one target.</summary>
    /// <param name="orgUnit">The unit's code.</param>
    /// <param name="period">The period asked for.</param>
    /// <param name="indicator">The indicator's code.</param>
    /// <param name="group">The sub-group, where targets are set for several.</param>
    /// <param name="lang">Its language, vi or en; Vietnamese when left out.</param>
    internal static async Task<IResult> HandleAsync(
        string orgUnit, string period, string indicator, string? group, string? lang, HttpContext http, EmbedQuery embeds, CancellationToken cancellationToken)
    {
        var request = new AchievementRequest { OrgUnit = orgUnit, Period = period, Indicator = indicator, Group = group };
        var (card, instead) = await embeds.ReadAsync(request, lang, http, cancellationToken);
        if (card is null) return instead!;
        if (card.Lines is not [var line, ..]) return Problem.Unknown(Noun.Achievement, $"{orgUnit}/{period}/{indicator}");
        var message = $"{card.Language.Percent(line.Percent, line.Verdict)} {card.Language.Word(line.Verdict)}".Trim();
        return TypedResults.Text(Badge.Svg(card.Language.Code(), $"{line.Indicator} {EmbedWords.Period(card.Period)}", message, line.Verdict), $"{Badge.MediaType}; charset=utf-8");
    }
}
