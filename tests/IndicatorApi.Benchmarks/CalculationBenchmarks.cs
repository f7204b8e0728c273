using BenchmarkDotNet.Attributes;
using IndicatorApi.Calculation;

namespace IndicatorApi.Benchmarks;

/// <summary>One judgement of one target, for each family of target kinds: what a page costs a thousand times.</summary>
[MemoryDiagnoser]
public class CalculationBenchmarks
{
    private static readonly Period Asked = Period.Term(2020, 2025);

    private IndicatorDefinition _indicator = null!;
    private TargetDefinition _target = null!;
    private Observation[] _observations = null!;

    /// <summary>The kinds, one for each way to judge.</summary>
    public static IEnumerable<string> Kinds => Samples.Rules.Keys;

    /// <summary>The kind that is judged.</summary>
    [ParamsSource(nameof(Kinds))]
    public string Kind { get; set; } = "";

    /// <summary>Puts the facts together: a figure for each quarter of the term.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _target = Samples.Target(Samples.Rules[Kind]);
        _indicator = Samples.Definition(Kind == "increase" ? TimeCombining.Last : TimeCombining.Sum);
        _observations = Samples.Quarters();
    }

    /// <summary>From the facts to the answer with everything that explains it.</summary>
    [Benchmark]
    public Achievement Whole() => AchievementCalculator.Calculate(_indicator, _target, _observations, Asked);

    /// <summary>What a row of a scorecard shows.</summary>
    [Benchmark]
    public Achievement Row() => AchievementCalculator.Calculate(_indicator, _target, _observations, Asked, Detail.Coverage | Detail.Pace);

    /// <summary>What a row of a ranking shows.</summary>
    [Benchmark]
    public Achievement Percent() => AchievementCalculator.Calculate(_indicator, _target, _observations, Asked, Detail.None);
}
