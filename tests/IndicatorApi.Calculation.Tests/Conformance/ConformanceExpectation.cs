using System.Globalization;
using System.Text.Json;

namespace IndicatorApi.Calculation.Tests.Conformance;

/// <summary>Compares an answer with the members that a case lists, as a consumer of the API would see them.</summary>
internal static class ConformanceExpectation
{
    public static void Check(ConformanceCase one)
    {
        var answer = one.Calculate();
        Check($"{one.File}: {one.Name}", one.Expected, answer);
    }

    public static void Check(string what, JsonElement listed, Achievement answer)
    {
        var within = listed.TryGetProperty("within", out var tolerance) ? Number(tolerance) : 0;
        foreach (var expected in listed.EnumerateObject())
        {
            if (expected.Name != "within")
                Compare($"{what}: {expected.Name}", expected.Value, Member(answer, expected.Name), within);
        }
    }

    private static object? Member(Achievement answer, string name) => name switch
    {
        "window" => answer.Window.Text,
        "due" => answer.Due,
        "stage" => Word(answer.Stage),
        "position" => Word(answer.Position),
        "target" => answer.Target,
        "targetUpper" => answer.TargetUpper,
        "actual" => answer.Actual,
        "actualLevel" => answer.ActualLevel,
        "numerator" => answer.Numerator,
        "denominator" => answer.Denominator,
        "actualBound" => Word(answer.ActualBound),
        "actualPeriod" => answer.ActualPeriod?.Text,
        "coverage" => answer.Coverage,
        "percent" => answer.Percent is { } percent ? Percent.ForWire(percent, answer.Verdict) : null,
        "percentCapped" => answer.PercentCapped is { } capped ? Percent.ForWire(capped, answer.Verdict) : null,
        "difference" => answer.Difference,
        "differencePercent" => answer.DifferencePercent,
        "direction" => Word(answer.Direction),
        "verdict" => Word(answer.Verdict),
        "method" => answer.Method,
        "reason" => Word(answer.Reason),
        "pace" => answer.Pace,
        "stretch" => answer.Stretch,
        "remaining" => answer.Remaining,
        "provisional" => answer.Provisional,
        "metOn" => answer.MetOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "metThenLost" => answer.MetThenLost,
        "failedPeriods" => answer.FailedPeriods,
        "years" => answer.Years,
        "used" => answer.Used.Select(observation => observation.Period.Text).Order(StringComparer.Ordinal).ToArray(),
        "formulaId" => answer.FormulaId,
        "parts" => answer.Parts.ToDictionary(part => part.Code, part => (object?)Word(part.Answer.Verdict)),
        "worst" => answer.WorstPart,
        "formsDisagree" => answer.FormsDisagree,
        "leftOut" => answer.LeftOut
            .OrderBy(left => left.Observation.Period.Text, StringComparer.Ordinal)
            .ToDictionary(left => left.Observation.Period.Text, left => (object?)Word(left.Why)),
        _ => throw new InvalidOperationException($"A case expects '{name}', which this runner does not know."),
    };

    private static object? Member(Pace pace, string name) => name switch
    {
        "elapsed" => pace.Elapsed,
        "expected" => pace.Expected,
        "index" => pace.Index,
        "class" => Word(pace.Class),
        "projectedEnd" => pace.ProjectedEnd,
        "requiredPerYear" => pace.RequiredPerYear,
        "model" => pace.Model,
        _ => throw new InvalidOperationException($"A case expects pace '{name}', which this runner does not know."),
    };

    private static object? Member(StretchAchievement stretch, string name) => name switch
    {
        "target" => stretch.Target,
        "percent" => stretch.Percent,
        "difference" => stretch.Difference,
        "reached" => stretch.Reached,
        _ => throw new InvalidOperationException($"A case expects stretch '{name}', which this runner does not know."),
    };

    private static object? Member(YearAchievement year, string name) => name switch
    {
        "year" => (decimal)year.Year,
        "due" => year.Due,
        "actual" => year.Actual,
        "percent" => year.Percent is { } percent ? Percent.ForWire(percent, year.Verdict) : null,
        "verdict" => Word(year.Verdict),
        "reason" => Word(year.Reason),
        _ => throw new InvalidOperationException($"A case expects year '{name}', which this runner does not know."),
    };

    private static object? Member(FailedPeriod failed, string name) => name switch
    {
        "period" => failed.Period.Text,
        "actual" => failed.Actual,
        _ => throw new InvalidOperationException($"A case expects of a failed period '{name}', which this runner does not know."),
    };

    private static void Compare(string what, JsonElement expected, object? actual, decimal within)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Null:
                actual.ShouldBeNull(what);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                actual.ShouldBe(expected.GetBoolean(), what);
                break;
            case JsonValueKind.String when actual is not decimal:
                actual.ShouldBe(expected.GetString(), what);
                break;
            case JsonValueKind.Number or JsonValueKind.String:
                var number = actual.ShouldBeOfType<decimal>(what);
                var rounded = decimal.Round(number, Percent.WireDecimals, MidpointRounding.AwayFromZero);
                Math.Abs(rounded - Number(expected)).ShouldBeLessThanOrEqualTo(within, $"{what}: {number} instead of {expected}");
                break;
            case JsonValueKind.Object when actual is Pace pace:
                foreach (var member in expected.EnumerateObject())
                    Compare($"{what}.{member.Name}", member.Value, Member(pace, member.Name), within);
                break;
            case JsonValueKind.Object when actual is StretchAchievement stretch:
                foreach (var member in expected.EnumerateObject())
                    Compare($"{what}.{member.Name}", member.Value, Member(stretch, member.Name), within);
                break;
            case JsonValueKind.Object when actual is Dictionary<string, object?> map:
                map.Keys.ShouldBe(expected.EnumerateObject().Select(member => member.Name), ignoreOrder: true, what);
                foreach (var member in expected.EnumerateObject())
                    Compare($"{what}.{member.Name}", member.Value, map[member.Name], within);
                break;
            case JsonValueKind.Array when actual is IReadOnlyList<YearAchievement> years:
                years.Count.ShouldBe(expected.GetArrayLength(), what);
                foreach ((var row, var year) in expected.EnumerateArray().Zip(years))
                {
                    foreach (var member in row.EnumerateObject())
                        Compare($"{what}.{year.Year}.{member.Name}", member.Value, Member(year, member.Name), within);
                }

                break;
            case JsonValueKind.Array when actual is IReadOnlyList<FailedPeriod> periods:
                periods.Count.ShouldBe(expected.GetArrayLength(), what);
                foreach ((var row, var failed) in expected.EnumerateArray().Zip(periods))
                {
                    foreach (var member in row.EnumerateObject())
                        Compare($"{what}.{failed.Period.Text}.{member.Name}", member.Value, Member(failed, member.Name), within);
                }

                break;
            case JsonValueKind.Array when actual is string[] texts:
                texts.ShouldBe(expected.EnumerateArray().Select(text => text.GetString()!).Order(StringComparer.Ordinal), ignoreOrder: false, what);
                break;
            default:
                throw new InvalidOperationException($"{what}: cannot compare {expected.ValueKind} with {actual?.GetType().Name ?? "null"}.");
        }
    }

    private static decimal Number(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? decimal.Parse(element.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture)
        : element.GetDecimal();

    private static string? Word(Enum? word)
    {
        // The words of the wire are those of the enumerations in camel case.
        var name = word?.ToString();
        return name is null ? null : char.ToLowerInvariant(name[0]) + name[1..];
    }
}
