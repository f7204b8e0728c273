using System.Globalization;
using FastEndpoints;
using IndicatorApi.Calculation;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Embeds;

public sealed class GetEmbedBadge(EmbedQuery embeds) : Endpoint<EmbedRequest, IResult>
{
    public override void Configure()
    {
        Get("/embed/{orgUnit}/{period}.svg");
        Group<EmbedsGroup>();
        Policies(Right.Read);
        Description(route => route.Produces<string>(StatusCodes.Status200OK, Badge.MediaType));
    }

    /// <summary>A badge for Markdown: how many of a unit's targets are met or exceeded.</summary>
    public override async Task<IResult> ExecuteAsync(EmbedRequest request, CancellationToken cancellationToken)
    {
        var (card, instead) = await embeds.ReadAsync(request, HttpContext, cancellationToken);
        if (card is null) return instead!;
        var (reached, applicable) = card.Score;
        var message = applicable == card.Count(Verdict.NoData) ? card.Language.Word(Verdict.NoData)
            : string.Create(CultureInfo.InvariantCulture, $"{reached}/{applicable} {card.Language.Say("đạt và vượt", "met or exceeded")}");
        return TypedResults.Text(Badge.Svg(card.Language.Code(), $"{card.UnitName} {EmbedWords.Period(card.Period)}", message, Overall(card)),
            $"{Badge.MediaType}; charset=utf-8");
    }

    // The strongest colour only for all of them; one that is not met is not hidden behind others.
    private static Verdict Overall(EmbedCard card)
    {
        var (reached, applicable) = card.Score;
        if (card.Count(Verdict.NotMet) > 0) return Verdict.NotMet;
        return reached == 0 ? Verdict.NoData : reached == applicable ? Verdict.Exceeded : Verdict.Met;
    }
}
