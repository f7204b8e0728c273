using System.Globalization;
using System.Text.Json;
using IndicatorApi.Access;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Features.Operations;
using IndicatorApi.Features.Shared;
using IndicatorApi.Features.Webhooks;
using IndicatorApi.Http;
using Npgsql;

namespace IndicatorApi;

/// <summary>Everything that can be set, read once and checked at start.</summary>
public sealed record Settings
{
    /// <summary>The primary; null starts a private PostgreSQL.</summary>
    public string? Write { get; init; }

    /// <summary>Where reads may go; may list several hosts.</summary>
    public string? Read { get; init; }

    /// <summary>Where the private PostgreSQL keeps its data.</summary>
    public string? EmbeddedDataDirectory { get; init; }

    /// <summary>Where the private PostgreSQL that runs keeps its data; null for any other.</summary>
    public string? StorageDirectory { get; init; }

    /// <summary>Who may do what.</summary>
    public required AccessSettings Access { get; init; }

    /// <summary>How much one caller may ask for.</summary>
    public LimitSettings Limits { get; init; } = new();

    /// <summary>How much of the facts is kept in memory.</summary>
    public SnapshotSettings Snapshot { get; init; } = new();

    /// <summary>Sites whose pages may call from a browser; none unless set.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Proxies whose word is taken for where a request came from; none unless set.</summary>
    public IReadOnlyList<System.Net.IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Whether webhooks may lead into private networks, and be without encryption: for receivers beside the server.</summary>
    public bool WebhooksToPrivateAddresses { get; init; }

    /// <summary>The server that mail for people is given to; none is sent unless set.</summary>
    public MailSettings? Mail { get; init; }

    /// <summary>The collector that traces and figures are sent to; none unless set.</summary>
    public Uri? Collector { get; init; }

    /// <summary>The colours that stand beside verdicts unless a resolution or a target has its own; none unless set.</summary>
    public ColourBands? Bands { get; init; }

    /// <summary>The outlines of units on the dashboard's map, as GeoJSON.</summary>
    public byte[] Boundaries { get; init; } = Features.Web.Boundaries.From(null, []);

    /// <summary>Whether the program runs its own PostgreSQL.</summary>
    public bool IsEmbedded => Write is null;

    /// <summary>Reads the settings; every mistake is one line that says what, where and how to mend it.</summary>
    public static Settings From(IConfiguration configuration, ICollection<string> mistakes)
    {
        var write = Connection(configuration, "Write", mistakes);
        var read = Connection(configuration, "Read", mistakes);
        if (read is not null && write is null) mistakes.Add(
            "ConnectionStrings__Read is set without ConnectionStrings__Write: set both, or neither for the private PostgreSQL.");
        var key = Text(configuration, "Access:AdministratorKey");
        if (key?.Length is < 16 or > 200) mistakes.Add("Access__AdministratorKey must have 16 to 200 characters.");
        var isPublic = YesOrNo(configuration, "Access:PublicRead", mistakes);
        var jwt = JwtSettings.From(
            Text(configuration, "Access:Jwt:Authority"), Text(configuration, "Access:Jwt:Audience"), Text(configuration, "Access:Jwt:RoleClaim"),
            Text(configuration, "Access:Jwt:ScopeClaim"), mistakes);
        var (client, scope) = (Text(configuration, "Access:Jwt:ClientId"), Text(configuration, "Access:Jwt:SignInScope"));
        if (client is null ? scope is not null : jwt is null) mistakes.Add(
            "Access__Jwt__ClientId says whom the issuer at Access__Jwt__Authority takes the pages for: set both, and Access__Jwt__SignInScope with them only.");
        // Kestrel takes what it cannot read for "every address": better not to start.
        foreach (var (url, _) in Addresses.Read(Text(configuration, "urls")).Where(one => one.Address is null))
            mistakes.Add($"ASPNETCORE_URLS must be addresses such as {Server.DefaultUrl}, not '{url}'.");
        return new Settings
        {
            Write = write,
            Read = read,
            EmbeddedDataDirectory = Text(configuration, "Embedded:DataDirectory"),
            Access = new AccessSettings
            {
                AdministratorKey = key,
                KeyDays = Number(configuration, "Access:KeyDays", 1, 3_650, mistakes),
                PublicRead = isPublic,
                PublicMetrics = YesOrNo(configuration, "Access:PublicMetrics", mistakes) ?? false,
                Jwt = jwt is null ? null : jwt with { ClientId = client, SignInScope = scope ?? JwtSettings.UsualSignInScope }
            },
            TrustedProxies = IndicatorApi.TrustedProxies.From(Text(configuration, "Access:TrustedProxies"), mistakes),
            Origins = OriginsOf(configuration, mistakes),
            Limits = LimitSettings.From(configuration, mistakes),
            WebhooksToPrivateAddresses = YesOrNo(configuration, "Webhooks:PrivateAddresses", mistakes) ?? false,
            Mail = MailSettings.From(configuration.GetSection("Mail"), mistakes),
            Snapshot = new SnapshotSettings(
                YesOrNo(configuration, "Snapshot:Enabled", mistakes) ?? true,
                Number(configuration, "Snapshot:MegabytesAtMost", 1, 1_000_000, mistakes) ?? new SnapshotSettings().MegabytesAtMost,
                Number(configuration, "Snapshot:AnswerMegabytesAtMost", 0, 1_000_000, mistakes) ?? new SnapshotSettings().AnswerMegabytesAtMost),
            Bands = BandsOf(configuration, mistakes),
            Boundaries = Features.Web.Boundaries.From(Text(configuration, "Boundaries:File"), mistakes),
            Collector = Telemetry.From(Text(configuration, Telemetry.Endpoint), mistakes),
        };
    }

    private static string[] OriginsOf(IConfiguration configuration, ICollection<string> mistakes)
    {
        var origins = (Text(configuration, "Cors:Origins") ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        foreach (var origin in origins)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
                || uri.GetLeftPart(UriPartial.Authority) != origin)
                mistakes.Add($"Cors__Origins lists origins such as https://dashboard.example, with commas between them; '{origin}' is none.");
        }
        return origins;
    }

    private static int? Number(IConfiguration configuration, string name, int least, int most, ICollection<string> mistakes)
    {
        if (Text(configuration, name) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        mistakes.Add($"{name.Replace(":", "__", StringComparison.Ordinal)} must be a whole number from {least} to {most}, not '{text}'.");
        return null;
    }

    private static ColourBands? BandsOf(IConfiguration configuration, ICollection<string> mistakes)
    {
        if (Text(configuration, "Bands") is not { } text) return null;
        ColourBands? colours = null;
        var errors = new Errors();
        try
        {
            colours = CheckedBands.Of(JsonSerializer.Deserialize<ColourBands>(text, WireJson.Options), errors, member => member);
        }
        catch (JsonException exception)
        {
            mistakes.Add($"Bands cannot be read as JSON: {exception.Message}");
        }
        foreach (var error in errors.All) mistakes.Add($"Bands: {error.Where} {string.Join(" ", error.Arguments.Take(1))}");
        return colours;
    }

    private static bool? YesOrNo(IConfiguration configuration, string name, ICollection<string> mistakes)
    {
        if (Text(configuration, name) is not { } text) return null;
        if (bool.TryParse(text, out var value)) return value;
        mistakes.Add($"{name.Replace(":", "__", StringComparison.Ordinal)} must be true or false, not '{text}'.");
        return null;
    }

    private static string? Connection(IConfiguration configuration, string name, ICollection<string> mistakes)
    {
        var text = configuration.GetConnectionString(name);
        if (string.IsNullOrWhiteSpace(text)) return null;
        try
        {
            if (string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(text).Host)) mistakes.Add($"ConnectionStrings__{name} names no Host.");
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            // The message may repeat the text, and the text may hold a password.
            mistakes.Add($"ConnectionStrings__{name} cannot be read: write it as Host=...;Username=...;Password=...;Database=...");
        }
        return text;
    }

    private static string? Text(IConfiguration configuration, string key) => string.IsNullOrWhiteSpace(configuration[key]) ? null : configuration[key]!.Trim();
}
