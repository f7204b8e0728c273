using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Achievements;

/// <summary>Entity tags of achievements: the versions of everything that an answer depends on, and the question.</summary>
public static class AchievementTags
{
    /// <summary>The tag of the answer to this call.</summary>
    /// <param name="http">The call.</param>
    /// <param name="versions">What the answer depends on.</param>
    /// <param name="settings">What of the settings it depends on.</param>
    public static string Of(HttpContext http, FactVersions versions, string? settings = null)
    {
        var question = $"{http.Request.Path}{http.Request.QueryString}\n{NegotiatedFormat.Of(http)}{settings}";
        return string.Create(CultureInfo.InvariantCulture,
            $"\"{versions.Reference}-{versions.Units}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(question)).AsSpan(0, 6))}\"");
    }
}
