using System.Net;
using System.Net.Sockets;

namespace IndicatorApi.Http;

/// <summary>Who counts as one where only an address is known.</summary>
public static class CallerAddress
{
    /// <summary>The address; of IPv6 the network, because one subscriber has a whole /64.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
