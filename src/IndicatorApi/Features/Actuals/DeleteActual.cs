using IndicatorApi.Data;
using IndicatorApi.Features.Submissions;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Actuals;

public sealed class DeleteActual : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapDelete("/api/v1/actuals/{orgUnit}/{indicator}/{period}", HandleAsync);

    /// <summary>Withdraws one figure under <c>If-Match</c> with its ETag. Its revisions stay, and so does the fact of the withdrawal.</summary>
    /// <remarks>Where a second person approves the unit's figures, the withdrawal becomes a submission: 202.</remarks>
    /// <param name="orgUnit">The unit's code.</param>
    /// <param name="indicator">The indicator's code.</param>
    /// <param name="period">The time it is about.</param>
    /// <param name="group">The sub-group it is for; the whole when left out.</param>
    /// <param name="reason">Why; kept with the revision.</param>
    internal static async Task<Results<NoContent, Accepted<SubmissionResponse>, Problem>> HandleAsync(
        string orgUnit, string indicator, string period, string? group, string? reason,
        HttpContext http, Recordings recordings, IndicatorDbContext context, ReferenceDataCache cache, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var (place, unknown) = ActualPlace.Find(orgUnit, indicator, period, reference);
        if (place is null) return unknown!;
        var caller = Caller.Of(http.User);
        if (caller.Scope.Refusal(place.Unit, reference.PathIn(place.Unit, place.Period)) is { } foreign) return foreign;
        var errors = new Errors();
        var wanted = place.ToWithdrawal(group, Text.Clean(errors, "reason", reason, 1000));
        if (errors.AreFatal(out var problem)) return problem;

        await using var recording = await recordings.BeginAsync(reference, caller.Author, cancellationToken);
        if ((await recording.CompareAsync([wanted], cancellationToken)).IsRefused(out var refusal, out var compared)) return refusal.ToProblem();
        if (compared.All[0].Stored is not { } stored) return Problem.Unknown(Noun.Actual, $"{orgUnit}/{indicator}/{place.Period}");
        if (ETags.Refusal(http, ETags.Of(stored.RowVersion)) is { } stale) return stale;
        if ((await recording.AllowAsync(compared, cancellationToken)).IsRefused(out refusal, out var allowed)) return refusal.ToProblem();
        var recorded = await recording.RecordAsync(allowed, cancellationToken);
        if (!recorded.IsSubmitted(out var submission, out _)) return TypedResults.NoContent();
        return await SubmissionResponse.AcceptedAsync(submission, context, reference, cancellationToken);
    }
}
