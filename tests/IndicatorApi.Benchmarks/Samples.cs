using System.Globalization;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Data;

namespace IndicatorApi.Benchmarks;

/// <summary>Facts of the usual size, the same in every run.</summary>
internal static class Samples
{
    private static readonly Period Term = Period.Term(2020, 2025);

    /// <summary>A rule of each family, by its kind.</summary>
    public static IReadOnlyDictionary<string, TargetRule> Rules { get; } = new TargetRule[]
    {
        new AtLeast { Value = 25 },
        new AtMost { Value = 25 },
        new RaiseTo { Value = 133.3m },
        new ReduceBy { Amount = 2 },
        new RaiseByPercent { Percent = 10 },
        new MultiplyBy { Factor = 2 },
        new MaintainAtLeast { Value = 4 },
        new Between { Lower = 20, Upper = 60 },
        new Within { Lower = 20, Upper = 60 },
        new Increase(),
        new AverageGrowth { RatePercent = 13 },
    }.ToDictionary(rule => rule.KindName);

    public static TargetDefinition Target(TargetRule rule) => new() { Scope = Term, Rule = rule, Baseline = new(9) };

    public static IndicatorDefinition Definition(TimeCombining overTime) => ReferenceData.Define(Indicator(0, overTime));

    /// <summary>A figure for each quarter of the term.</summary>
    public static Observation[] Quarters() => [.. Enumerable.Range(0, 20).Select(quarter => new Observation
    {
        Period = Period.Containing(new DateOnly(2020, 1, 1).AddMonths(3 * quarter), Frequency.Quarter),
        Value = 1 + (quarter / 4m),
    })];

    public static List<OrganisationUnit> Units(int count) => [.. Enumerable.Range(0, count).Select(number => new OrganisationUnit
    {
        Id = Id(1, number),
        Code = Code("ward", number),
        Name = $"Phường {number}",
        SearchName = Code("ward ", number),
        Level = number == 0 ? OrganisationUnitLevel.Country : OrganisationUnitLevel.Ward,
        ParentId = number == 0 ? null : Id(1, 0),
        Path = number == 0 ? "ward-0/" : $"ward-0/ward-{number}/",
    })];

    public static List<Indicator> Indicators(int count) => [.. Enumerable.Range(0, count).Select(number => Indicator(number, TimeCombining.Sum))];

    public static List<Resolution> Resolutions(int units) => [.. Enumerable.Range(0, units).Select(number => new Resolution
    {
        Id = Id(3, number),
        Code = Code("resolution", number),
        OrganisationUnitId = Id(1, number),
        Issuer = ResolutionIssuer.Congress,
        Title = "Nghị quyết Đại hội Đảng bộ phường",
        Term = "2020-2025",
    })];

    public static ReferenceData Reference(int units, int indicators) => new(1, Units(units), [], Indicators(indicators), Resolutions(units));

    /// <summary>One row of a page, with everything that most rows have.</summary>
    public static AchievementRow Row(ReferenceData reference, int number)
    {
        var rule = Rules.Values.ElementAt(number % Rules.Count);
        var target = new StoredTarget
        {
            Id = Id(4, number),
            Unit = Id(1, number),
            Resolution = Id(3, number),
            Indicator = Id(2, number % 30),
            Group = "",
            Period = "2020-2025",
            Position = 1,
            Weight = null,
            Version = 1,
            Lead = null,
            Bands = null,
            Definition = Target(rule),
        };
        var facts = new TargetFacts(target, Term, Quarters(), null, null);
        var achievement = AchievementCalculator.Calculate(reference.Definition(facts.Indicator), facts.Definition, facts.Observations, facts.Asked);
        return new AchievementRow(facts, achievement, Term, reference);
    }

    private static Indicator Indicator(int number, TimeCombining overTime) => new()
    {
        Id = Id(2, number),
        Code = Code("indicator", number),
        Name = $"Kết nạp đảng viên mới {number}",
        SearchName = Code("indicator ", number),
        Measure = "người",
        ValueType = IndicatorValueType.Number,
        Factor = 1,
        Frequency = Frequency.Quarter,
        OverTime = overTime,
        OverUnits = UnitCombining.Sum,
    };

    private static string Code(string noun, int number) => string.Create(CultureInfo.InvariantCulture, $"{noun}-{number}");

    private static Guid Id(int kind, int number) =>
        Guid.Parse(string.Create(CultureInfo.InvariantCulture, $"{kind:x8}-0000-7000-8000-{number:x12}"), CultureInfo.InvariantCulture);
}
