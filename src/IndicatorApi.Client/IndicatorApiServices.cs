using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace IndicatorApi.Client;

/// <summary>Registers the client.</summary>
public static class IndicatorApiServices
{
    /// <summary>Adds <see cref="IndicatorApiClient"/>, which tries again what may be tried again.</summary>
    /// <param name="services">The services.</param>
    /// <param name="server">The server's address.</param>
    /// <param name="key">A key of the server; null where reading is open to anyone.</param>
    /// <param name="resilience">Other patience than the usual one.</param>
    public static IHttpClientBuilder AddIndicatorApi(
        this IServiceCollection services, Uri server, string? key = null, Action<HttpStandardResilienceOptions>? resilience = null)
    {
        services.AddTransient<IdempotencyKeys>();
        var builder = services.AddHttpClient<IndicatorApiClient>(http =>
        {
            http.BaseAddress = server.AbsoluteUri.EndsWith('/') ? server : new Uri(server.AbsoluteUri + "/");
            if (key is not null) http.DefaultRequestHeaders.Add("X-Api-Key", key);
            // The attempts and the whole have times of their own.
            http.Timeout = Timeout.InfiniteTimeSpan;
        }).AddHttpMessageHandler<IdempotencyKeys>();
        builder.AddStandardResilienceHandler(options =>
        {
            // A follower waits for half a minute.
            options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(60);
            options.CircuitBreaker.SamplingDuration = TimeSpan.FromSeconds(120);
            options.TotalRequestTimeout.Timeout = TimeSpan.FromMinutes(5);
            var usual = options.Retry.ShouldHandle;
            // What is neither a read nor has a key may have been stored: nobody sends it twice.
            options.Retry.ShouldHandle = async arguments =>
                arguments.Context.GetRequestMessage() is { } request && IdempotencyKeys.MaySendAgain(request) && await usual(arguments).ConfigureAwait(false);
            resilience?.Invoke(options);
        });
        return builder;
    }
}

/// <summary>Gives a write a key that all attempts at it share: the server stores it once.</summary>
internal sealed class IdempotencyKeys : DelegatingHandler
{
    private const string Header = "Idempotency-Key";

    // The server refuses a key where it keeps no promise for it: these decide, ask, or show a secret once.
    private static readonly string[] WithoutKey =
        ["/webhooks", "/replay", "/secret", "/approval", "/rejection", "/withdrawal", "/reopening", "/understanding", "/keys"];

    /// <summary>Whether a request that may have been done can be sent once more: reads, and writes under a key.</summary>
    public static bool MaySendAgain(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Headers.Contains(Header);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Post && !request.Headers.Contains(Header) && TakesKey(request.RequestUri!.AbsolutePath))
            request.Headers.Add(Header, Guid.CreateVersion7().ToString());
        return base.SendAsync(request, cancellationToken);
    }

    private static bool TakesKey(string path) => !WithoutKey.Any(end => path.EndsWith(end, StringComparison.Ordinal));
}
