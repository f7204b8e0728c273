using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Figures;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Actuals;

public sealed class DeleteActual(Recordings recordings, IndicatorDbContext context, ReferenceDataCache cache)
    : Endpoint<DeleteActualRequest, Results<NoContent, Accepted<SubmissionResponse>, Problem>>
{
    public override void Configure()
    {
        Delete("/api/v1/actuals/{orgUnit}/{indicator}/{period}");
        Group<ActualsGroup>();
        Policies(Right.Report);
    }

    /// <summary>Withdraws one figure under <c>If-Match</c> with its ETag. Its revisions stay, and so does the fact of the withdrawal.</summary>
    /// <remarks>Where a second person approves the unit's figures, the withdrawal becomes a submission: 202.</remarks>
    public override async Task<Results<NoContent, Accepted<SubmissionResponse>, Problem>> ExecuteAsync(
        DeleteActualRequest request, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var (place, unknown) = ActualPlace.Find(request.OrgUnit, request.Indicator, request.Period, reference);
        if (place is null) return unknown!;
        var caller = Caller.Of(User);
        if (caller.Grant.Refusal(place.Unit, reference.PathIn(place.Unit, place.Period)) is { } foreign) return foreign;
        var errors = new Errors();
        var wanted = place.ToWithdrawal(request.Group, Text.Clean(errors, "reason", request.Reason, 1000));
        if (errors.AreFatal(out var problem)) return problem;

        await using var recording = await recordings.BeginAsync(reference, caller.Author, cancellationToken);
        if ((await recording.CompareAsync([wanted], cancellationToken)).IsRefused(out var refusal, out var compared)) return refusal.ToProblem();
        if (compared.All[0].Stored is not { } stored) return Problem.Unknown(Noun.Actual, $"{request.OrgUnit}/{request.Indicator}/{place.Period}");
        if (ETags.Refusal(HttpContext, ETags.Of(stored.RowVersion)) is { } stale) return stale;
        if ((await recording.AllowAsync(compared, cancellationToken)).IsRefused(out refusal, out var allowed)) return refusal.ToProblem();
        var recorded = await recording.RecordAsync(allowed, cancellationToken);
        if (!recorded.IsSubmitted(out var submission, out _)) return TypedResults.NoContent();
        return await SubmissionResponse.AcceptedAsync(submission, context, reference, cancellationToken);
    }
}

/// <summary>Which figure, and why.</summary>
public sealed record DeleteActualRequest
{
    /// <summary>The unit's code.</summary>
    [RouteParam] public required string OrgUnit { get; init; }

    /// <summary>The indicator's code.</summary>
    [RouteParam] public required string Indicator { get; init; }

    /// <summary>The time it is about.</summary>
    [RouteParam] public required string Period { get; init; }

    /// <summary>The sub-group it is for; the whole when left out.</summary>
    [QueryParam] public string? Group { get; init; }

    /// <summary>Why; kept with the revision.</summary>
    [QueryParam] public string? Reason { get; init; }
}
