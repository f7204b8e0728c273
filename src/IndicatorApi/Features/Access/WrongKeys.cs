using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace IndicatorApi.Features.Access;

/// <summary>Counts wrong keys per address: who guesses is not answered any more for the rest of the minute.</summary>
public sealed class WrongKeys(Settings settings, TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Most addresses that are remembered; whoever has that many does not guess from one.</summary>
    private const int MostAddresses = 10_000;

    private readonly ConcurrentDictionary<string, Count> _counts = new(StringComparer.Ordinal);

    /// <summary>How long the address must wait; null while it need not.</summary>
    public TimeSpan? Wait(IPAddress? address)
    {
        if (!_counts.TryGetValue(Key(address), out var count) || count.Wrong < settings.Limits.WrongKeysPerMinute) return null;
        var left = Window - clock.GetElapsedTime(count.Since);
        return left > TimeSpan.Zero ? left : null;
    }

    /// <summary>Notes one wrong key.</summary>
    public void Note(IPAddress? address)
    {
        if (_counts.Count >= MostAddresses)
        {
            foreach (var (key, count) in _counts)
            {
                if (clock.GetElapsedTime(count.Since) >= Window) _counts.TryRemove(key, out _);
            }
            if (_counts.Count >= MostAddresses) _counts.Clear();
        }
        _counts.AddOrUpdate(Key(address), _ => new Count(1, clock.GetTimestamp()),
            (_, count) => clock.GetElapsedTime(count.Since) < Window ? count with { Wrong = count.Wrong + 1 } : new Count(1, clock.GetTimestamp()));
    }

    // One subscriber has a whole /64 of IPv6.
    private static string Key(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    private readonly record struct Count(int Wrong, long Since);
}
