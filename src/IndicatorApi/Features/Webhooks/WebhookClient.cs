using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using IndicatorApi.Data;

namespace IndicatorApi.Features.Webhooks;

/// <summary>Sends messages to addresses that strangers chose: never into the network that the server stands in, and never further than that address.</summary>
public sealed class WebhookClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly HttpClient _http;

    /// <summary>A client for public addresses; for all where the operator says so.</summary>
    public WebhookClient(Settings settings)
    {
        var handler = new SocketsHttpHandler
        {
            // A redirect would lead somewhere that nobody checked: it is a failure.
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, settings.WebhooksToPrivateAddresses, cancellationToken),
        };
        _http = new HttpClient(handler) { Timeout = Patience };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("IndicatorApi", null));
    }

    /// <summary>Sends a message; answers what came of it.</summary>
    public async Task<Attempt> SendAsync(Webhook webhook, WebhookDelivery delivery, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var seconds = now.ToUnixTimeSeconds();
        IEnumerable<byte[]> secrets = webhook.FormerSecret is { } former && webhook.FormerSecretUntil > now ? [webhook.Secret, former] : [webhook.Secret];
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url);
        request.Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json");
        request.Headers.Add("webhook-id", $"{delivery.Id}");
        request.Headers.Add("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Of($"{delivery.Id}", seconds, delivery.Body, secrets));
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var status = (int)response.StatusCode;
            return status is >= 200 and < 300 ? new Attempt(status, null)
                : new Attempt(status, status is >= 300 and < 400 ? "It answered with a redirect, which is not followed." : $"It answered {status}.")
                {
                    IsFinal = status == StatusCodes.Status410Gone,
                    RetryAfter = response.Headers.RetryAfter?.Delta,
                };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Attempt(null, "It did not answer within 15 seconds.");
        }
        catch (HttpRequestException exception)
        {
            return new Attempt(null, exception.InnerException is PrivateAddressException refused ? refused.Message : exception.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => "Its name leads to no address.",
                HttpRequestError.ConnectionError => "It does not take connections.",
                HttpRequestError.SecureConnectionError => "Its certificate is not valid.",
                _ => "It did not answer as HTTP does.",
            });
        }
    }

    /// <summary>Whether an address is one of the whole world's.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            // What is given out to the world is 2000::/3; of it, tunnels and examples lead elsewhere.
            var wide = address.GetAddressBytes();
            return wide[0] >> 5 == 1 && !(wide[0] == 0x20 && (wide[1] == 0x02 || (wide[1] == 0x01 && wide[2] is 0x00 or 0x0d)));
        }
        var bytes = address.GetAddressBytes();
        return (bytes[0], bytes[1], bytes[2]) switch
        {
            (0 or 10 or 127, _, _) => false,
            (100, >= 64 and <= 127, _) => false,
            (169, 254, _) => false,
            (172, >= 16 and <= 31, _) => false,
            (192, 168, _) or (192, 0, 0 or 2) or (192, 88, 99) => false,
            (198, 18 or 19, _) or (198, 51, 100) or (203, 0, 113) => false,
            ( >= 224, _, _) => false,
            _ => true,
        };
    }

    public void Dispose() => _http.Dispose();

    // The address that was checked is the one that is called: a name may lead elsewhere a moment later.
    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint to, bool anywhere, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(to.Host, cancellationToken);
        if (!anywhere && !addresses.All(IsPublic)) throw new PrivateAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, to.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class PrivateAddressException() : IOException("Its name leads to a private address, which is not called.");
}

/// <summary>What came of sending a message.</summary>
/// <param name="Status">The status of the answer; null without one.</param>
/// <param name="Error">What went wrong; null when the receiver has it.</param>
public sealed record Attempt(int? Status, string? Error)
{
    /// <summary>How long the receiver wants not to be asked.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether it is of no use to try again.</summary>
    public bool IsFinal { get; init; }
}
