using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace IndicatorApi.Access;

/// <summary>The public keys that an issuer signs with now.</summary>
/// <param name="Issuer">The name it gives itself.</param>
/// <param name="Keys">Its keys.</param>
/// <param name="FetchedAt">When they were fetched, as a timestamp of the clock.</param>
public sealed record IssuerKeys(string Issuer, IReadOnlyList<SecurityKey> Keys, long FetchedAt)
{
    /// <summary>The keys that a token may be signed with: the one it names, or any when it names none.</summary>
    public IReadOnlyList<SecurityKey> Named(string? kid) => string.IsNullOrEmpty(kid) ? Keys : [.. Keys.Where(key => key.KeyId == kid)];
}

/// <summary>
/// Knows the keys of the issuer: fetched when a token first needs them, again when they are ten minutes old, and at once when a token names
/// one that is not among them, so that a changed key works from its first token on. The start of the server waits for none of this.
/// </summary>
public sealed partial class TokenIssuer(Settings settings, TimeProvider clock, ILogger<TokenIssuer> logger) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>How long known keys are trusted while the issuer does not answer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>Between two attempts that a token alone can bring about: made-up key names must not become requests to the issuer.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Patience, MaxResponseContentBufferSize = 1024 * 1024 };
    private readonly SemaphoreSlim _fetching = new(1, 1);
    private volatile IssuerKeys? _known;
    private long? _pausedAt;

    /// <summary>The keys, with the named one among them if the issuer has it; null while they are not to be had.</summary>
    public async Task<IssuerKeys?> KeysAsync(string? kid, CancellationToken cancellationToken)
    {
        if (_known is { } known && Suffices(known, kid)) return known;
        await _fetching.WaitAsync(cancellationToken);
        try
        {
            if (_known is { } fetched && Suffices(fetched, kid)) return fetched;
            if (_pausedAt is not { } since || clock.GetElapsedTime(since) >= Pause) await FetchAsync();
            return _known is { } latest && clock.GetElapsedTime(latest.FetchedAt) < Longest ? latest : null;
        }
        finally
        {
            _fetching.Release();
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _fetching.Dispose();
    }

    private bool Suffices(IssuerKeys keys, string? kid) => clock.GetElapsedTime(keys.FetchedAt) < Fresh && keys.Named(kid).Count > 0;

    private async Task FetchAsync()
    {
        var jwt = settings.Access.Jwt!;
        // Before the first keys, or when they are old, nothing was brought about by a made-up name.
        var isForced = _known is { } known && clock.GetElapsedTime(known.FetchedAt) < Fresh;
        try
        {
            // Not the token of the request: others wait for the same keys.
            using var limit = new CancellationTokenSource(Patience, clock);
            var documents = new HttpDocumentRetriever(_client) { RequireHttps = jwt.Authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase), SendAdditionalHeaderData = false };
            var found = await OpenIdConnectConfigurationRetriever.GetAsync($"{jwt.Authority}/.well-known/openid-configuration", documents, limit.Token);
            if (found.Issuer?.TrimEnd('/') != jwt.Authority) throw new InvalidOperationException($"The issuer at {jwt.Authority} calls itself {found.Issuer}.");
            _known = new IssuerKeys(found.Issuer, [.. found.SigningKeys.Where(IsPublic)], clock.GetTimestamp());
            _pausedAt = isForced ? clock.GetTimestamp() : null;
        }
        catch (Exception exception)
        {
            _pausedAt = clock.GetTimestamp();
            LogUnreachable(logger, jwt.Authority, exception);
        }
    }

    // A shared secret among the keys would let whoever knows it sign; short RSA keys can be broken.
    private static bool IsPublic(SecurityKey key) => key is ECDsaSecurityKey || (key is RsaSecurityKey or X509SecurityKey && key.KeySize >= 2048);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The keys of the issuer {Authority} could not be fetched; those known before are used while they last")]
    private static partial void LogUnreachable(ILogger logger, string authority, Exception exception);
}
