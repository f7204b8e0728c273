using IndicatorApi.Data;
using IndicatorApi.Features.Submissions;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Actuals;

public sealed class PostActuals : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/actuals", HandleAsync);

    /// <summary>Reports one figure, or many: all or none; figures that are there are replaced, the same body again changes nothing. A dry run shows what would change, with the percents before and after.</summary>
    /// <remarks>Where a second person approves the figures of one of the units, those that change become one submission: 202.</remarks>
    internal static async Task<Results<Created<ActualResponse>, Ok<ActualResponse>, Ok<ActualBatchResponse>, Accepted<SubmissionResponse>, Problem>> HandleAsync(
        OneOrMany<ActualItem> body, Recordings recordings, IndicatorDbContext context, ReferenceDataCache cache, ActualEffects effects,
        HttpContext http, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var caller = Caller.Of(http.User);
        var errors = new Errors();
        var wanted = ActualItem.Read(body, reference, caller, errors);
        if (errors.AreFatal(out var problem)) return problem;

        await using var recording = await recordings.BeginAsync(reference, caller.Author, cancellationToken);
        if ((await recording.CompareAsync(wanted, cancellationToken)).IsRefused(out var refusal, out var compared)) return refusal.ToProblem(body.Where);
        if (body.IsSingle && compared.All[0].Change == ActualChange.Updated) return new Problem(ErrorCodes.AlreadyExists, Address(body.Items[0]));
        if ((await recording.AllowAsync(compared, cancellationToken)).IsRefused(out refusal, out var allowed)) return refusal.ToProblem(body.Where);
        if (body.DryRun) return TypedResults.Ok(Count(allowed, await effects.OfAsync(recording, allowed, cancellationToken)));
        var recorded = await recording.RecordAsync(allowed, cancellationToken);
        if (recorded.IsSubmitted(out var submission, out var rows))
            return await SubmissionResponse.AcceptedAsync(submission, context, reference, cancellationToken);
        if (!body.IsSingle) return TypedResults.Ok(Count(allowed, null));

        http.Response.Headers.ETag = ETags.Of(rows[0].RowVersion);
        var answer = ActualResponse.From(rows[0], reference);
        return allowed.Count(ActualChange.Created) == 1 ? TypedResults.Created($"/api/v1/actuals/{Address(body.Items[0])}", answer) : TypedResults.Ok(answer);
    }

    private static ActualBatchResponse Count(AllowedFigures figures, IReadOnlyList<FigureChange>? changes) =>
        new(figures.Count(ActualChange.Created), figures.Count(ActualChange.Updated), figures.Count(ActualChange.Unchanged), changes is not null, changes);

    private static string Address(ActualItem item) =>
        $"{item.OrgUnit}/{item.Indicator}/{item.Period}{(item.Group is null ? "" : $"?group={item.Group}")}";
}

/// <summary>What a batch of figures did.</summary>
/// <param name="Created">Figures that were new.</param>
/// <param name="Updated">Figures that replaced others.</param>
/// <param name="Unchanged">Figures that were there already, with the same content.</param>
/// <param name="DryRun">True when nothing was stored.</param>
/// <param name="Changes">Of a dry run: what would change, in the order of the items, the first 1,000; null otherwise.</param>
public sealed record ActualBatchResponse(int Created, int Updated, int Unchanged, bool DryRun, IReadOnlyList<FigureChange>? Changes);
