using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IndicatorApi.Http;

/// <summary>How far a follower of changes has come; opaque to it.</summary>
/// <param name="Question">What it follows: a cursor belongs to its question.</param>
/// <param name="Life">Which life of which database.</param>
/// <param name="Seen">The snapshot that it has everything of; null when it has nothing yet.</param>
/// <param name="SeenReference">The reference version of that snapshot.</param>
/// <param name="Next">The snapshot that it will have everything of after the last page; null between two readings.</param>
/// <param name="NextReference">The reference version of that one.</param>
/// <param name="Unit">The last unit of the page before.</param>
public sealed record ChangeCursor(string Question, string Life, string? Seen, long SeenReference, string? Next, long NextReference, Guid? Unit)
{
    /// <summary>A short name of a question.</summary>
    public static string NameOf(params IEnumerable<string?> question) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', question))).AsSpan(0, 6));

    /// <summary>The text that a follower is given.</summary>
    public string Write() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes((string?[])
    [
        Question, Life, Seen, SeenReference.ToString(CultureInfo.InvariantCulture), Next, NextReference.ToString(CultureInfo.InvariantCulture), $"{Unit}",
    ]));

    /// <summary>The cursor of a text that a follower sends back; null when it is none, or of another question.</summary>
    public static ChangeCursor? Read(string text, string question, Func<string, bool> isSnapshot)
    {
        try
        {
            if (JsonSerializer.Deserialize<string?[]>(Base64Url.DecodeFromChars(text)) is not
                [{ } asked, { } life, var seen, { } seenReference, var next, { } nextReference, { } unit]) return null;
            if (asked != question || (seen is not null && !isSnapshot(seen)) || (next is not null && !isSnapshot(next))) return null;
            if (!long.TryParse(seenReference, NumberStyles.None, CultureInfo.InvariantCulture, out var seenVersion)
                || !long.TryParse(nextReference, NumberStyles.None, CultureInfo.InvariantCulture, out var nextVersion)) return null;
            Guid? last = Guid.TryParse(unit, out var id) ? id : null;
            if ((seen is null && next is null) || (next is null) != (last is null)) return null;
            return new ChangeCursor(asked, life, seen, seenVersion, next, nextVersion, last);
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }
}
