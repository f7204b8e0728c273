using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Indicators;

/// <summary>Stores indicators; what POST and PUT share.</summary>
public sealed class StoreIndicators(IndicatorDbContext context, TimeProvider clock) : ICodedStore<IndicatorBody, Indicator>
{
    /// <summary>Checks and adds all of the bodies or none; saving waits for the caller's commit.</summary>
    public async Task<UpsertCounts> RunAsync(IReadOnlyList<IndicatorBody> bodies, Func<int, string, string> where, Caller caller, Errors errors,
        CancellationToken cancellationToken)
    {
        var rows = new List<Indicator>(bodies.Count);
        for (var i = 0; i < bodies.Count && !errors.IsFull; i++) rows.Add(bodies[i].ToRow(errors, member => where(i, member)));
        Batches.CheckRepeated(rows, row => row.Code, where, errors);
        if (errors.Any) return default;

        var stored = await context.Indicators.AsNoTracking().ToDictionaryAsync(indicator => indicator.Code, StringComparer.Ordinal, cancellationToken);
        var made = new Ids(clock.GetUtcNow());
        foreach (var row in rows) row.Id = stored.TryGetValue(row.Code, out var same) ? same.Id : made.Next();
        var ids = stored.Values.Concat(rows).GroupBy(row => row.Code, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last().Id, StringComparer.Ordinal);
        for (var i = 0; i < rows.Count && !errors.IsFull; i++)
        {
            if (bodies[i].WeightIndicator is { } weight)
            {
                if (ids.TryGetValue(weight, out var id)) rows[i].WeightIndicatorId = id;
                else errors.Add(where(i, "weightIndicator"), ErrorCodes.UnknownReference, Noun.Indicator, weight);
            }
            if (bodies[i].PartOf is { } whole)
            {
                if (whole == rows[i].Code) errors.Add(where(i, "partOf"), ErrorCodes.Inconsistent, "It cannot be a class of itself.",
                    "Không thể là thành phần của chính nó.");
                else if (ids.TryGetValue(whole, out var id)) rows[i].PartOfId = id;
                else errors.Add(where(i, "partOf"), ErrorCodes.UnknownReference, Noun.Indicator, whole);
            }
            if (stored.TryGetValue(rows[i].Code, out var before)) await CheckChangeAsync(
                before, rows[i], member => where(i, member), errors, cancellationToken);
        }
        return errors.Any ? default : await context.UpsertAsync(rows, caller.Name, clock, cancellationToken);
    }

    /// <summary>None: indicators belong to no unit, and their right is asked for by the endpoints.</summary>
    public Task<Problem?> RefusalAsync(Indicator stored, Caller caller, CancellationToken cancellationToken) => Task.FromResult<Problem?>(null);

    // A figure keeps its meaning: what is stored of an indicator may not become something else under it.
    private async Task CheckChangeAsync(Indicator before, Indicator after, Func<string, string> where, Errors errors, CancellationToken cancellationToken)
    {
        var keepsMeaning = before.ValueType == after.ValueType && before.Measure == after.Measure && before.Factor == after.Factor
            && before.Levels.All(after.Levels.Contains);
        if (keepsMeaning || !await context.Actuals.AnyAsync(actual => actual.IndicatorId == before.Id, cancellationToken)) return;
        errors.Add(where("valueType"), ErrorCodes.Inconsistent,
            "Figures are stored in the present valueType, measure, factor and levels. Make a new indicator for the new ones.",
            "Đã có số liệu theo kiểu, đơn vị tính, hệ số và mức hiện tại. Hãy tạo chỉ tiêu mới.");
    }
}
