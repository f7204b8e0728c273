using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Imports;

public sealed class GetImportEvents(ImportJobs jobs, Standings standings, FactSnapshot snapshot, TimeProvider clock)
    : Endpoint<ImportRequest, Results<ServerSentEventsResult<ImportResponse>, Problem>>
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(300);

    public override void Configure()
    {
        Get("/api/v1/imports/{id}/events");
        Group<ImportsGroup>();
        Metadata(new SeesEveryWrite());
        Policies(Right.Report);
    }

    /// <summary>Server-sent events: <c>progress</c> whenever something changes, then <c>ended</c>, and the stream closes. Each holds the import.</summary>
    public override async Task<Results<ServerSentEventsResult<ImportResponse>, Problem>> ExecuteAsync(
        ImportRequest request, CancellationToken cancellationToken)
    {
        var (job, unknown) = await ImportSight.FindAsync(request.Id, jobs, HttpContext, cancellationToken);
        if (job is null) return unknown!;
        HttpContext.Response.Headers.CacheControl = "no-store";
        return TypedResults.ServerSentEvents(FollowAsync(job, cancellationToken));
    }

    // A stream may outlive what the caller showed when it began.
    private async Task<bool> MayStillAsync(CancellationToken cancellationToken)
    {
        var caller = Caller.Of(User);
        return await standings.ReportingAsync(caller.Identity, caller.ExpiresAt, caller.Grant, cancellationToken) is not null;
    }

    private async IAsyncEnumerable<SseItem<ImportResponse>> FollowAsync(ImportJob? job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ImportResponse? last = null;
        for (; job is not null; job = await jobs.FindAsync(job.Id, cancellationToken))
        {
            var now = ImportResponse.From(job);
            // Who hears that it ended finds what it stored.
            if (now.HasEnded) await snapshot.AfterWriteAsync();
            if (now != last) yield return new SseItem<ImportResponse>(now, now.HasEnded ? "ended" : "progress");
            if (now.HasEnded || !await MayStillAsync(cancellationToken)) yield break;
            last = now;
            await Task.Delay(Look, clock, cancellationToken);
        }
    }
}
