using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Figures;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Actuals;

/// <summary>Records the figures of a body; what the routes for one and for many share.</summary>
public sealed class ReportFigures(Recordings recordings, IndicatorDbContext context, ReferenceDataCache cache, ActualEffects effects, FutureQuality quality)
{
    /// <summary>Reports one that is new.</summary>
    public async Task<Results<Created<ActualResponse>, Ok<ActualResponse>, Accepted<SubmissionResponse>,
    Problem>> OneAsync(ActualItem item, HttpContext http, CancellationToken cancellationToken)
    {
        var report = await RunAsync(Batch<ActualItem>.One(item), http, cancellationToken);
        if (report.Problem is not null) return report.Problem;
        if (report.Submission is not null) return report.Submission;
        http.Response.Headers.ETag = ETags.Of(report.Row!.RowVersion);
        var answer = ActualResponse.From(report.Row, report.Reference);
        return report.Counts!.Created == 1 ? TypedResults.Created($"/api/v1/actuals/{Address(item)}", answer) : TypedResults.Ok(answer);
    }

    /// <summary>Reports many: all or none.</summary>
    public async Task<Results<Ok<ActualBatchResponse>, Accepted<SubmissionResponse>,
    Problem>> ManyAsync(Batch<ActualItem> body, HttpContext http, CancellationToken cancellationToken)
    {
        var report = await RunAsync(body, http, cancellationToken);
        if (report.Problem is not null) return report.Problem;
        return report.Submission is not null ? report.Submission : TypedResults.Ok(report.Counts);
    }

    private async Task<Report> RunAsync(Batch<ActualItem> body, HttpContext http, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var caller = Caller.Of(http.User);
        var errors = new Errors();
        var wanted = ActualItem.Read(body, reference, caller, errors);
        if (errors.AreFatal(out var problem)) return new(reference) { Problem = problem };

        await using var recording = await recordings.BeginAsync(reference, caller.Author, cancellationToken);
        if ((await recording.CompareAsync(wanted, cancellationToken)).IsRefused(out var refusal, out var compared))
            return new(reference) { Problem = refusal.ToProblem(body.Where) };
        if (body.IsSingle && compared.All[0].Change == ActualChange.Updated)
            return new(reference) { Problem = new Problem(ErrorCodes.AlreadyExists, Address(body.Items[0])) };
        if ((await recording.AllowAsync(compared, cancellationToken)).IsRefused(out refusal, out var allowed))
            return new(reference) { Problem = refusal.ToProblem(body.Where) };
        if (body.DryRun)
        {
            var warnings = await quality.OfAsync(reference, allowed, cancellationToken);
            return new(reference) { Counts = Count(allowed, await effects.OfAsync(recording, allowed, cancellationToken), warnings) };
        }
        var recorded = await recording.RecordAsync(allowed, cancellationToken);
        if (recorded.IsSubmitted(out var submission, out var rows))
            return new(reference) { Submission = await SubmissionResponse.AcceptedAsync(submission, context, reference, cancellationToken) };
        return new(reference) { Counts = Count(allowed, null, null), Row = body.IsSingle ? rows[0] : null };
    }

    private static ActualBatchResponse Count(AllowedFigures figures, IReadOnlyList<FigureChange>? changes, IReadOnlyList<QualityRow>? warnings) =>
        new(figures.Count(ActualChange.Created), figures.Count(ActualChange.Updated), figures.Count(ActualChange.Unchanged), changes is not null, changes,
            warnings);

    private static string Address(ActualItem item) =>
        $"{item.OrgUnit}/{item.Indicator}/{item.Period}{(item.Group is null ? "" : $"?group={item.Group}")}";

    /// <summary>What came of a body: a problem, a submission, or what was recorded.</summary>
    private sealed record Report(ReferenceData Reference)
    {
        public Problem? Problem { get; init; }

        public Accepted<SubmissionResponse>? Submission { get; init; }

        public ActualBatchResponse? Counts { get; init; }

        public Actual? Row { get; init; }
    }
}
