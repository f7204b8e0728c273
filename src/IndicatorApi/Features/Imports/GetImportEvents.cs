using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Imports;

public sealed class GetImportEvents : IEndpoint
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(300);

    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/imports/{id}/events", HandleAsync);

    /// <summary>Server-sent events: <c>progress</c> whenever something changes, then <c>ended</c>, and the stream closes. Each holds the import.</summary>
    /// <param name="id">The import's id.</param>
    internal static async Task<Results<ServerSentEventsResult<ImportResponse>, Problem>> HandleAsync(
        string id, ImportJobs jobs, TimeProvider clock, HttpContext http, CancellationToken cancellationToken)
    {
        var (job, unknown) = await ImportSight.FindAsync(id, jobs, http, cancellationToken);
        if (job is null) return unknown!;
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.ServerSentEvents(FollowAsync(job, jobs, clock, cancellationToken));
    }

    private static async IAsyncEnumerable<SseItem<ImportResponse>> FollowAsync(ImportJob? job, ImportJobs jobs, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ImportResponse? last = null;
        for (; job is not null; job = await jobs.FindAsync(job.Id, cancellationToken))
        {
            var now = ImportResponse.From(job);
            if (now != last) yield return new SseItem<ImportResponse>(now, now.HasEnded ? "ended" : "progress");
            if (now.HasEnded) yield break;
            last = now;
            await Task.Delay(Look, clock, cancellationToken);
        }
    }
}
