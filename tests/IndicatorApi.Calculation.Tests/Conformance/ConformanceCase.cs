using System.Text.Json;
using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation.Tests.Conformance;

/// <summary>One case of the public conformance files, in the API's own wire terms.</summary>
public sealed record ConformanceCase(string File, string Name, JsonElement Json)
{
    internal static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web)
    {
        AllowOutOfOrderMetadataProperties = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false) },
    };

    public static IEnumerable<ConformanceCase> All()
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "conformance"), "*.json").Order(StringComparer.Ordinal))
        {
            foreach (var one in Read(Path.GetFileName(path), System.IO.File.ReadAllText(path)))
                yield return one;
        }
    }

    public static IEnumerable<ConformanceCase> Read(string file, string json)
    {
        using var document = JsonDocument.Parse(json);
        foreach (var element in document.RootElement.EnumerateArray())
            yield return new(file, element.GetProperty("name").GetString()!, element.Clone());
    }

    public IndicatorDefinition Indicator => As<WireIndicator>("indicator").ToDefinition();

    public TargetDefinition Target => As<WireTarget>("target").ToDefinition();

    /// <summary>The figures, recorded in the order in which they are listed.</summary>
    public IReadOnlyList<Observation> Observations => ObservationsOf(Target.Scope);

    /// <summary>The same, where a figure for a term is for these days.</summary>
    public IReadOnlyList<Observation> ObservationsOf(Period scope) =>
        [.. As<WireActual[]>("actuals").Select((actual, i) => actual.ToObservation(scope) with { Recorded = i + 1 })];

    public Period Asked => Period.Parse(Json.GetProperty("ask").GetString()!, null);

    public JsonElement Expected => Json.GetProperty("expected");

    public Achievement Calculate() => AchievementCalculator.Calculate(Indicator, Target, Observations, Asked);

    public override string ToString() => Name;

    private T As<T>(string member) => Json.GetProperty(member).Deserialize<T>(Wire)!;

    internal sealed record WireIndicator
    {
        public string? Code { get; init; }
        public IndicatorValueType ValueType { get; init; }
        public decimal? Factor { get; init; }
        public TimeCombining OverTime { get; init; }
        public UnitCombining? OverUnits { get; init; }
        public Frequency? Frequency { get; init; }
        public decimal? Minimum { get; init; }
        public decimal? Maximum { get; init; }
        public string[]? Levels { get; init; }

        public IndicatorDefinition ToDefinition() => new()
        {
            Code = Code ?? "case",
            ValueType = ValueType,
            Factor = Factor ?? 1,
            OverTime = OverTime,
            OverUnits = OverUnits ?? UnitCombining.None,
            Frequency = Frequency ?? Calculation.Frequency.Irregular,
            Minimum = Minimum,
            Maximum = Maximum,
            Levels = Levels ?? [],
        };
    }

    private sealed record WireTarget
    {
        public required string Period { get; init; }
        public DateOnly? TermStart { get; init; }
        public DateOnly? TermEnd { get; init; }
        public Recurrence Recurrence { get; init; }
        public required TargetRule Rule { get; init; }
        public WireBaseline? Baseline { get; init; }
        public WireCheckpoint[]? Checkpoints { get; init; }
        public string? PathModel { get; init; }
        public bool? Applicable { get; init; }

        public TargetDefinition ToDefinition()
        {
            var scope = Calculation.Period.Parse(Period, null);
            if (TermStart is not null || TermEnd is not null)
                scope = scope.WithDates(TermStart ?? scope.Start, TermEnd ?? scope.End);
            return new()
            {
                Scope = scope,
                Recurrence = Recurrence,
                Rule = Rule,
                Baseline = Baseline is null ? null : new(Baseline.Value, Baseline.On),
                Checkpoints = [.. (Checkpoints ?? []).Select(checkpoint => new Checkpoint(checkpoint.On, checkpoint.Value))],
                PathModel = PathModel == "cagr" ? Calculation.PathModel.Cagr : Calculation.PathModel.Linear,
                Applicable = Applicable ?? true,
            };
        }
    }

    internal sealed record WireBaseline
    {
        public required decimal Value { get; init; }
        public DateOnly? On { get; init; }
    }

    private sealed record WireCheckpoint
    {
        public required DateOnly On { get; init; }
        public required decimal Value { get; init; }
    }

    internal sealed record WireActual
    {
        public required string Period { get; init; }
        public decimal? Value { get; init; }
        public decimal? Numerator { get; init; }
        public decimal? Denominator { get; init; }
        public string? Level { get; init; }
        public Bound? Bound { get; init; }
        public string? Status { get; init; }

        public Observation ToObservation(Period scope)
        {
            var period = Calculation.Period.Parse(Period, null);
            return new()
            {
                // A figure for the term is a figure for the resolution's own days.
                Period = period.IsTerm && scope.IsTerm && period.Text == scope.Text ? scope : period,
                Value = Value,
                Numerator = Numerator,
                Denominator = Denominator,
                Level = Level,
                Bound = Bound,
                Provisional = Status == "provisional",
            };
        }
    }
}
