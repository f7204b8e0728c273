using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Figures;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Actuals;

public sealed class PutActual(Recordings recordings, IndicatorDbContext context, ReferenceDataCache cache)
    : Endpoint<PutActualRequest, Results<Ok<ActualResponse>, Created<ActualResponse>, Accepted<SubmissionResponse>, Problem>>
{
    public override void Configure()
    {
        Put("/api/v1/actuals/{orgUnit}/{indicator}/{period}");
        Group<ActualsGroup>();
        Policies(Right.Report);
    }

    /// <summary>Reports or corrects one figure. One that exists is replaced only under <c>If-Match</c> with its ETag; the old one stays in the
    /// revisions.</summary>
    /// <remarks>Where a second person approves the unit's figures, it becomes a submission: 202.</remarks>
    public override async Task<Results<Ok<ActualResponse>, Created<ActualResponse>, Accepted<SubmissionResponse>, Problem>> ExecuteAsync(
        PutActualRequest request, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var (place, unknown) = ActualPlace.Find(request.OrgUnit, request.Indicator, request.Period, reference);
        if (place is null) return unknown!;
        var caller = Caller.Of(User);
        if (caller.Grant.Refusal(place.Unit, reference.PathIn(place.Unit, place.Period)) is { } foreign) return foreign;
        var errors = new Errors();
        var (group, body) = (request.Group, request.Body);
        if (group is not null && body.Group is not null && group != body.Group) errors.Add("group", ErrorCodes.CodeDiffers);
        var wanted = (body with { Group = group ?? body.Group }).ToWanted(place, errors, member => member);
        if (errors.AreFatal(out var problem)) return problem;

        await using var recording = await recordings.BeginAsync(reference, caller.Author, cancellationToken);
        if ((await recording.CompareAsync([wanted], cancellationToken)).IsRefused(out var refusal, out var compared)) return refusal.ToProblem();
        if ((compared.All[0].Stored is { } stored ? ETags.Refusal(HttpContext, ETags.Of(stored.RowVersion))
            : ETags.RefusalOfNew(HttpContext)) is { } stale) return stale;
        if ((await recording.AllowAsync(compared, cancellationToken)).IsRefused(out refusal, out var allowed)) return refusal.ToProblem();
        var recorded = await recording.RecordAsync(allowed, cancellationToken);
        if (recorded.IsSubmitted(out var submission, out var rows))
            return await SubmissionResponse.AcceptedAsync(submission, context, reference, cancellationToken);
        HttpContext.Response.Headers.ETag = ETags.Of(rows[0].RowVersion);
        var answer = ActualResponse.From(rows[0], reference);
        if (allowed.Count(ActualChange.Created) == 0) return TypedResults.Ok(answer);
        return TypedResults.Created(HttpContext.Request.Path.Value + HttpContext.Request.QueryString, answer);
    }
}

/// <summary>A figure and its place.</summary>
public sealed record PutActualRequest
{
    /// <summary>The unit's code.</summary>
    [RouteParam] public required string OrgUnit { get; init; }

    /// <summary>The indicator's code.</summary>
    [RouteParam] public required string Indicator { get; init; }

    /// <summary>The time it is about.</summary>
    [RouteParam] public required string Period { get; init; }

    /// <summary>The sub-group it is for; may stand in the body instead.</summary>
    [QueryParam] public string? Group { get; init; }

    /// <summary>The figure.</summary>
    [FromBody] public required ActualBody Body { get; init; }
}
