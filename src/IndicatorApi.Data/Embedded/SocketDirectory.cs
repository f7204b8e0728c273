using System.Security.Cryptography;
using System.Text;

namespace IndicatorApi.Data.Embedded;

/// <summary>The private directory of the server's unix socket: whoever can enter it is the superuser.</summary>
internal static class SocketDirectory
{
    public const int Port = 5432;

    // The system cuts a socket's path at 104 bytes on macOS and 108 on Linux.
    private const int LongestPath = 100;

    /// <summary>Finds or makes it, and refuses one that somebody else could have prepared.</summary>
    public static async Task<string> PrepareAsync(DataRoot root, ServerUser user, CancellationToken cancellationToken)
    {
        var inside = Fits(root.Sockets);
        var directory = inside ? root.Sockets : Short(root.Location);
        if (inside)
        {
            if (!Directory.Exists(directory)) await root.CreatePrivateAsync(directory, cancellationToken);
        }
        else
        {
            // mkdir makes it or fails in one step; it fails when it is there, and then the check below decides.
            await user.RunAsync(["mkdir", "-m", "0700", directory], cancellationToken);
        }

        if (await user.OwnsPrivatelyAsync(directory, cancellationToken)) return directory;
        throw new EmbeddedPostgresException(
            $"The socket directory {directory} is not a directory of user {user.Name} alone (mode 0700): remove it and start again.");
    }

    // A comma would mean two directories to the server and two hosts to the driver, and other signs are as risky in one of the two.
    private static bool Fits(string directory) =>
        Encoding.UTF8.GetByteCount($"{directory}/.s.PGSQL.{Port}") <= LongestPath
        && directory.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '/' or '.' or '-' or '_');

    private static string Short(string root)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(root));
        return $"/tmp/indicator-api-{Convert.ToHexStringLower(hash.AsSpan(0, 8))}";
    }
}
