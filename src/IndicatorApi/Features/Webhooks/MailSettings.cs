using System.Globalization;
using System.Text.RegularExpressions;
using MailKit.Security;

namespace IndicatorApi.Features.Webhooks;

/// <summary>Settings under <c>Mail</c>: the server that mail for people is given to.</summary>
public sealed partial record MailSettings
{
    private static readonly string[] Known = ["Host", "Port", "Security", "User", "Password", "PasswordFile", "From", "PublicUrl"];

    /// <summary>The name of the server.</summary>
    public required string Host { get; init; }

    /// <summary>Its port.</summary>
    public int Port { get; init; } = 587;

    /// <summary>How the line to it is kept secret.</summary>
    public SecureSocketOptions Security { get; init; } = SecureSocketOptions.StartTls;

    /// <summary>Who this server is there; null where it asks nobody.</summary>
    public string? User { get; init; }

    /// <summary>The password of the user.</summary>
    public string? Password { get; init; }

    /// <summary>Whom mail comes from.</summary>
    public required string Sender { get; init; }

    /// <summary>The address of this server as people have it, for the links in mails.</summary>
    public required string PublicUrl { get; init; }

    /// <summary>Reads the settings; null when no server is named.</summary>
    public static MailSettings? From(IConfigurationSection section, ICollection<string> mistakes)
    {
        foreach (var child in section.GetChildren().Where(child => !Known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
            mistakes.Add($"Mail__{child.Key} is no setting: there are {string.Join(", ", Known.Select(name => $"Mail__{name}"))}.");
        if (Text("Host") is not { } host)
        {
            if (Known.Any(name => Text(name) is not null)) mistakes.Add("Mail__Host is not set: the other Mail settings say nothing without it.");
            return null;
        }
        var port = 587;
        if (Text("Port") is { } number && !(int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535))
            mistakes.Add($"Mail__Port must be a whole number from 1 to 65535, not '{number}'.");
        SecureSocketOptions? security = Text("Security") switch
        {
            null or "starttls" => SecureSocketOptions.StartTls,
            "tls" => SecureSocketOptions.SslOnConnect,
            "none" when host is "localhost" or "127.0.0.1" or "::1" => SecureSocketOptions.None,
            _ => null,
        };
        if (security is null) mistakes.Add("Mail__Security must be starttls or tls; none is for a server on this machine only.");
        if (Text("From") is not { } from || !IsAddress(from)) mistakes.Add("Mail__From must say whom mail comes from, such as indicators@example.org.");
        if (!Uri.TryCreate(Text("PublicUrl"), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")
            || url.Query.Length + url.Fragment.Length > 0)
            mistakes.Add("Mail__PublicUrl must be the address of this server as people have it, such as https://indicators.example.org.");
        var password = Text("Password") ?? (Text("PasswordFile") is { } file ? ReadPassword(file, mistakes) : null);
        if ((Text("User") is null) != (password is null)) mistakes.Add("Mail__User and a password (Mail__Password or Mail__PasswordFile) belong together.");
        return new MailSettings
        {
            Host = host,
            Port = port,
            Security = security ?? default,
            User = Text("User"),
            Password = password,
            Sender = Text("From") ?? "",
            PublicUrl = url?.AbsoluteUri.TrimEnd('/') ?? ""
        };

        string? Text(string name) => string.IsNullOrWhiteSpace(section[name]) ? null : section[name]!.Trim();
    }

    /// <summary>Whether it is the bare address of one person, and nothing that a header could take for more.</summary>
    public static bool IsAddress(string text) => Address().IsMatch(text);

    /// <summary>The server: never the password.</summary>
    public override string ToString() => $"{Host}:{Port}";

    private static string? ReadPassword(string file, ICollection<string> mistakes)
    {
        try
        {
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            mistakes.Add($"Mail__PasswordFile cannot be read: {file}");
            return null;
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_+'=~-]+(\.[A-Za-z0-9_+'=~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]\z",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
