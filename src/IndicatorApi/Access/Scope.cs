using System.Security.Claims;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Access;

/// <summary>The units that a grant is for: all, one with everything under it, or none. The only place that decides about units.</summary>
/// <remarks>
/// Facts of a unit (actuals, targets, resolutions, claims, benchmarks) are written by grants that cover the unit. The tree is changed only
/// strictly below the grant's unit: nobody moves or renames the unit that their own grant hangs on. Indicators and keys belong to no unit
/// and need a grant for all units, which their endpoints ask for with <see cref="Right.Define"/> and <see cref="Right.Administer"/>.
/// </remarks>
public sealed record Scope
{
    /// <summary>The claim that carries a scope: a unit's code, or <c>*</c>.</summary>
    public const string ClaimType = "indicator-api:scope";

    private const string Everything = "*";

    private readonly string? _unit;

    private Scope(string? unit) => _unit = unit;

    /// <summary>Every unit.</summary>
    public static Scope All { get; } = new(Everything);

    /// <summary>No unit: callers of whom nothing is known.</summary>
    public static Scope None { get; } = new((string?)null);

    /// <summary>Whether it covers every unit, and what belongs to none.</summary>
    public bool IsAll => _unit == Everything;

    /// <summary>The scope of a unit's code; of all units when null.</summary>
    public static Scope Of(string? unit) => unit is null ? All : new(unit);

    /// <summary>The scope that a caller's claims carry.</summary>
    public static Scope Of(ClaimsPrincipal user) => user.FindFirstValue(ClaimType) is { Length: > 0 } unit ? new(unit) : None;

    /// <summary>The claim of this scope.</summary>
    public System.Security.Claims.Claim ToClaim() => new(ClaimType, _unit ?? "");

    /// <summary>Whether facts of the unit may be written.</summary>
    public bool Covers(OrganisationUnit unit) => IsAll || Contains(unit.Path);

    /// <summary>Whether a unit may be made, changed or removed at this place in the tree.</summary>
    public bool CoversPlace(OrganisationUnit unit) => IsAll || (Contains(unit.Path) && unit.Code != _unit);

    /// <summary>The refusal to write facts of the unit; null when it may be done.</summary>
    public Problem? Refusal(OrganisationUnit unit) => Covers(unit) ? null : new Problem(ErrorCodes.ForeignUnit, unit.Code);

    /// <summary>The refusal to change the unit itself; null when it may be done.</summary>
    public Problem? RefusalOfPlace(OrganisationUnit unit) => CoversPlace(unit) ? null : new Problem(ErrorCodes.ForeignUnit, unit.Code);

    /// <summary>Adds an error unless facts of the unit may be written.</summary>
    public void Check(OrganisationUnit unit, string where, Errors errors)
    {
        if (!Covers(unit)) errors.Add(where, ErrorCodes.ForeignUnit, unit.Code);
    }

    /// <summary>Adds an error unless the unit itself may be made or changed.</summary>
    public void CheckPlace(OrganisationUnit unit, string where, Errors errors)
    {
        if (!CoversPlace(unit)) errors.Add(where, ErrorCodes.ForeignUnit, unit.Code);
    }

    // A path names every unit from the root down, each followed by a slash, and codes hold no slash.
    private bool Contains(string path) => _unit is not null && $"/{path}".Contains($"/{_unit}/", StringComparison.Ordinal);
}
