using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Actuals;

/// <summary>One reported figure: exactly one of <c>value</c>, the pair <c>numerator</c> and <c>denominator</c>, or <c>level</c>.</summary>
public record ActualBody
{
    /// <summary>The number, in the indicator's unit. For a ratio only where its counts are not known.</summary>
    public decimal? Value { get; init; }

    /// <summary>The part of a ratio.</summary>
    public decimal? Numerator { get; init; }

    /// <summary>The whole of a ratio.</summary>
    public decimal? Denominator { get; init; }

    /// <summary>The step reached, for a level indicator; <c>yes</c> or <c>no</c> for a yesNo one.</summary>
    public string? Level { get; init; }

    /// <summary>Set where the source only gives a bound: "trên 276 tỷ" is 276 with <c>atLeast</c>.</summary>
    public Bound? Bound { get; init; }

    /// <summary>How far the figure has got.</summary>
    public ActualStatus Status { get; init; } = ActualStatus.Final;

    /// <summary>The sub-group it is for; null for the whole.</summary>
    public string? Group { get; init; }

    /// <summary>Where it comes from.</summary>
    public string? Source { get; init; }

    /// <summary>What a reader should know of it.</summary>
    public string? Note { get; init; }

    /// <summary>Why it is changed; kept with the revision.</summary>
    public string? Reason { get; init; }

    /// <summary>The write of this body.</summary>
    public ActualWrite ToWrite(OrganisationUnit unit, Indicator indicator, Period period, ReferenceData reference, Errors errors, Func<string, string> where)
    {
        var level = Text.Clean(errors, where("level"), Level, 100);
        CheckFigure(indicator, level, errors, where);
        Text.CheckCode(errors, where("group"), Group);
        return new ActualWrite
        {
            Figure = new Actual
            {
                OrganisationUnitId = unit.Id,
                IndicatorId = indicator.Id,
                GroupCode = Group ?? "",
                Period = period.ToString(),
                PeriodStart = period.Start,
                PeriodEnd = period.End,
                Value = Value,
                Numerator = Numerator,
                Denominator = Denominator,
                Level = level,
                Bound = Bound,
                Status = Status,
                Source = Text.Clean(errors, where("source"), Source, 1000),
                Note = Text.Clean(errors, where("note"), Note, 2000),
            },
            Reason = Text.Clean(errors, where("reason"), Reason, 1000),
        };
    }

    private void CheckFigure(Indicator indicator, string? level, Errors errors, Func<string, string> where)
    {
        switch (indicator.ValueType)
        {
            case IndicatorValueType.Level or IndicatorValueType.YesNo:
                var levels = ReferenceData.Define(indicator).Levels;
                if (Level is null) errors.Add(where("level"), ErrorCodes.Required);
                else if (!levels.Contains(level, StringComparer.Ordinal)) errors.Add(where("level"), ErrorCodes.Inconsistent,
                    $"'{level}' is not one of the levels: {string.Join(", ", levels)}.", $"'{level}' không thuộc các mức: {string.Join(", ", levels)}.");
                Refuse(errors, where, ("value", Value), ("numerator", Numerator), ("denominator", Denominator));
                return;
            case IndicatorValueType.Ratio when Numerator is not null || Denominator is not null:
                if (Numerator is null) errors.Add(where("numerator"), ErrorCodes.Required);
                if (Denominator is null) errors.Add(where("denominator"), ErrorCodes.Required);
                if (Denominator < 0) errors.Add(where("denominator"), ErrorCodes.OutOfRange, ">= 0");
                if (Value is not null) errors.Add(where("value"), ErrorCodes.Inconsistent,
                    "The rate follows from numerator and denominator; give it only where they are not known.", "Tỷ lệ được tính từ tử số và mẫu số; chỉ ghi value khi không có hai số đó.");
                break;
            default:
                if (Value is null) errors.Add(where("value"), ErrorCodes.Required);
                Refuse(errors, where, ("numerator", Numerator), ("denominator", Denominator));
                break;
        }
        if (Level is not null) errors.Add(where("level"), ErrorCodes.Inconsistent, "This indicator is a number, not a level.", "Chỉ tiêu này là số, không phải mức xếp loại.");
    }

    private static void Refuse(Errors errors, Func<string, string> where, params ReadOnlySpan<(string Member, decimal? Given)> members)
    {
        foreach (var (member, given) in members)
        {
            if (given is not null) errors.Add(where(member), ErrorCodes.Inconsistent, "This indicator does not take this member.", "Chỉ tiêu này không nhận thành phần này.");
        }
    }
}

/// <summary>A figure that names its place.</summary>
public sealed record ActualItem : ActualBody
{
    /// <summary>Code of the unit.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Code of the indicator.</summary>
    public required string Indicator { get; init; }

    /// <summary>The time it is about.</summary>
    public required Period Period { get; init; }
}

/// <summary>A stored figure.</summary>
public sealed record ActualResponse
{
    /// <summary>Code of the unit.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Code of the indicator.</summary>
    public required string Indicator { get; init; }

    /// <summary>The time it is about.</summary>
    public required Period Period { get; init; }

    /// <summary>The sub-group it is for; null for the whole.</summary>
    public required string? Group { get; init; }

    /// <summary>The number; for a ratio with counts the rate that follows from them, unrounded up to ten decimals.</summary>
    public required decimal? Value { get; init; }

    /// <summary>The part of a ratio.</summary>
    public required decimal? Numerator { get; init; }

    /// <summary>The whole of a ratio.</summary>
    public required decimal? Denominator { get; init; }

    /// <summary>The step reached.</summary>
    public required string? Level { get; init; }

    /// <summary>Set where the source only gives a bound.</summary>
    public required Bound? Bound { get; init; }

    /// <summary>How far the figure has got.</summary>
    public required ActualStatus Status { get; init; }

    /// <summary>Where it comes from.</summary>
    public required string? Source { get; init; }

    /// <summary>What a reader should know of it.</summary>
    public required string? Note { get; init; }

    /// <summary>True when it came after its period had once been closed.</summary>
    public required bool Late { get; init; }

    /// <summary>1 when first written, one more with every change; the ETag.</summary>
    public required long Version { get; init; }

    /// <summary>Id of the revision that is shown.</summary>
    public required Guid Revision { get; init; }

    /// <summary>The answer for a stored figure.</summary>
    public static ActualResponse From(Actual actual, ReferenceData reference) => From(actual, actual.Revision, reference);

    /// <summary>The answer for a figure as one revision has it.</summary>
    public static ActualResponse From(ActualFigure actual, Guid revision, ReferenceData reference) => new()
    {
        OrgUnit = reference.Unit(actual.OrganisationUnitId).Code,
        Indicator = reference.Indicator(actual.IndicatorId).Code,
        Period = Period.Parse(actual.Period, null),
        Group = actual.GroupCode.Length > 0 ? actual.GroupCode : null,
        Value = actual.Value ?? Rate(actual, reference.Indicator(actual.IndicatorId).Factor),
        Numerator = actual.Numerator,
        Denominator = actual.Denominator,
        Level = actual.Level,
        Bound = actual.Bound,
        Status = actual.Status,
        Source = actual.Source,
        Note = actual.Note,
        Late = actual.Late,
        Version = actual.RowVersion,
        Revision = revision,
    };

    private static decimal? Rate(ActualFigure actual, decimal factor) =>
        actual is { Numerator: { } numerator, Denominator: { } denominator and not 0 } ? decimal.Round(numerator * factor / denominator, 10, MidpointRounding.AwayFromZero) : null;
}
