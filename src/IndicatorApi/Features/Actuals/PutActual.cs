using IndicatorApi.Data;
using IndicatorApi.Features.Submissions;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Actuals;

public sealed class PutActual : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapPut("/api/v1/actuals/{orgUnit}/{indicator}/{period}", HandleAsync);

    /// <summary>Reports or corrects one figure. One that exists is replaced only under <c>If-Match</c> with its ETag; the old one stays in the revisions.</summary>
    /// <remarks>Where a second person approves the unit's figures, it becomes a submission: 202.</remarks>
    /// <param name="orgUnit">The unit's code.</param>
    /// <param name="indicator">The indicator's code.</param>
    /// <param name="period">The time it is about.</param>
    /// <param name="group">The sub-group it is for; may stand in the body instead.</param>
    internal static async Task<Results<Ok<ActualResponse>, Created<ActualResponse>, Accepted<SubmissionResponse>, Problem>> HandleAsync(
        string orgUnit, string indicator, string period, string? group, ActualBody body,
        HttpContext http, Recordings recordings, IndicatorDbContext context, ReferenceDataCache cache, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var (place, unknown) = ActualPlace.Find(orgUnit, indicator, period, reference);
        if (place is null) return unknown!;
        var caller = Caller.Of(http.User);
        if (caller.Scope.Refusal(place.Unit, reference.PathIn(place.Unit, place.Period)) is { } foreign) return foreign;
        var errors = new Errors();
        if (group is not null && body.Group is not null && group != body.Group) errors.Add("group", ErrorCodes.CodeDiffers);
        var wanted = (body with { Group = group ?? body.Group }).ToWanted(place, errors, member => member);
        if (errors.AreFatal(out var problem)) return problem;

        await using var recording = await recordings.BeginAsync(reference, caller.Author, cancellationToken);
        if ((await recording.CompareAsync([wanted], cancellationToken)).IsRefused(out var refusal, out var compared)) return refusal.ToProblem();
        if ((compared.All[0].Stored is { } stored ? ETags.Refusal(http, ETags.Of(stored.RowVersion)) : ETags.RefusalOfNew(http)) is { } stale) return stale;
        if ((await recording.AllowAsync(compared, cancellationToken)).IsRefused(out refusal, out var allowed)) return refusal.ToProblem();
        var recorded = await recording.RecordAsync(allowed, cancellationToken);
        if (recorded.IsSubmitted(out var submission, out var rows))
            return await SubmissionResponse.AcceptedAsync(submission, context, reference, cancellationToken);
        http.Response.Headers.ETag = ETags.Of(rows[0].RowVersion);
        var answer = ActualResponse.From(rows[0], reference);
        if (allowed.Count(ActualChange.Created) == 0) return TypedResults.Ok(answer);
        return TypedResults.Created(http.Request.Path.Value + http.Request.QueryString, answer);
    }
}
