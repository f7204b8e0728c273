using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IndicatorApi.Features.Webhooks;

/// <summary>Signatures as Standard Webhooks has them: whoever has the secret can tell that a message is ours, whole and not an old one.</summary>
public static class WebhookSignature
{
    /// <summary>What the text of a secret begins with.</summary>
    public const string Prefix = "whsec_";

    private const int SecretBytes = 32;

    /// <summary>A new secret.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>The text of a secret, as receivers' libraries take it.</summary>
    public static string TextOf(byte[] secret) => Prefix + Convert.ToBase64String(secret);

    /// <summary>The signatures by each secret, with blanks between them.</summary>
    public static string Of(string id, long seconds, string body, IEnumerable<byte[]> secrets)
    {
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{seconds}.{body}"));
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, signed))}"));
    }
}
