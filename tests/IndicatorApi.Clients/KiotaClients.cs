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
        new(new HttpClientRequestAdapter(new ApiKeyAuthenticationProvider(key, "X-Api-Key", ApiKeyAuthenticationProvider.KeyLocation.Header)) { BaseUrl = address.ToString().TrimEnd('/') });

    /// <summary>Asks for the headers of an answer.</summary>
    public static HeadersInspectionHandlerOption Inspect<T>(this RequestConfiguration<T> request) where T : class, new()
    {
        var option = new HeadersInspectionHandlerOption { InspectResponseHeaders = true };
        request.Options.Add(option);
        return option;
    }

    /// <summary>The one value of a header of the answer.</summary>
    public static string Header(this HeadersInspectionHandlerOption option, string name) =>
        option.ResponseHeaders.TryGetValue(name, out var values) ? values.Single() : throw new InvalidOperationException($"The answer has no {name}.");
}
