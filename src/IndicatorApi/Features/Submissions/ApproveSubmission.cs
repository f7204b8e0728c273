using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Submissions;

public sealed class ApproveSubmission : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/submissions/{id}/approval", HandleAsync);

    /// <summary>Records the figures of a submission, all or none. By another key than the one that submitted it, for all its units.</summary>
    /// <remarks>Only while every figure is at the version that the submission was based on: 409 says which is not.</remarks>
    /// <param name="id">The submission's id.</param>
    internal static Task<Results<Ok<SubmissionResponse>, Problem>> HandleAsync(
        string id, DecisionBody? body, HttpContext http, DecideSubmissions decide, CancellationToken cancellationToken) =>
        decide.ApproveAsync(id, body?.Reason, Caller.Of(http.User), cancellationToken);
}
