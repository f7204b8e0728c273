using IndicatorApi.Features.Access;
using IndicatorApi.Features.Achievements;
using IndicatorApi.Features.Actuals;
using IndicatorApi.Features.Audit;
using IndicatorApi.Features.Closures;
using IndicatorApi.Features.Dhis2;
using IndicatorApi.Features.Embeds;
using IndicatorApi.Features.Idempotency;
using IndicatorApi.Features.Imports;
using IndicatorApi.Features.Indicators;
using IndicatorApi.Features.Operations;
using IndicatorApi.Features.OrganisationUnits;
using IndicatorApi.Features.Published;
using IndicatorApi.Features.Quality;
using IndicatorApi.Features.Resolutions;
using IndicatorApi.Features.Targets;
using IndicatorApi.Features.Templates;
using IndicatorApi.Http;

namespace IndicatorApi;

/// <summary>Every endpoint, by noun and by the right it asks for. A test fails when one is forgotten here.</summary>
public static class Endpoints
{
    /// <summary>Adds all endpoints to the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Group(routes, "Organisation units")
            .Add<ListOrganisationUnits>(Right.Read).Add<GetOrganisationUnit>(Right.Read)
            .Add<PostOrganisationUnits>(Right.Plan, takesIdempotencyKey: true).Add<PutOrganisationUnit>(Right.Plan).Add<DeleteOrganisationUnit>(Right.Plan);

        Group(routes, "Indicators")
            .Add<ListIndicators>(Right.Read).Add<GetIndicator>(Right.Read)
            .Add<PostIndicators>(Right.Define, takesIdempotencyKey: true).Add<PutIndicator>(Right.Define).Add<DeleteIndicator>(Right.Define);

        Group(routes, "Resolutions")
            .Add<ListResolutions>(Right.Read).Add<GetResolution>(Right.Read)
            .Add<PostResolutions>(Right.Plan, takesIdempotencyKey: true).Add<PutResolution>(Right.Plan).Add<DeleteResolution>(Right.Plan);

        Group(routes, "Targets")
            .Add<ListResolutionTargets>(Right.Read).Add<GetTarget>(Right.Read).Add<ListTargetVersions>(Right.Read)
            .Add<PostResolutionTargets>(Right.Plan, takesIdempotencyKey: true).Add<PostTargets>(Right.Plan, takesIdempotencyKey: true).Add<PutTarget>(Right.Plan).Add<DeleteTarget>(Right.Plan);

        Group(routes, "Actuals")
            .Add<ListActuals>(Right.Read).Add<GetActual>(Right.Read).Add<ListActualRevisions>(Right.Read)
            .Add<PostActuals>(Right.Report, takesIdempotencyKey: true).Add<PutActual>(Right.Report).Add<DeleteActual>(Right.Report);

        Group(routes, "Submissions")
            .Add<ListSubmissions>(Right.Report).Add<GetSubmission>(Right.Report)
            .Add<ApproveSubmission>(Right.Report).Add<RejectSubmission>(Right.Report).Add<WithdrawSubmission>(Right.Report);

        Group(routes, "Closures")
            .Add<ListClosures>(Right.Read).Add<GetClosure>(Right.Read)
            .Add<PostClosure>(Right.Plan, takesIdempotencyKey: true).Add<ReopenClosure>(Right.Plan);
        Group(routes, "Imports")
            .Add<ListImports>(Right.Report).Add<GetImport>(Right.Report).Add<ListImportErrors>(Right.Report).Add<ListImportChanges>(Right.Report).Add<GetImportEvents>(Right.Report)
            .Add<PostImports>(Right.Report, takesIdempotencyKey: true).Add<DeleteImport>(Right.Report);

        Group(routes, "DHIS2")
            .Add<GetDataValueSets>(Right.Read).Add<PostDataValueSets>(Right.Report, takesIdempotencyKey: true);

        Group(routes, "Published figures")
            .Add<ListClaims>(Right.Read).Add<PostClaims>(Right.Plan, takesIdempotencyKey: true)
            .Add<ListBenchmarks>(Right.Read).Add<PostBenchmarks>(Right.Plan, takesIdempotencyKey: true);

        Group(routes, "Achievements")
            .Add<ListAchievements>(Right.Read).Add<GetScorecard>(Right.Read).Add<GetAchievement>(Right.Read)
            .Add<GetSummary>(Right.Read).Add<GetSeries>(Right.Read).Add<GetRanking>(Right.Read);

        Group(routes, "Embeds")
            .Add<GetEmbed>(Right.Read).Add<GetEmbedBadge>(Right.Read).Add<GetEmbedTargetBadge>(Right.Read);

        Group(routes, "Quality")
            .Add<ListQualityWarnings>(Right.Read);

        Group(routes, "Files")
            .Add<GetOfficialSheet>(Right.Read).Add<GetOfficialPage>(Right.Read).Add<GetActualsTemplate>(Right.Read);

        Group(routes, "Keys")
            .Add<ListKeys>(Right.Administer).Add<PostKeys>(Right.Administer).Add<DeleteKey>(Right.Administer);

        Group(routes, "Audit")
            .Add<ListAudit>(Right.Administer);

        Group(routes, "Operations")
            .Add<GetReadiness>().Add<GetMetrics>(Right.Measure);
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
