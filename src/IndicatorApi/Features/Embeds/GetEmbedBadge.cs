using System.Globalization;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Embeds;

public sealed class GetEmbedBadge : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/embed/{orgUnit}/{period}.svg", HandleAsync).Produces<string>(StatusCodes.Status200OK, Badge.MediaType);

    /// <summary>A badge for Markdown: how many of a unit's targets are met or exceeded.</summary>
    /// <param name="orgUnit">The unit's code.</param>
    /// <param name="period">The period asked for.</param>
    /// <param name="lang">Its language, vi or en; Vietnamese when left out.</param>
    internal static async Task<IResult> HandleAsync(string orgUnit, string period, string? lang, HttpContext http, EmbedQuery embeds, CancellationToken cancellationToken)
    {
        var (card, instead) = await embeds.ReadAsync(new AchievementRequest { OrgUnit = orgUnit, Period = period }, lang, http, cancellationToken);
        if (card is null) return instead!;
        var (reached, applicable) = card.Score;
        var message = applicable == card.Count(Verdict.NoData) ? card.Language.Word(Verdict.NoData)
            : string.Create(CultureInfo.InvariantCulture, $"{reached}/{applicable} {card.Language.Say("đạt và vượt", "met or exceeded")}");
        return TypedResults.Text(Badge.Svg(card.Language.Code(), $"{card.UnitName} {EmbedWords.Period(card.Period)}", message, Overall(card)), $"{Badge.MediaType}; charset=utf-8");
    }

    // The strongest colour only for all of them; one that is not met is not hidden behind others.
    private static Verdict Overall(EmbedCard card)
    {
        var (reached, applicable) = card.Score;
        if (card.Count(Verdict.NotMet) > 0) return Verdict.NotMet;
        return reached == 0 ? Verdict.NoData : reached == applicable ? Verdict.Exceeded : Verdict.Met;
    }
}
