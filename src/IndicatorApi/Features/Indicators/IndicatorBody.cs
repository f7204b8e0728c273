using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Mapster;

namespace IndicatorApi.Features.Indicators;

/// <summary>What is measured, and how its figures combine.</summary>
public sealed record IndicatorBody : ICodedBody<Indicator>
{
    /// <summary>The identity in addresses and bodies, such as <c>income-per-capita</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The Vietnamese name.</summary>
    public required string Name { get; init; }

    /// <summary>The English name.</summary>
    public string? NameEn { get; init; }

    /// <summary>Code of the heading it stands under in a resolution, such as <c>economy</c>.</summary>
    public string? Group { get; init; }

    /// <summary>The unit of its figures as people write it: <c>triệu đồng/người/năm</c>, <c>%</c>, <c>hộ</c>.</summary>
    public required string Measure { get; init; }

    /// <summary>What a figure is.</summary>
    public required IndicatorValueType ValueType { get; init; }

    /// <summary>What a ratio is multiplied by: 100 for %, 1000 for ‰; 100 for ratios and 1 for others when left out.</summary>
    public decimal? Factor { get; init; }

    /// <summary>Decimals of a figure, 0 to 8. Nothing is rounded to them: a number with more is refused, with 0 one that is not whole; a rate that follows
    /// from its counts has as many as it has. Where it is left out nothing is refused, and people are shown two.</summary>
    public int? Decimals { get; init; }

    /// <summary>How often it is reported.</summary>
    public Frequency Frequency { get; init; } = Frequency.Irregular;

    /// <summary>How figures combine over time.</summary>
    public required TimeCombining OverTime { get; init; }

    /// <summary>How figures of several units combine.</summary>
    public UnitCombining OverUnits { get; init; } = UnitCombining.None;

    /// <summary>Code of the indicator that weights a <c>weightedAverage</c>.</summary>
    public string? WeightIndicator { get; init; }

    /// <summary>The least that a figure can be: a lower one is refused. Where it is left out, counts (<c>decimals</c> 0) and shares of a whole
    /// (<c>partOf</c>, in <c>%</c>) have 0; the answer shows it. Figures that were stored before stay, and <c>/quality</c> warns of them.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>The most that a figure can be: a higher one is refused. Where it is left out, shares of a whole (<c>partOf</c>, in <c>%</c>) have 100; the
    /// answer shows it. Other percents have no limit: growth and what was done of a plan go beyond.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>The ordered scale of a <c>level</c> indicator, worst first.</summary>
    public IReadOnlyList<string>? Levels { get; init; }

    /// <summary>Code of the whole that this is one class of; all classes of one whole should add up to it.</summary>
    public string? PartOf { get; init; }

    /// <summary>Changes of the standard behind it, across which figures do not compare.</summary>
    public IReadOnlyList<SeriesBreak>? Breaks { get; init; }

    /// <summary>What people call its heading (<c>group</c>) and the sub-groups that its targets and figures are for. Where there is no name the code is
    /// shown.</summary>
    public IReadOnlyList<GroupName>? GroupNames { get; init; }

    // What people are shown where nothing was said.
    private const int UsualDecimals = 2;

    private const int MostNames = 100;

    static Noun ICodedBody<Indicator>.Noun => Noun.Indicator;

    static string ICodedBody<Indicator>.Address => "/api/v1/indicators";

    static Indicator? ICodedBody<Indicator>.Find(ReferenceData reference, string code) => reference.Indicator(code);

    // Two that stood before anybody could say so may have been chosen, or not.
    internal static int? DecimalsOf(Indicator row) => row.MostDecimals ?? (row.Decimals == UsualDecimals ? null : row.Decimals);

    /// <summary>The row of this body, without the indicator that weights it.</summary>
    public Indicator ToRow(Errors errors, Func<string, string> where)
    {
        Text.CheckCode(errors, where("code"), Code);
        Text.CheckCode(errors, where("group"), Group);
        if (Decimals is < 0 or > StorableNumber.DecimalDigits) errors.Add(where("decimals"), ErrorCodes.OutOfRange, "0..8");
        if (Factor <= 0) errors.Add(where("factor"), ErrorCodes.OutOfRange, "> 0");
        if (Factor is not null and not 1 && ValueType != IndicatorValueType.Ratio)
            errors.Add(where("factor"), ErrorCodes.Inconsistent, "Only a ratio has a factor.", "Chỉ chỉ tiêu dạng tỷ lệ mới có hệ số.");
        if (Maximum < Minimum) errors.Add(where("maximum"), ErrorCodes.OutOfRange, ">= minimum");
        if ((OverUnits == UnitCombining.WeightedAverage) != (WeightIndicator is not null))
            errors.Add(where("weightIndicator"), ErrorCodes.Inconsistent, "A weightedAverage names its weightIndicator, and nothing else does.",
                "weightedAverage cần weightIndicator; các cách khác thì không.");
        if (OverUnits == UnitCombining.RatioOfSums && ValueType != IndicatorValueType.Ratio)
            errors.Add(where("overUnits"), ErrorCodes.Inconsistent, "ratioOfSums is for ratios.", "ratioOfSums chỉ dùng cho tỷ lệ.");
        var levels = Levels ?? [];
        if ((ValueType == IndicatorValueType.Level) != (levels.Count > 0))
            errors.Add(where("levels"), ErrorCodes.Inconsistent, "A level indicator lists its levels, worst first, and nothing else does.",
                "Chỉ tiêu xếp loại phải liệt kê các mức từ thấp đến cao; loại khác thì không.");
        if (Breaks?.Count > 50) errors.Add(where("breaks"), ErrorCodes.TooMany, 50);
        if (levels.Count > 50) errors.Add(where("levels"), ErrorCodes.TooMany, 50);
        var clean = levels.Select((level, i) => Text.Line(errors, where($"levels[{i}]"), level, 100) ?? "").ToList();
        if (clean.Distinct(StringComparer.Ordinal).Count() != clean.Count) errors.Add(where("levels"), ErrorCodes.RepeatedKey, where("levels"));

        var names = GroupNames ?? [];
        if (names.Count > MostNames) errors.Add(where("groupNames"), ErrorCodes.TooMany, MostNames);
        if (names.DistinctBy(one => one.Code).Count() != names.Count) errors.Add(where("groupNames"), ErrorCodes.RepeatedKey, where("groupNames"));

        var name = Text.Line(errors, where("name"), Name, 200) ?? "";
        var nameEn = Text.Line(errors, where("nameEn"), NameEn, 200);
        return new Indicator
        {
            Code = Code,
            Name = name,
            NameEn = nameEn,
            SearchName = Text.Search(name, nameEn),
            Group = Group,
            Measure = Text.Line(errors, where("measure"), Measure, 80) ?? "",
            ValueType = ValueType,
            Factor = Factor ?? (ValueType == IndicatorValueType.Ratio ? 100 : 1),
            Decimals = Decimals ?? UsualDecimals,
            MostDecimals = Decimals,
            Frequency = Frequency,
            OverTime = OverTime,
            OverUnits = OverUnits,
            Minimum = Minimum,
            Maximum = Maximum,
            Levels = clean,
            Breaks = SeriesBreaks.ToJson(Breaks?.Select((change, i) =>
                change with { Reason = Text.Clean(errors, where($"breaks[{i}].reason"), change.Reason, 300) ?? "" }).ToList()),
            GroupNames = Data.GroupNames.ToJson([.. names.Select((one, i) => Named(one, member => where($"groupNames[{i}].{member}"), errors))]),
        };
    }

    private static GroupName Named(GroupName one, Func<string, string> where, Errors errors)
    {
        Text.CheckCode(errors, where("code"), one.Code);
        return one with { Name = Text.Line(errors, where("name"), one.Name, 200) ?? "", NameEn = Text.Line(errors, where("nameEn"), one.NameEn, 200) };
    }
}

internal sealed class IndicatorMapping : IRegister
{
    public void Register(TypeAdapterConfig config)
    {
        config.Keep<IReadOnlyList<SeriesBreak>>();
        config.Keep<IReadOnlyList<GroupName>>();
        config.NewConfig<Shown<Indicator>, IndicatorBody>()
            .Map(body => body, shown => shown.Row)
            .Map(body => body.WeightIndicator, shown => shown.Row.WeightIndicatorId == null ? null
                : shown.Reference.Indicator(shown.Row.WeightIndicatorId.Value).Code)
            .Map(body => body.Decimals, shown => IndicatorBody.DecimalsOf(shown.Row))
            .Map(body => body.Minimum, shown => ReferenceData.Define(shown.Row).Minimum)
            .Map(body => body.Maximum, shown => ReferenceData.Define(shown.Row).Maximum)
            .Map(body => body.PartOf, shown => shown.Row.PartOfId == null ? null : shown.Reference.Indicator(shown.Row.PartOfId.Value).Code)
            .Map(body => body.Breaks, shown => SeriesBreaks.Of(shown.Row))
            .Map(body => body.GroupNames, shown => Data.GroupNames.Of(shown.Row));
    }
}
