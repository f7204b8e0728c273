using System.Globalization;

namespace IndicatorApi;

/// <summary>Settings under <c>Limits</c>.</summary>
public sealed record LimitSettings
{
    /// <summary>Largest body, in bytes.</summary>
    public long MaximumBodyBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Largest file to import, in bytes.</summary>
    public long MaximumImportBytes { get; init; } = 100 * 1024 * 1024;

    /// <summary>Wrong keys that one address may show in a minute before it is not answered any more.</summary>
    public int WrongKeysPerMinute { get; init; } = 10;

    /// <summary>Requests of one key, or of one address without a key, in a second; twice as many in a burst.</summary>
    public int RequestsPerSecond { get; init; } = 10_000;

    /// <summary>Reads the limits; every mistake is one line.</summary>
    public static LimitSettings From(IConfiguration configuration, ICollection<string> mistakes)
    {
        var usual = new LimitSettings();
        return new LimitSettings
        {
            MaximumBodyBytes = Number(configuration, nameof(MaximumBodyBytes), usual.MaximumBodyBytes, 1024, 1L << 30, mistakes),
            MaximumImportBytes = Number(configuration, nameof(MaximumImportBytes), usual.MaximumImportBytes, 1024, 1L << 30, mistakes),
            WrongKeysPerMinute = (int)Number(configuration, nameof(WrongKeysPerMinute), usual.WrongKeysPerMinute, 1, 1_000_000, mistakes),
            RequestsPerSecond = (int)Number(configuration, nameof(RequestsPerSecond), usual.RequestsPerSecond, 1, 1_000_000, mistakes),
        };
    }

    private static long Number(IConfiguration configuration, string name, long usual, long least, long most, ICollection<string> mistakes)
    {
        var text = configuration[$"Limits:{name}"];
        if (string.IsNullOrWhiteSpace(text)) return usual;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        mistakes.Add($"Limits__{name} must be a whole number from {least} to {most}, not '{text}'.");
        return usual;
    }
}
