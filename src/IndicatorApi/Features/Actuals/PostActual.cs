using IndicatorApi.Features.Submissions;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Actuals;

public sealed class PostActual : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/actuals", HandleAsync);

    /// <summary>Reports one figure that is new; the same body again changes nothing.</summary>
    /// <remarks>Where a second person approves the unit's figures, it becomes a submission: 202.</remarks>
    internal static Task<Results<Created<ActualResponse>, Ok<ActualResponse>, Accepted<SubmissionResponse>, Problem>> HandleAsync(
        ActualItem body, ReportFigures report, HttpContext http, CancellationToken cancellationToken) => report.OneAsync(body, http, cancellationToken);
}
