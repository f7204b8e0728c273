using IndicatorApi.Features.Actuals;
using IndicatorApi.Features.Dhis2;
using IndicatorApi.Features.Imports;
using IndicatorApi.Features.Submissions;
using IndicatorApi.Http;

namespace IndicatorApi;

/// <summary>Every endpoint, by noun and by the right it asks for. A test fails when one is forgotten here.</summary>
public static class Endpoints
{
    /// <summary>Adds all endpoints to the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Group(routes, "Actuals")
            .Add<ListActuals>(Right.Read).Add<GetActual>(Right.Read).Add<ListActualRevisions>(Right.Read)
            .Add<PostActual>(Right.Report, takesIdempotencyKey: true).Add<PostActualBatch>(Right.Report, takesIdempotencyKey: true).Add<PutActual>(Right.Report).Add<DeleteActual>(Right.Report);

        Group(routes, "Submissions")
            .Add<ListSubmissions>(Right.Report).Add<GetSubmission>(Right.Report)
            .Add<ApproveSubmission>(Right.Report).Add<RejectSubmission>(Right.Report).Add<WithdrawSubmission>(Right.Report);

        Group(routes, "Imports")
            .Add<ListImports>(Right.Report).Add<GetImport>(Right.Report).Add<ListImportErrors>(Right.Report).Add<ListImportChanges>(Right.Report).Add<GetImportEvents>(Right.Report)
            .Add<PostImports>(Right.Report, takesIdempotencyKey: true).Add<DeleteImport>(Right.Report);

        Group(routes, "DHIS2")
            .Add<GetDataValueSets>(Right.Read).Add<PostDataValueSets>(Right.Report, takesIdempotencyKey: true);
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
