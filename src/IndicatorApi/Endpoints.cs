using IndicatorApi.Features.Achievements;
using IndicatorApi.Features.Embeds;
using IndicatorApi.Features.OfficialSheets;
using IndicatorApi.Http;

namespace IndicatorApi;

/// <summary>Every endpoint, by noun and by the right it asks for. A test fails when one is forgotten here.</summary>
public static class Endpoints
{
    /// <summary>Adds all endpoints to the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Group(routes, "Achievements")
            .Add<ListAchievements>(Right.Read).Add<GetScorecard>(Right.Read).Add<GetAchievement>(Right.Read)
            .Add<GetSummary>(Right.Read).Add<GetSeries>(Right.Read).Add<GetRanking>(Right.Read);

        Group(routes, "Embeds")
            .Add<GetEmbed>(Right.Read).Add<GetEmbedBadge>(Right.Read).Add<GetEmbedTargetBadge>(Right.Read);

        Group(routes, "Files")
            .Add<GetOfficialSheet>(Right.Read).Add<GetOfficialPage>(Right.Read);
    }

    private static Registration Group(IEndpointRouteBuilder routes, string tag) => new(routes.MapGroup("").WithTags(tag));

    private sealed class Registration(RouteGroupBuilder group)
    {
        public Registration Add<T>(string? right = null, bool takesIdempotencyKey = false) where T : IEndpoint
        {
            var route = T.Map(group).WithName(typeof(T).Name).AddEndpointFilterFactory(QueryGuard.Create);
            if (right is null) route.AllowAnonymous();
            else route.RequireAuthorization(right).WithMetadata(new RequiredRight(right));
            if (takesIdempotencyKey) route.WithMetadata(new TakesIdempotencyKey());
            return this;
        }
    }
}
