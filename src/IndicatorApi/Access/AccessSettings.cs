namespace IndicatorApi.Access;

/// <summary>Settings under <c>Access</c>.</summary>
public sealed record AccessSettings
{
    /// <summary>Sets the first administrator's key; without it one is made and shown at the first start.</summary>
    public string? AdministratorKey { get; init; }

    /// <summary>The days after which every key that is made has expired, the first administrator's too; null lets keys last.</summary>
    public int? KeyDays { get; init; }

    /// <summary>Lets anyone read; off unless set, on in the embedded default, which listens on loopback only.</summary>
    public bool? PublicRead { get; init; }

    /// <summary>Lets anyone read <c>/metrics</c>; off unless set.</summary>
    public bool PublicMetrics { get; init; }

    /// <summary>The issuer whose tokens are taken beside keys; none unless set.</summary>
    public JwtSettings? Jwt { get; init; }
}
