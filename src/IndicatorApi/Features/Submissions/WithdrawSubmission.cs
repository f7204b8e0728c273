using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Submissions;

public sealed class WithdrawSubmission : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/submissions/{id}/withdrawal", HandleAsync);

    /// <summary>Takes a submission back, without recording its figures. Only by the key that submitted it.</summary>
    /// <param name="id">The submission's id.</param>
    internal static Task<Results<Ok<SubmissionResponse>, Problem>> HandleAsync(
        string id, DecisionBody? body, HttpContext http, DecideSubmissions decide, CancellationToken cancellationToken) =>
        decide.WithdrawAsync(id, body?.Reason, Caller.Of(http.User), cancellationToken);
}
