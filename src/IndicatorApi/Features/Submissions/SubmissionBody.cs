using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Actuals;

/// <summary>What is said with a decision.</summary>
public sealed record DecisionBody
{
    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}

/// <summary>Why a submission is rejected.</summary>
public sealed record RejectionBody
{
    /// <summary>Why: who submitted it has to know what to mend.</summary>
    public required string Reason { get; init; }
}

/// <summary>One figure of a submission.</summary>
public record SubmittedItem
{
    /// <summary>The figure as it would be recorded; for a withdrawal only its place.</summary>
    public required ActualItem Figure { get; init; }

    /// <summary>True when the figure is to be withdrawn.</summary>
    public required bool Removes { get; init; }

    /// <summary>The version that was current when it was submitted; null when there was no figure.</summary>
    public required long? BasedOn { get; init; }

    /// <summary>The row of a submission of these changes.</summary>
    public static Submission Submit(IReadOnlyList<ActualWrite> changes, ReferenceData reference, Caller caller, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var items = JsonSerializer.Serialize(changes.Select(write => From(write, reference)).ToList(), WireJson.Options);
        return new Submission
        {
            Id = Guid.CreateVersion7(now),
            Units = [.. changes.Select(write => write.Figure.OrganisationUnitId).Distinct()],
            Indicators = [.. changes.Select(write => write.Figure.IndicatorId).Distinct()],
            Items = items,
            ItemsHash = SHA256.HashData(Encoding.UTF8.GetBytes(items)),
            Count = changes.Count,
            SubmittedAt = now,
            SubmittedBy = caller.Name,
            SubmittedById = caller.Identity,
        };
    }

    /// <summary>The figures of a stored submission.</summary>
    public static List<SubmittedItem> Read(Submission submission) => JsonSerializer.Deserialize<List<SubmittedItem>>(submission.Items, WireJson.Options)!;

    /// <summary>The write of this figure: dated and checked again, for a definition or a term may have changed since.</summary>
    public ActualWrite ToWrite(ReferenceData reference, Errors errors, Func<string, string> where)
    {
        // Neither can have been removed: a submission counts as a use of both.
        var place = new ActualPlace(reference.Unit(Figure.OrgUnit)!, reference.Indicator(Figure.Indicator)!, Figure.Period);
        return Removes ? place.ToRemoval(Figure.Group, Figure.Reason, reference) : Figure.ToWrite(place.Unit, place.Indicator, place.Period, reference, errors, where);
    }

    private static SubmittedItem From(ActualWrite write, ReferenceData reference) => new()
    {
        Figure = new ActualItem
        {
            OrgUnit = reference.Unit(write.Figure.OrganisationUnitId).Code,
            Indicator = reference.Indicator(write.Figure.IndicatorId).Code,
            Period = Period.Parse(write.Figure.Period, null),
            Group = write.Figure.GroupCode.Length > 0 ? write.Figure.GroupCode : null,
            Value = write.Figure.Value,
            Numerator = write.Figure.Numerator,
            Denominator = write.Figure.Denominator,
            Level = write.Figure.Level,
            Bound = write.Figure.Bound,
            Status = write.Figure.Status,
            Source = write.Figure.Source,
            Note = write.Figure.Note,
            Reason = write.Reason,
        },
        Removes = write.Removes,
        BasedOn = write.StoredVersion,
    };
}

/// <summary>Figures that wait, or waited, for a second person.</summary>
public record SubmissionResponse
{
    /// <summary>Its identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>How far it has got.</summary>
    public required SubmissionState State { get; init; }

    /// <summary>Codes of the units whose figures it has.</summary>
    public required IReadOnlyList<string> OrgUnits { get; init; }

    /// <summary>How many figures it has.</summary>
    public required int Count { get; init; }

    /// <summary>When it was submitted.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Who submitted it.</summary>
    public required string SubmittedBy { get; init; }

    /// <summary>When it was decided; null while it waits.</summary>
    public required DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Who decided; null while it waits.</summary>
    public required string? DecidedBy { get; init; }

    /// <summary>What was said with the decision.</summary>
    public required string? Reason { get; init; }

    /// <summary>The answer for a stored submission.</summary>
    public static SubmissionResponse From(Submission submission, ReferenceData reference) => new()
    {
        Id = submission.Id,
        State = submission.Decision?.State ?? SubmissionState.Pending,
        OrgUnits = [.. submission.Units.Select(unit => reference.Unit(unit).Code).Order(StringComparer.Ordinal)],
        Count = submission.Count,
        SubmittedAt = submission.SubmittedAt,
        SubmittedBy = submission.SubmittedBy,
        DecidedAt = submission.Decision?.DecidedAt,
        DecidedBy = submission.Decision?.DecidedBy,
        Reason = submission.Decision?.Reason,
    };

    /// <summary>202 with the submission as it is stored and its address.</summary>
    public static async Task<Accepted<SubmissionResponse>> AcceptedAsync(Guid id, IndicatorDbContext context, ReferenceData reference, CancellationToken cancellationToken) =>
        TypedResults.Accepted($"/api/v1/submissions/{id}", From(await WithoutItems(context).SingleAsync(row => row.Id == id, cancellationToken), reference));

    /// <summary>Submissions with their decision and without their figures, which may be many.</summary>
    public static IQueryable<Submission> WithoutItems(IndicatorDbContext context) => context.Submissions.AsNoTracking().Select(row => new Submission
    {
        Id = row.Id,
        Units = row.Units,
        Indicators = row.Indicators,
        Items = "",
        ItemsHash = row.ItemsHash,
        Count = row.Count,
        SubmittedAt = row.SubmittedAt,
        SubmittedBy = row.SubmittedBy,
        SubmittedById = row.SubmittedById,
        Decision = row.Decision,
    });

    /// <summary>The submission that a caller wants to decide about, while it waits and its units are all theirs.</summary>
    public static async Task<(Submission? Submission, Problem? Problem)> FindPendingAsync(
        string id, Caller caller, IndicatorDbContext context, ReferenceDataCache cache, CancellationToken cancellationToken)
    {
        var submission = !Guid.TryParse(id, out var key) ? null
            : await context.Submissions.AsNoTracking().Include(row => row.Decision).SingleOrDefaultAsync(row => row.Id == key, cancellationToken);
        if (submission is null) return (null, Problem.Unknown(Noun.Submission, id));
        var reference = await cache.GetAsync(cancellationToken);
        var foreign = submission.Units.Select(reference.Unit).FirstOrDefault(unit => !caller.Scope.Covers(unit));
        if (foreign is not null) return (null, caller.Scope.Refusal(foreign));
        return submission.Decision is { } decision ? (null, new Problem(ErrorCodes.AlreadyDecided, WireNames<SubmissionState>.Of(decision.State))) : (submission, null);
    }

    /// <summary>The decision of a caller about a submission.</summary>
    public static SubmissionDecision Decide(Submission submission, SubmissionState state, string? reason, Caller caller, TimeProvider clock) => new()
    {
        SubmissionId = submission.Id,
        State = state,
        Reason = reason,
        DecidedAt = clock.GetUtcNow(),
        DecidedBy = caller.Name,
        DecidedById = caller.Identity,
    };

    /// <summary>Ends a submission without recording its figures; null when somebody was quicker.</summary>
    public static async Task<SubmissionResponse?> EndAsync(
        Submission submission, SubmissionState state, string? reason, Caller caller, Database database, ReferenceDataCache cache, TimeProvider clock, CancellationToken cancellationToken)
    {
        submission.Decision = Decide(submission, state, reason, caller, clock);
        var (connection, transaction) = await StoreActuals.BeginAsync(database, cancellationToken);
        await using var _ = connection;
        await using var __ = transaction;
        if (!await Submissions.DecideAsync(connection, transaction, submission, submission.Decision, caller.Author, cancellationToken)) return null;
        await ConfirmedCommits.CommitAsync(transaction, cancellationToken);
        return From(submission, await cache.GetAsync(cancellationToken));
    }
}
