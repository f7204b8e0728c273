using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Files;
using Flat = IndicatorApi.Files.FlatColumn<IndicatorApi.Achievements.AchievementRow>;

namespace IndicatorApi.Features.Achievements;

/// <summary>The members of an achievement row, in the order of the contract: one list for JSON, NDJSON, tables and <c>fields</c>.</summary>
public static class AchievementColumns
{
    /// <summary>The members.</summary>
    public static Columns<AchievementRow> Columns { get; } = new(
    [
        Text("orgUnit", row => row.OrgUnit),
        Text("orgUnitName", row => row.OrgUnitName),
        Text("indicator", row => row.Indicator),
        Text("indicatorName", row => row.IndicatorName),
        Text("measure", row => row.Measure),
        Text("group", row => row.Group),
        Period("period", row => row.Period),
        Date("periodEnd", row => row.PeriodEnd),
        Text("resolution", row => row.Resolution),
        new("targetId", (json, row) => json.Id(row.TargetId), [new("targetId", CellKind.Text, row => row.TargetId.ToString())]),
        Text("targetPeriod", row => row.TargetPeriod),
        Word("recurrence", row => row.Recurrence),
        new("rule", (json, row) => json.Raw(row.Constant.Rule), [new("ruleKind", CellKind.Text, row => row.Rule.KindName)]),
        Number("target", row => row.Target),
        Number("targetUpper", row => row.TargetUpper),
        new("targetText", (json, row) => json.Raw(row.Constant.Text), [new("targetText", CellKind.Text, row => row.TargetText)]),
        Number("baseline", row => row.Baseline),
        Number("actual", row => row.Actual),
        Number("numerator", row => row.Numerator),
        Number("denominator", row => row.Denominator),
        Word("actualBound", row => row.ActualBound),
        Period("actualPeriod", row => row.ActualPeriod),
        Number("coverage", row => row.Coverage) with { Detail = Detail.Coverage },
        Number("percent", row => row.Percent),
        Number("percentCapped", row => row.PercentCapped),
        Number("difference", row => row.Difference),
        Number("differencePercent", row => row.DifferencePercent),
        Word("direction", row => row.Direction),
        Word("verdict", row => row.Verdict),
        new("band", Member(row => row.Band),
        [
            new("band", CellKind.Text, row => row.Band?.Name),
            new("bandText", CellKind.Text, row => row.Band?.Text.Vi),
            new("bandShape", CellKind.Text, row => row.Band?.Shape),
        ]),
        Word("position", row => row.Position),
        Flag("due", row => row.Due),
        Word("stage", row => row.Stage),
        Text("method", row => row.Method),
        Word("reason", row => row.Reason),
        new("pace", WritePace,
        [
            Flat.Of("paceElapsed", row => row.Pace?.Elapsed),
            Flat.Of("paceExpected", row => row.Pace?.Expected),
            Flat.Of("paceIndex", row => row.Pace?.Index),
            Flat.Of("paceClass", row => row.Pace?.Class),
            Flat.Of("paceProjectedEnd", row => row.Pace?.ProjectedEnd),
            Flat.Of("paceRequiredPerYear", row => row.Pace?.RequiredPerYear),
            new("paceModel", CellKind.Text, row => row.Pace?.Model),
        ]) { Detail = Detail.Pace },
        Flag("about", row => row.About),
        Text("qualifier", row => row.Qualifier),
        new("stretch", Member(row => row.Stretch),
        [
            Flat.Of("stretchTarget", row => row.Stretch?.Target),
            Flat.Of("stretchPercent", row => row.Stretch?.Percent),
            Flat.Of("stretchDifference", row => row.Stretch?.Difference),
            Flat.Of("stretchReached", row => row.Stretch?.Reached),
        ]),
        Number("remaining", row => row.Remaining),
        // One line of a table is one target: its parts stand in one cell, each with its verdict.
        new("parts", WriteParts,
            [new("parts", CellKind.Text, row => row.Parts.Count == 0 ? null : string.Join("; ", row.Parts.Select(Part)))]),
        Text("worstPart", row => row.WorstPart),
        Flag("formsDisagree", row => row.FormsDisagree),
        new("judged", Member(row => row.Judged),
        [
            Flat.Of("judgedOn", row => row.Judged?.On),
            new("judgedWhy", CellKind.Text, row => row.Judged?.Why),
            new("judgedEvidence", CellKind.Text, row => row.Judged?.Evidence),
        ]),
        Text("assignedVersion", row => row.AssignedVersion),
        new("expectation", Member(row => row.Expectation),
        [
            Flat.Of("expectationLikelihood", row => row.Expectation?.Likelihood),
            Flat.Of("expectationOn", row => row.Expectation?.On),
            new("expectationBy", CellKind.Text, row => row.Expectation?.By),
            new("expectationReason", CellKind.Text, row => row.Expectation?.Reason),
        ]),
        Text("lead", row => row.Lead),
        new("comparisons", Member(row => row.Comparisons),
        [
            Flat.Of("comparisonsPreviousValue", row => row.Comparisons?.Previous?.Value),
            Flat.Of("comparisonsPreviousChange", row => row.Comparisons?.Previous?.Change),
            Flat.Of("comparisonsPreviousPercentChange", row => row.Comparisons?.Previous?.PercentChange),
            Flat.Of("comparisonsSamePeriodLastYearValue", row => row.Comparisons?.SamePeriodLastYear?.Value),
            Flat.Of("comparisonsSamePeriodLastYearChange", row => row.Comparisons?.SamePeriodLastYear?.Change),
            Flat.Of("comparisonsSamePeriodLastYearPercentChange", row => row.Comparisons?.SamePeriodLastYear?.PercentChange),
        ]),
        new("claim", Member(row => row.Claim),
        [
            Flat.Of("claimPercent", row => row.Claim?.Percent),
            Flat.Of("claimVerdict", row => row.Claim?.Verdict),
            Flat.Of("claimGap", row => row.Claim?.Gap),
            Flat.Of("claimExcess", row => row.Claim?.Excess),
            Flat.Of("claimDisagrees", row => row.Claim?.Disagrees),
        ]),
        new("amendedAfterClosing", Member(row => row.AmendedAfterClosing),
        [
            Flat.Of("amendedAfterClosingChange", row => row.AmendedAfterClosing?.Change),
            Flat.Of("amendedAfterClosingTarget", row => row.AmendedAfterClosing?.Target),
            Flat.Of("amendedAfterClosingPercent", row => row.AmendedAfterClosing?.Percent),
            Flat.Of("amendedAfterClosingVerdict", row => row.AmendedAfterClosing?.Verdict),
        ]),
        Flag("provisional", row => row.Provisional),
    ]);

    /// <summary>All members.</summary>
    public static IReadOnlyList<Column<AchievementRow>> All => Columns.All;

    /// <summary>What has to be worked out for these members.</summary>
    public static Detail DetailOf(IReadOnlyList<Column<AchievementRow>> columns) =>
        columns.Aggregate(Detail.None, (detail, column) => detail | column.Detail);

    private static string Part(PartRow part) => $"{part.Code}: {Digits(part.Actual) ?? "-"} ({WireNames<Verdict>.Of(part.Verdict)})";

    // Very many rows have none of them: what is not there costs no serializer.
    private static Action<RowJson, AchievementRow> Member<T>(Func<AchievementRow, T?> value) where T : class => (json, row) =>
    {
        if (value(row) is { } there) json.Value(there);
        else json.Null();
    };

    private static void WriteParts(RowJson json, AchievementRow row)
    {
        if (row.Parts is { Count: > 0 } parts) json.Value(parts);
        else json.Raw("[]"u8);
    }

    private static void WritePace(RowJson json, AchievementRow row)
    {
        if (row.Achievement.Pace is { } pace) PaceColumns.Write(json, pace);
        else json.Null();
    }

    private static Column<AchievementRow> Text(string name, Func<AchievementRow, string?> value) =>
        new(name, (json, row) => json.Text(value(row)), [new(name, CellKind.Text, value)]);

    private static Column<AchievementRow> Period(string name, Func<AchievementRow, Period?> value) =>
        new(name, (json, row) => json.Period(value(row)), [new(name, CellKind.Text, row => value(row)?.ToString())]);

    private static Column<AchievementRow> Number(string name, Func<AchievementRow, decimal?> value) =>
        new(name, (json, row) => json.Number(value(row)), [Flat.Of(name, value)]);

    private static Column<AchievementRow> Date(string name, Func<AchievementRow, DateOnly> value) =>
        new(name, (json, row) => json.Day(value(row)), [Flat.Of(name, row => (DateOnly?)value(row))]);

    private static Column<AchievementRow> Flag(string name, Func<AchievementRow, bool> value) =>
        new(name, (json, row) => json.Flag(value(row)), [Flat.Of(name, row => (bool?)value(row))]);

    private static Column<AchievementRow> Word<T>(string name, Func<AchievementRow, T> value) where T : struct, Enum =>
        Word(name, row => (T?)value(row));

    private static Column<AchievementRow> Word<T>(string name, Func<AchievementRow, T?> value) where T : struct, Enum =>
        new(name, (json, row) => json.Word(value(row)), [Flat.Of(name, value)]);

    private static string? Digits(decimal? value) => value is { } number ? Numbers.Invariant(number) : null;
}
