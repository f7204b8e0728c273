using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace IndicatorApi;

/// <summary>Proxies whose word is taken for where a request came from.</summary>
public static class TrustedProxies
{
    /// <summary>Reads addresses and networks, parted by commas.</summary>
    public static IReadOnlyList<IPNetwork> From(string? text, ICollection<string> mistakes)
    {
        List<IPNetwork> networks = [];
        foreach (var part in (text ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPNetwork.TryParse(part, out var network)) networks.Add(network);
            else if (IPAddress.TryParse(part, out var address)) networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else
            {
                mistakes.Add("Access__TrustedProxies lists addresses such as 127.0.0.1 or networks such as 172.16.0.0/12, "
                    + $"with commas between them; '{part}' is none.");
            }
        }
        return networks;
    }

    /// <summary>Whether the address is that of such a proxy.</summary>
    public static bool Hold(IReadOnlyList<IPNetwork> networks, IPAddress address)
    {
        if (networks.Count == 0) return false;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return networks.Any(network => network.Contains(plain) || network.Contains(address));
    }

    /// <summary>Takes the caller's address and scheme, and the prefix under which the proxy shows the server, from what such a proxy says; from anyone else's
    /// word nothing.</summary>
    public static void UseTrustedProxies(this IApplicationBuilder app, IReadOnlyList<IPNetwork> networks)
    {
        if (networks.Count == 0) return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedPrefix,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks) options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }
}
