using System.Globalization;
using System.Net;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>The hosts of a connection string that names several.</summary>
public static class Hosts
{
    /// <summary>The hosts of other machines that a connection string reaches without asking for encryption.</summary>
    public static IReadOnlyList<string> InTheOpen(string connectionString) =>
        [.. Of(connectionString).Select(text => new NpgsqlConnectionStringBuilder(text)).Where(one => one.SslMode < SslMode.Require && !IsHere(one.Host!))
            .Select(one => one.Host!)];

    /// <summary>A connection string for each host that is named.</summary>
    public static IReadOnlyList<string> Of(string connectionString)
    {
        var all = new NpgsqlConnectionStringBuilder(connectionString);
        // They say which of several hosts is meant, and here each stands alone.
        all.TargetSessionAttributes = null;
        all.LoadBalanceHosts = false;
        return [.. (all.Host ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(host =>
        {
            var one = new NpgsqlConnectionStringBuilder(all.ConnectionString);
            (one.Host, one.Port) = Split(host, all.Port);
            return one.ConnectionString;
        })];
    }

    // A path is a socket of this machine.
    private static bool IsHere(string host) =>
        host[0] is '/' or '@' || host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    // "host:5433", "[::1]:5433" or "/run/postgresql:5433"; a bare IPv6 address has more colons than one.
    private static (string Host, int Port) Split(string host, int port)
    {
        var colon = host.LastIndexOf(':');
        if (colon < 0 || (host.IndexOf(':', StringComparison.Ordinal) != colon && host[colon - 1] != ']')
            || !int.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var given)) return (host.Trim('[', ']'), port);
        return (host[..colon].Trim('[', ']'), given);
    }
}
