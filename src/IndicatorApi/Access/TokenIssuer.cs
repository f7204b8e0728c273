using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace IndicatorApi.Access;

/// <summary>
/// Fetches what the issuer says of itself. When and how often is the library's matter; what is ours is that a hanging issuer holds nobody up,
/// that it must call itself as it is set, and that keys which nobody could confirm for half a day are no longer trusted.
/// </summary>
public sealed partial class TokenIssuer(Settings settings, TimeProvider clock, ILogger<TokenIssuer> logger)
    : IConfigurationRetriever<OpenIdConnectConfiguration>, IDisposable
{
    /// <summary>After an attempt that failed, and between two that tokens alone can bring about: made-up key names must not become requests.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = 1024 * 1024
    };
    private readonly Lock _lock = new();
    private long? _failedAt;
    private long? _fetchedAt;

    /// <summary>Whether the keys that were fetched last may still be trusted.</summary>
    public bool IsTrusted
    {
        get { lock (_lock) return _fetchedAt is { } since && clock.GetElapsedTime(since) < Longest; }
    }

    /// <summary>Keeps the keys: fetched for the first token, again every ten minutes, and in the background when a token names one that is not known.</summary>
    public ConfigurationManager<OpenIdConnectConfiguration> Keep()
    {
        var authority = settings.Access.Jwt!.Authority;
        var documents = new HttpDocumentRetriever(_client)
        {
            RequireHttps = authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase),
            SendAdditionalHeaderData = false
        };
        return new ConfigurationManager<OpenIdConnectConfiguration>($"{authority}/.well-known/openid-configuration", this, documents)
        {
            AutomaticRefreshInterval = Fresh,
            RefreshInterval = Pause,
            // Else a withdrawn key would go on being taken for an hour.
            UseLastKnownGoodConfiguration = false,
        };
    }

    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(string address, IDocumentRetriever retriever, CancellationToken cancel)
    {
        lock (_lock)
        {
            // Requests that need keys come here one after another while there are none: they must not each wait in vain.
            if (_failedAt is { } since && clock.GetElapsedTime(since) < Pause) throw new InvalidOperationException("The issuer did not answer a moment ago.");
        }
        var authority = settings.Access.Jwt!.Authority;
        try
        {
            using var limit = new CancellationTokenSource(Patience, clock);
            var found = await OpenIdConnectConfigurationRetriever.GetAsync(address, retriever, limit.Token);
            if (found.Issuer?.TrimEnd('/') != authority) throw new InvalidOperationException($"The issuer at {authority} calls itself {found.Issuer}.");
            lock (_lock) (_failedAt, _fetchedAt) = (null, clock.GetTimestamp());
            return found;
        }
        catch (Exception exception)
        {
            lock (_lock) _failedAt = clock.GetTimestamp();
            LogUnreachable(logger, authority, exception);
            throw;
        }
    }

    /// <summary>The keys that a token may be signed with: the one it names, or any when it names none.</summary>
    public static IReadOnlyList<SecurityKey> Named(string? kid, BaseConfiguration configuration)
    {
        SecurityKey[] keys = [.. configuration.SigningKeys.Where(key => (string.IsNullOrEmpty(kid) || key.KeyId == kid) && IsPublic(key))];
        // Else the library goes on to the claims, and what a forged token says of its issuer or audience would hide that it is forged.
        return keys.Length > 0 ? keys : throw new SecurityTokenSignatureKeyNotFoundException();
    }

    public void Dispose() => _client.Dispose();

    // A shared secret among the keys would let whoever knows it sign; short RSA keys can be broken.
    private static bool IsPublic(SecurityKey key) => key is ECDsaSecurityKey || (key is RsaSecurityKey or X509SecurityKey && key.KeySize >= 2048);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The keys of the issuer {Authority} could not be fetched; those known before are used while they last")]
    private static partial void LogUnreachable(ILogger logger, string authority, Exception exception);
}
