using System.Globalization;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Actuals;

public sealed class ApproveSubmission : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/submissions/{id}/approval", HandleAsync);

    /// <summary>Records the figures of a submission, all or none. By another key than the one that submitted it, for all its units.</summary>
    /// <remarks>Only while every figure is at the version that the submission was based on: 409 says which is not.</remarks>
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
        if (submission.SubmittedById == caller.Identity) return new Problem(ErrorCodes.OwnSubmission);
        var reference = await cache.GetAsync(cancellationToken);
        var items = SubmittedItem.Read(submission);
        string Where(int index, string member) => string.Create(CultureInfo.InvariantCulture, $"figures[{index}].{member}");
        var writes = items.Select((item, i) => item.ToWrite(reference, errors, member => Where(i, member))).ToList();
        if (errors.AreFatal(out problem)) return problem;

        var (connection, transaction) = await StoreActuals.BeginAsync(database, cancellationToken);
        await using var _ = connection;
        await using var __ = transaction;
        if (!await new ActualWriter(connection, transaction, clock).CompareAsync(writes, cancellationToken)) return new Problem(ErrorCodes.Conflict);
        for (var i = 0; i < items.Count; i++)
        {
            if (writes[i].StoredVersion != items[i].BasedOn) errors.Add($"figures[{i}]", ErrorCodes.StaleSubmission, items[i].BasedOn ?? 0, writes[i].StoredVersion ?? 0);
        }
        if (errors.AreFatal(out problem)) return problem;
        if (await StoreActuals.ClosedAsync(writes, Where, reference, connection, transaction, cancellationToken) is { } closed) return closed;
        var decision = SubmissionResponse.Decide(submission, SubmissionState.Approved, reason, caller, clock);
        if (!await Submissions.DecideAsync(connection, transaction, submission, decision, caller.Author, cancellationToken)) return new Problem(ErrorCodes.Conflict);
        await StoreActuals.WriteAsync(writes, caller.Author with { Name = $"{submission.SubmittedBy} (approved by {caller.Name})" }, connection, transaction, clock, cancellationToken);
        await ConfirmedCommits.CommitAsync(transaction, cancellationToken);
        submission.Decision = decision;
        return TypedResults.Ok(SubmissionResponse.From(submission, reference));
    }
}
