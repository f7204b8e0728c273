using System.Net;
using System.Net.Sockets;

namespace IndicatorApi;

/// <summary>The addresses that the server is to listen on.</summary>
internal static class Addresses
{
    private const string Any = "any";

    /// <summary>Each as it is written and as it reads; null where it is no address. The usual one where none is written.</summary>
    /// <param name="urls">The addresses, with semicolons between them.</param>
    public static IEnumerable<(string Text, Uri? Address)> Read(string? urls) => (string.IsNullOrEmpty(urls) ? Server.DefaultUrl : urls)
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text => (text, Address(text)));

    /// <summary>Says which of them another program listens on, and what to do; null when none does.</summary>
    /// <param name="urls">The addresses, with semicolons between them.</param>
    public static string? Taken(string? urls)
    {
        foreach (var (url, address) in Read(urls))
        {
            // What is no address is told by the settings; a name other than this machine's is for the server to find.
            if (address is null || address.Port == 0 || Host(address) is not { } host || IsFree(new IPEndPoint(host, address.Port))) continue;
            return $"Another program listens on {url} already: stop it, or choose another address, "
                + $"as in ASPNETCORE_URLS=http://127.0.0.1:{Next(address.Port)}.";
        }
        return null;
    }

    // Every address of the machine has two signs of its own, which no other reader knows.
    private static Uri? Address(string text) => Uri.TryCreate(
        text.Replace("//*", $"//{Any}", StringComparison.Ordinal).Replace("//+", $"//{Any}", StringComparison.Ordinal), UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https" ? address : null;

    private static IPAddress? Host(Uri address) => address.Host switch
    {
        "localhost" => IPAddress.Loopback,
        Any => IPAddress.Any,
        _ => IPAddress.TryParse(address.DnsSafeHost, out var ip) ? ip : null,
    };

    private static bool IsFree(IPEndPoint place)
    {
        try
        {
            // As Kestrel does, so that an address in TIME_WAIT is free.
            using var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(place);
            socket.Listen();
            return true;
        }
        catch (SocketException exception)
        {
            // Whatever else is wrong with it, the server says when it tries.
            return exception.SocketErrorCode != SocketError.AddressAlreadyInUse;
        }
    }

    private static int Next(int port) => port < IPEndPoint.MaxPort ? port + 1 : port - 1;
}
