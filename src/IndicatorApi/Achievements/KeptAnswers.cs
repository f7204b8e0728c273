using IndicatorApi.Data;
using Microsoft.AspNetCore.OutputCaching;

namespace IndicatorApi.Achievements;

/// <summary>Keeps whole answers that were made of the facts in memory: who asks the same before anything is written gets the same bytes.</summary>
/// <remarks>
/// An answer is kept under the question and the moment of the facts, which says what it was made of as its entity tag does: a write that is seen leaves all
/// kept answers behind at once, and nothing has to be thrown away. What was not made of memory is not kept.
/// </remarks>
public sealed class KeptAnswers(FactSnapshot snapshot) : IOutputCachePolicy
{
    /// <summary>On an answer that was kept (RFC 9211).</summary>
    public const string Header = "Cache-Status";

    private const string Hit = "indicator-api; hit";
    private const string Moment = "moment";
    private const long BytesOfAMegabyte = 1024 * 1024;

    // So that one answer never takes the place of all others.
    private const int Share = 16;

    /// <summary>The memory for answers.</summary>
    public static void Add(IServiceCollection services, SnapshotSettings settings)
    {
        services.AddSingleton<KeptAnswers>();
        services.AddOutputCache();
        services.AddOptions<OutputCacheOptions>().Configure<KeptAnswers>((options, policy) =>
        {
            options.SizeLimit = settings.AnswerMegabytesAtMost * BytesOfAMegabyte;
            options.MaximumBodySize = options.SizeLimit / Share;
            options.UseCaseSensitivePaths = true;
            if (options.SizeLimit > 0) options.AddBasePolicy(policy);
        });
    }

    /// <summary>Answers with what is kept, and keeps what is answered.</summary>
    public static void Use(IApplicationBuilder app)
    {
        app.UseOutputCache();
        app.Use(async (http, next) =>
        {
            await next(http);
            // The cache keeps what has passed it: an endpoint may leave the end of its answer for whoever comes after it.
            if (IsKept(http) && http.Response.BodyWriter is { UnflushedBytes: > 0 } rest) await rest.FlushAsync(http.RequestAborted);
        });
    }

    ValueTask IOutputCachePolicy.CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var request = context.HttpContext.Request;
        // Who asks for a least version may have to wait for it.
        if (!IsKept(context.HttpContext) || request.Headers.ContainsKey(DataVersion.LeastHeader) || snapshot.Moment is not { } moment)
            return ValueTask.CompletedTask;
        context.EnableOutputCaching = context.AllowCacheLookup = context.AllowCacheStorage = true;
        // One that is read slowly would be waited for.
        context.AllowLocking = false;
        var rules = context.CacheVaryByRules;
        rules.HeaderNames = new(["Accept", "Accept-Language"]);
        rules.VaryByValues["question"] = $"{request.Path}{request.QueryString}";
        rules.VaryByValues[Moment] = DataVersion.Of(moment);
        rules.VaryByValues["life"] = $"{snapshot.Life}";
        return ValueTask.CompletedTask;
    }

    ValueTask IOutputCachePolicy.ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var http = context.HttpContext;
        http.Response.OnStarting(() =>
        {
            // It is as new as the facts, however long it was kept.
            http.Response.Headers.Remove("Age");
            http.Response.Headers[Header] = Hit;
            DataVersion.SayAge(http, snapshot.Age ?? TimeSpan.Zero);
            return Task.CompletedTask;
        });
        return ValueTask.CompletedTask;
    }

    // The facts may have gone on since the question came.
    ValueTask IOutputCachePolicy.ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var response = context.HttpContext.Response;
        context.AllowCacheStorage = response.StatusCode == StatusCodes.Status200OK && response.Headers.ETag.Count > 0
            && context.CacheVaryByRules.VaryByValues.TryGetValue(Moment, out var moment) && response.Headers[DataVersion.Header] == moment;
        return ValueTask.CompletedTask;
    }

    private static bool IsKept(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<AnswerIsKept>() is not null && HttpMethods.IsGet(http.Request.Method);
}

/// <summary>Marks an endpoint whose answers are kept.</summary>
public sealed record AnswerIsKept;
