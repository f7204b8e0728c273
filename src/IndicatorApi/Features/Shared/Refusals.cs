using System.Globalization;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Shared;

/// <summary>What a request is told when figures are not recorded.</summary>
public static class Refusals
{
    /// <summary>The problem of a refusal, where a request has one figure.</summary>
    public static Problem ToProblem(this Refusal refusal) => refusal.ToProblem((_, member) => member);

    /// <summary>The problem of a refusal.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="where">Where in the request a member of a figure stands.</param>
    public static Problem ToProblem(this Refusal refusal, Func<int, string, string> where)
    {
        var errors = new Errors();
        if (refusal is Refusal.Obstructed obstructed)
        {
            foreach (var obstacle in obstructed.Obstacles)
            {
                var error = obstacle.ToError();
                errors.Add(error with { Where = where(obstacle.Place, error.Where) });
            }
        }
        return errors.AreFatal(out var problem) ? problem : new Problem(ErrorCodes.Conflict);
    }

    /// <summary>The error of a figure that something stands in the way of.</summary>
    public static Error ToError(this Obstacle obstacle) => obstacle switch
    {
        HoldingClosure closure => new Error("period", ErrorCodes.PeriodClosed, closure.Period, closure.OrgUnit, closure.Id),
        OutsideLimits limits => new Error(limits.Member, ErrorCodes.OutsideLimits, Numbers.Invariant(limits.Number),
            new Noun(Range(limits, "at least", "at most"), Range(limits, "ít nhất là", "nhiều nhất là"))),
        TooManyDecimals { Most: 0 } broken => new Error(broken.Member, ErrorCodes.NotWhole, Numbers.Invariant(broken.Number)),
        TooManyDecimals fine => new Error(fine.Member, ErrorCodes.TooManyDecimals, Numbers.Invariant(fine.Number), fine.Most),
        OutsideLife outside => outside.Unit.OutsideLife("period", outside.Successors),
        _ => throw new NotSupportedException($"{obstacle.GetType()} has no error."),
    };

    /// <summary>The error of what is about days on which the unit did not exist.</summary>
    public static Error OutsideLife(this OrganisationUnit unit, string where, IReadOnlyList<string> successors)
    {
        var names = string.Join(", ", successors.Select(code => $"'{code}'"));
        var end = Day(unit.ValidTo);
        return new(where, ErrorCodes.OutsideUnitLife, unit.Code, Day(unit.ValidFrom), successors.Count == 0 ? end
            : new Noun($"{end} (in its place came {names})", $"{end} (kế thừa là {names})"));
    }

    /// <summary>The error of a name or code that several units have had.</summary>
    public static Error Ambiguous(string text, IEnumerable<OrganisationUnit> units) => new("", ErrorCodes.AmbiguousName, text,
        string.Join("; ", units.Select(unit => $"{unit.Code} ({unit.Name}, {Day(unit.ValidFrom)} – {Day(unit.ValidTo)})")));

    private static string Range(OutsideLimits limits, string least, string most) => string.Join(", ",
        new[] { (least, limits.Minimum), (most, limits.Maximum) }.Where(limit => limit.Item2 is not null)
            .Select(limit => $"{limit.Item1} {Numbers.Invariant(limit.Item2!.Value)}"));

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "…";
}
