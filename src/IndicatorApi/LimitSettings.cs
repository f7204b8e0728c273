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

    /// <summary>Seconds that a request may take until its answer begins; a batch of 10,000 takes a few.</summary>
    public int RequestSeconds { get; init; } = 60;

    /// <summary>Seconds that the database may be silent until requests that wait for it are answered without.</summary>
    public int DatabaseSeconds { get; init; } = 2;

    /// <summary>Connections at once; more are closed.</summary>
    public int Connections { get; init; } = 5_000;

    /// <summary>Connections at once of one address, save those of trusted proxies; more are closed.</summary>
    public int ConnectionsPerAddress { get; init; } = 1_000;

    /// <summary>Seconds that a caller who has connected may say nothing at all; then, when half of the places are taken, the connection is closed.</summary>
    public int SilentSeconds { get; init; } = 10;

    /// <summary>Seconds that a reader may take for the next piece of an answer, some ten kilobytes; then the answer is broken off.</summary>
    public int ReaderSeconds { get; init; } = 20;

    /// <summary>Disk, in megabytes, that answers may wait on until their readers take them; one caller's at most half of it.</summary>
    public int SpoolMegabytes { get; init; } = 1_024;

    /// <summary>Seconds that a server which is told to stop still serves while <c>/readyz</c> says that it stops, so that nobody is sent to it any
    /// more.</summary>
    public int StopSeconds { get; init; } = 2;

    /// <summary>Reads the limits; every mistake is one line.</summary>
    public static LimitSettings From(IConfiguration configuration, ICollection<string> mistakes)
    {
        var usual = new LimitSettings();
        return new LimitSettings
        {
            MaximumBodyBytes = Number(configuration, nameof(MaximumBodyBytes), usual.MaximumBodyBytes, 1024, 1L << 30, mistakes),
            MaximumImportBytes = Number(configuration, nameof(MaximumImportBytes), usual.MaximumImportBytes, 1024, 1L << 30, mistakes),
            WrongKeysPerMinute = (int)Number(configuration, nameof(WrongKeysPerMinute), usual.WrongKeysPerMinute, 1, 1_000_000, mistakes),
            RequestSeconds = (int)Number(configuration, nameof(RequestSeconds), usual.RequestSeconds, 1, 3_600, mistakes),
            DatabaseSeconds = (int)Number(configuration, nameof(DatabaseSeconds), usual.DatabaseSeconds, 1, 60, mistakes),
            SilentSeconds = (int)Number(configuration, nameof(SilentSeconds), usual.SilentSeconds, 1, 3_600, mistakes),
            ReaderSeconds = (int)Number(configuration, nameof(ReaderSeconds), usual.ReaderSeconds, 1, 3_600, mistakes),
            SpoolMegabytes = (int)Number(configuration, nameof(SpoolMegabytes), usual.SpoolMegabytes, 1, 1_000_000, mistakes),
            StopSeconds = (int)Number(configuration, nameof(StopSeconds), usual.StopSeconds, 0, 60, mistakes),
            Connections = (int)Number(configuration, nameof(Connections), usual.Connections, 1, 1_000_000, mistakes),
            ConnectionsPerAddress = (int)Number(configuration, nameof(ConnectionsPerAddress), usual.ConnectionsPerAddress, 1, 1_000_000, mistakes),
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
