using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Figures;

/// <summary>A figure as it was reported, in a body, a file or a data value: its place is known, its content is not checked yet.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Indicator">The indicator.</param>
/// <param name="Period">The time it is about.</param>
/// <param name="Group">The sub-group; null for the whole.</param>
/// <param name="Figure">What was reported.</param>
/// <param name="Reason">Why, if that was said.</param>
public readonly record struct ReportedFigure(OrganisationUnit Unit, Indicator Indicator, Period Period, string? Group, Figure Figure, string? Reason)
{
    /// <summary>The figure to be recorded; what is wrong with it is added to the errors.</summary>
    public WantedFigure Check(Errors errors, Func<string, string> where)
    {
        var level = Text.Clean(errors, where("level"), Figure.Level, 100);
        CheckMembers(level, errors, where);
        Text.CheckCode(errors, where("group"), Group);
        var figure = Figure with
        {
            Level = level,
            Source = Text.Clean(errors, where("source"), Figure.Source, 1000),
            Note = Text.Clean(errors, where("note"), Figure.Note, 2000),
        };
        return new WantedFigure(Unit.Id, Indicator.Id, Group ?? "", Period, figure, Text.Clean(errors, where("reason"), Reason, 1000));
    }

    private void CheckMembers(string? level, Errors errors, Func<string, string> where)
    {
        switch (Indicator.ValueType)
        {
            case IndicatorValueType.Level or IndicatorValueType.YesNo:
                var levels = ReferenceData.Define(Indicator).Levels;
                if (Figure.Level is null) errors.Add(where("level"), ErrorCodes.Required);
                else if (!levels.Contains(level, StringComparer.Ordinal)) errors.Add(where("level"), ErrorCodes.Inconsistent,
                    $"'{level}' is not one of the levels: {string.Join(", ", levels)}.", $"'{level}' không thuộc các mức: {string.Join(", ", levels)}.");
                Refuse(errors, where, ("value", Figure.Value), ("numerator", Figure.Numerator), ("denominator", Figure.Denominator));
                return;
            case IndicatorValueType.Ratio when Figure.Numerator is not null || Figure.Denominator is not null:
                if (Figure.Numerator is null) errors.Add(where("numerator"), ErrorCodes.Required);
                if (Figure.Denominator is null) errors.Add(where("denominator"), ErrorCodes.Required);
                if (Figure.Denominator < 0) errors.Add(where("denominator"), ErrorCodes.OutOfRange, ">= 0");
                if (Figure.Value is not null) errors.Add(where("value"), ErrorCodes.Inconsistent,
                    "The rate follows from numerator and denominator; give it only where they are not known.",
                    "Tỷ lệ được tính từ tử số và mẫu số; chỉ ghi value khi không có hai số đó.");
                break;
            default:
                if (Figure.Value is null) errors.Add(where("value"), ErrorCodes.Required);
                Refuse(errors, where, ("numerator", Figure.Numerator), ("denominator", Figure.Denominator));
                break;
        }
        if (Figure.Level is null) return;
        errors.Add(where("level"), ErrorCodes.Inconsistent, "This indicator is a number, not a level.", "Chỉ tiêu này là số, không phải mức xếp loại.");
    }

    private static void Refuse(Errors errors, Func<string, string> where, params ReadOnlySpan<(string Member, decimal? Given)> members)
    {
        foreach (var (member, given) in members)
        {
            if (given is null) continue;
            errors.Add(where(member), ErrorCodes.Inconsistent, "This indicator does not take this member.", "Chỉ tiêu này không nhận thành phần này.");
        }
    }
}
