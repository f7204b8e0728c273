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
        if (refusal is Refusal.Closed closed)
        {
            foreach (var closure in closed.Closures) errors.Add(where(closure.Place, "period"), ErrorCodes.PeriodClosed, Arguments(closure));
        }
        return errors.AreFatal(out var problem) ? problem : new Problem(ErrorCodes.Conflict);
    }

    /// <summary>The error of a figure that a closed period stands in the way of.</summary>
    public static Error ToError(this HoldingClosure closure) => new("period", ErrorCodes.PeriodClosed, Arguments(closure));

    private static object[] Arguments(HoldingClosure closure) => [closure.Period, closure.OrgUnit, closure.Id];
}
