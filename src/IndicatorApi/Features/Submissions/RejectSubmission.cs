using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Submissions;

public sealed class RejectSubmission : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/submissions/{id}/rejection", HandleAsync);

    /// <summary>Ends a submission without recording its figures. By another key than the one that submitted it, for all its units.</summary>
    /// <param name="id">The submission's id.</param>
    internal static Task<Results<Ok<SubmissionResponse>, Problem>> HandleAsync(
        string id, RejectionBody body, HttpContext http, DecideSubmissions decide, CancellationToken cancellationToken) =>
        decide.RejectAsync(id, body.Reason, Caller.Of(http.User), cancellationToken);
}
