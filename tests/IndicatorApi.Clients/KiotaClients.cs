using KiotaClient;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;
using Microsoft.Kiota.Http.HttpClientLibrary.Middleware.Options;

namespace IndicatorApi.Clients;

/// <summary>Clients of the one that Kiota generates.</summary>
internal static class KiotaClients
{
    public static ApiClient With(Uri address, string key) =>
        new(new HttpClientRequestAdapter(new Key(key)) { BaseUrl = address.ToString().TrimEnd('/') });

    /// <summary>Asks for the headers of an answer.</summary>
    public static HeadersInspectionHandlerOption Inspect<T>(this RequestConfiguration<T> request) where T : class, new()
    {
        var option = new HeadersInspectionHandlerOption { InspectResponseHeaders = true };
        request.Options.Add(option);
        return option;
    }

    // The library's own provider of keys wants https, and this server is on the same machine.
    private sealed class Key(string key) : IAuthenticationProvider
    {
        public Task AuthenticateRequestAsync(RequestInformation request, Dictionary<string, object>? additionalAuthenticationContext = null,
            CancellationToken cancellationToken = default)
        {
            request.Headers.Add("X-Api-Key", key);
            return Task.CompletedTask;
        }
    }

    /// <summary>The one value of a header of the answer.</summary>
    public static string Header(this HeadersInspectionHandlerOption option, string name) =>
        option.ResponseHeaders.TryGetValue(name, out var values) ? values.Single() : throw new InvalidOperationException($"The answer has no {name}.");
}
