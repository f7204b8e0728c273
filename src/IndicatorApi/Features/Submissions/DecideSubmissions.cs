using System.Globalization;
using IndicatorApi.Access;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Submissions;

/// <summary>Decides about submissions that wait: approves, rejects, or takes one back.</summary>
public sealed class DecideSubmissions(Recordings recordings, IndicatorDbContext context, ReferenceDataCache cache)
{
    /// <summary>Records the figures of a submission, while every one is at the version that it was based on.</summary>
    public async Task<Results<Ok<SubmissionResponse>, Problem>> ApproveAsync(string id, string? said, Caller caller, CancellationToken cancellationToken)
    {
        var (submission, reason, refused) = await FindAsync(id, said, caller, cancellationToken);
        if (submission is null) return refused!;
        if (submission.SubmittedById == caller.Identity) return new Problem(ErrorCodes.OwnSubmission);
        var reference = await cache.GetAsync(cancellationToken);
        var items = SubmittedItem.Read(submission);
        var errors = new Errors();
        var wanted = items.Select((item, i) => item.ToWanted(reference, errors, member => Where(i, member))).ToList();
        if (errors.AreFatal(out var problem)) return problem;

        await using var recording = await recordings.BeginAsync(reference, caller.Author, cancellationToken);
        if ((await recording.CompareAsync(wanted, cancellationToken)).IsRefused(out var refusal, out var compared)) return refusal.ToProblem(Where);
        foreach (var (i, (item, figure)) in items.Zip(compared.All).Index())
        {
            var version = figure.Stored?.RowVersion;
            if (version != item.BasedOn) errors.Add($"figures[{i}]", ErrorCodes.StaleSubmission, item.BasedOn ?? 0, version ?? 0);
        }
        if (errors.AreFatal(out problem)) return problem;
        if ((await recording.AllowAsync(compared, cancellationToken)).IsRefused(out refusal, out var allowed)) return refusal.ToProblem(Where);
        return Answer(submission, await recording.ApproveAsync(submission, allowed, reason, cancellationToken), reference);
    }

    /// <summary>Ends a submission without recording its figures; another key than the one that submitted it does.</summary>
    public async Task<Results<Ok<SubmissionResponse>, Problem>> RejectAsync(string id, string? said, Caller caller, CancellationToken cancellationToken)
    {
        var (submission, reason, refused) = await FindAsync(id, said, caller, cancellationToken);
        if (submission is null) return refused!;
        if (submission.SubmittedById == caller.Identity) return new Problem(ErrorCodes.OwnSubmission);
        return await EndAsync(submission, SubmissionState.Rejected, reason, caller, cancellationToken);
    }

    /// <summary>Takes a submission back; only the key that submitted it does.</summary>
    public async Task<Results<Ok<SubmissionResponse>, Problem>> WithdrawAsync(string id, string? said, Caller caller, CancellationToken cancellationToken)
    {
        var (submission, reason, refused) = await FindAsync(id, said, caller, cancellationToken);
        if (submission is null) return refused!;
        if (submission.SubmittedById != caller.Identity) return new Problem(ErrorCodes.ForeignSubmission);
        return await EndAsync(submission, SubmissionState.Withdrawn, reason, caller, cancellationToken);
    }

    private static string Where(int index, string member) => string.Create(CultureInfo.InvariantCulture, $"figures[{index}].{member}");

    // The submission, while it waits and its units are all the caller's, with what is said of it.
    private async Task<(Submission? Submission, string? Reason, Problem? Refused)> FindAsync(
        string id, string? said, Caller caller, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var reason = Text.Clean(errors, "reason", said, 1000);
        if (errors.AreFatal(out var problem)) return (null, null, problem);
        var submission = !Guid.TryParse(id, out var key) ? null
            : await context.Submissions.AsNoTracking().Include(row => row.Decision).SingleOrDefaultAsync(row => row.Id == key, cancellationToken);
        if (submission is null) return (null, null, Problem.Unknown(Noun.Submission, id));
        var reference = await cache.GetAsync(cancellationToken);
        var foreign = SubmittedItem.Read(submission).Select(item => item.Refusal(caller, reference)).OfType<Problem>().FirstOrDefault();
        if (foreign is not null) return (null, null, foreign);
        if (submission.Decision is not { } decision) return (submission, reason, null);
        return (null, null, new Problem(ErrorCodes.AlreadyDecided, WireNames<SubmissionState>.Of(decision.State)));
    }

    private async Task<Results<Ok<SubmissionResponse>, Problem>> EndAsync(
        Submission submission, SubmissionState state, string? reason, Caller caller, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        await using var recording = await recordings.BeginAsync(reference, caller.Author, cancellationToken);
        return Answer(submission, await recording.EndAsync(submission, state, reason, cancellationToken), reference);
    }

    private static Results<Ok<SubmissionResponse>, Problem> Answer(Submission submission, Outcome<SubmissionDecision> outcome, ReferenceData reference)
    {
        if (outcome.IsRefused(out var refusal, out var decision)) return refusal.ToProblem(Where);
        submission.Decision = decision;
        return TypedResults.Ok(SubmissionResponse.From(submission, reference));
    }
}
