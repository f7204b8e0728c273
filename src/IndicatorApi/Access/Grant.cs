using System.Security.Claims;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Access;

/// <summary>What a grant is for: all units, one with everything under it, or none. The only place that decides about units.</summary>
/// <remarks>
/// Facts of a unit (actuals, targets, resolutions, claims, benchmarks), and decisions about them, are written by grants that cover the unit where it stood
/// in the time that they are about. The tree is changed only strictly below the grant's unit: nobody moves or renames the unit that their own
/// grant hangs on. Indicators and keys belong to no unit and need a grant for all units, which their endpoints ask for with
/// <see cref="Right.Define"/> and <see cref="Right.Administer"/>.
/// </remarks>
public sealed record Grant
{
    /// <summary>The claim that carries a grant: a unit's code, or <c>*</c>.</summary>
    public const string ClaimType = "indicator-api:grant";

    private const string Everything = "*";

    private readonly string? _unit;

    private Grant(string? unit) => _unit = unit;

    /// <summary>Every unit.</summary>
    public static Grant All { get; } = new(Everything);

    /// <summary>No unit: callers of whom nothing is known.</summary>
    public static Grant None { get; } = new((string?)null);

    /// <summary>Whether it covers every unit, and what belongs to none.</summary>
    public bool IsAll => _unit == Everything;

    /// <summary>The grant for a unit's code; for all units when null.</summary>
    public static Grant Of(string? unit) => unit is null ? All : new(unit);

    /// <summary>The grant that a caller's claims carry.</summary>
    public static Grant Of(ClaimsPrincipal user) => OfClaim(user.FindFirstValue(ClaimType));

    /// <summary>The grant of a claim's value.</summary>
    public static Grant OfClaim(string? value) => value is { Length: > 0 } unit ? new(unit) : None;

    /// <summary>Code of the one unit that it is for; null for all and for none.</summary>
    public string? Unit => IsAll ? null : _unit;

    /// <summary>The claim of this grant.</summary>
    public System.Security.Claims.Claim ToClaim() => new(ClaimType, _unit ?? "");

    /// <summary>Whether facts of the unit may be written: where it stands today, or where it stood when given.</summary>
    public bool Covers(OrganisationUnit unit, string? path = null) => IsAll || Contains(path ?? unit.Path);

    /// <summary>Whether a unit may be made, changed or removed at this place in the tree.</summary>
    public bool CoversPlace(OrganisationUnit unit, string? path = null) => IsAll || (Contains(path ?? unit.Path) && unit.Code != _unit);

    /// <summary>The refusal to write facts of the unit; null when it may be done.</summary>
    public Problem? Refusal(OrganisationUnit unit, string? path = null) => Covers(unit, path) ? null : new Problem(ErrorCodes.ForeignUnit, unit.Code);

    /// <summary>The refusal to change the unit itself; null when it may be done.</summary>
    public Problem? RefusalOfPlace(OrganisationUnit unit) => CoversPlace(unit) ? null : new Problem(ErrorCodes.ForeignUnit, unit.Code);

    /// <summary>Adds an error unless facts of the unit may be written.</summary>
    public void Check(OrganisationUnit unit, string where, Errors errors, string? path = null)
    {
        if (!Covers(unit, path)) errors.Add(where, ErrorCodes.ForeignUnit, unit.Code);
    }

    /// <summary>Adds an error unless the unit itself may be made or changed.</summary>
    public void CheckPlace(OrganisationUnit unit, string where, Errors errors, string? path = null)
    {
        if (!CoversPlace(unit, path)) errors.Add(where, ErrorCodes.ForeignUnit, unit.Code);
    }

    // A path names every unit from the root down, each followed by a slash, and codes hold no slash.
    private bool Contains(string path) => _unit is not null && $"/{path}".Contains($"/{_unit}/", StringComparison.Ordinal);
}
