namespace IndicatorApi.Data;

/// <summary>Who writes, as the audit log keeps it.</summary>
/// <param name="Name">The name: of the key, of the person in a token, or of the part of the program.</param>
/// <param name="Id">What identifies the caller for good: <c>key:</c> and the key's id, or a token's issuer and subject; null for the program itself.</param>
/// <param name="RequestId">The trace id of the request, as problem details show it; null where there is no request.</param>
public sealed record Author(string Name, string? Id, string? RequestId)
{
    private const string Program = "program:";
    private const string Key = "key:";

    /// <summary>Which key or token it is: names may be alike, this is not.</summary>
    public string Identity => Id ?? Program + Name;

    /// <summary>Whether an identity that was kept is the program's own.</summary>
    public static bool IsProgram(string identity) => identity.StartsWith(Program, StringComparison.Ordinal);

    /// <summary>The identity of a key.</summary>
    public static string IdentityOf(Guid key) => $"{Key}{key}";

    /// <summary>The key that an identity which was kept is of; null for tokens and the program, and where the rest is no id.</summary>
    public static Guid? KeyOf(string identity) =>
        IsKey(identity) && Guid.TryParse(identity.AsSpan(Key.Length), out var id) ? id : null;

    /// <summary>Whether an identity that was kept is a key's.</summary>
    public static bool IsKey(string identity) => identity.StartsWith(Key, StringComparison.Ordinal);

    /// <summary>The program itself, at the command of who runs it.</summary>
    public static Author OfProgram(string name) => new(name, null, null);
}
