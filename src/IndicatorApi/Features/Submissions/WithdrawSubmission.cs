using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Actuals;

public sealed class WithdrawSubmission : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/submissions/{id}/withdrawal", HandleAsync);

    /// <summary>Takes a submission back, without recording its figures. Only by the key that submitted it.</summary>
    /// <param name="id">The submission's id.</param>
    internal static async Task<Results<Ok<SubmissionResponse>, Problem>> HandleAsync(
        string id, DecisionBody? body, HttpContext http, Database database, IndicatorDbContext context, ReferenceDataCache cache, TimeProvider clock, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var reason = Text.Clean(errors, "reason", body?.Reason, 1000);
        if (errors.AreFatal(out var problem)) return problem;
        var caller = Caller.Of(http.User);
        var (submission, refused) = await SubmissionResponse.FindPendingAsync(id, caller, context, cache, cancellationToken);
        if (submission is null) return refused!;
        if (submission.SubmittedById != caller.Identity) return new Problem(ErrorCodes.ForeignSubmission);
        return await SubmissionResponse.EndAsync(submission, SubmissionState.Withdrawn, reason, caller, database, cache, clock, cancellationToken) is { } ended
            ? TypedResults.Ok(ended) : new Problem(ErrorCodes.Conflict);
    }
}
