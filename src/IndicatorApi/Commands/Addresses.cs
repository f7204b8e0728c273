using System.Net;
using System.Net.Sockets;

namespace IndicatorApi.Commands;

/// <summary>The addresses that the server is to listen on.</summary>
internal static class Addresses
{
    /// <summary>Says which of them another program listens on, and what to do; null when none does.</summary>
    /// <param name="urls">The addresses, with semicolons between them; the usual one when null or empty.</param>
    public static string? Taken(string? urls)
    {
        if (string.IsNullOrEmpty(urls)) urls = Server.DefaultUrl;
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // What is no address is told by the settings; a name other than this machine's is for the server to find.
            if (!Uri.TryCreate(url.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal),
                    UriKind.Absolute, out var address)
                || Host(address) is not { } host || address.Port == 0 || IsFree(new IPEndPoint(host, address.Port))) continue;
            return $"Another program listens on {url} already: stop it, or choose another address, "
                + $"as in ASPNETCORE_URLS=http://127.0.0.1:{Next(address.Port)}.";
        }
        return null;
    }

    private static IPAddress? Host(Uri address) =>
        address.Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(address.DnsSafeHost, out var ip) ? ip : null;

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
