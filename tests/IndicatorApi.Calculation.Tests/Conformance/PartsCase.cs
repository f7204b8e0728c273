using System.Text.Json;

namespace IndicatorApi.Calculation.Tests.Conformance;

/// <summary>One case of a target that is made of several answers, or of something that no figure says.</summary>
public sealed record PartsCase(string Name, JsonElement Json)
{
    public static IEnumerable<PartsCase> All()
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "conformance", "parts"), "*.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            foreach (var element in document.RootElement.EnumerateArray())
                yield return new(element.GetProperty("name").GetString()!, element.Clone());
        }
    }

    public TargetRule Rule => As<TargetRule>("rule")!;

    public IndicatorDefinition Indicator => Has("indicator") ? As<ConformanceCase.WireIndicator>("indicator")!.ToDefinition() : Properties.Generate.Indicator();

    public TargetDefinition Target => new()
    {
        Scope = Period.Parse(Json.GetProperty("period").GetString()!, null),
        Rule = Rule,
        Baseline = As<Baseline>("baseline"),
        Assigned = As<AssignedTarget>("assigned"),
        Judged = As<PersonalJudgement>("judged"),
    };

    public Period Asked => Period.Parse(Json.GetProperty("ask").GetString()!, null);

    public JsonElement Expected => Json.GetProperty("expected");

    public Achievement Calculate() => Rule switch
    {
        Composite rule => AchievementCalculator.Combine(Target, [.. rule.Members.Select(Member)], Asked),
        EveryUnit rule => AchievementCalculator.Combine(Target, [.. Json.GetProperty("units").EnumerateObject().Select(unit => Unit(rule, unit))], Asked),
        _ => AchievementCalculator.Calculate(Indicator, Target, Observations(Json), Asked),
    };

    private AchievementPart Member(CompositeMember member)
    {
        var facts = Json.GetProperty("members").GetProperty(member.Indicator);
        var indicator = facts.GetProperty("indicator").Deserialize<ConformanceCase.WireIndicator>(ConformanceCase.Wire)!.ToDefinition();
        // Two forms of one indicator are told apart by their place.
        var isAForm = Rule is Composite { Mode: CompositeMode.AnyForm };
        return new(
            isAForm ? $"{member.Indicator}#{member.Rule.KindName}" : member.Indicator,
            AchievementCalculator.Calculate(indicator, CombinedRule.PartOf(Target, member.Rule, member.Baseline), Observations(facts), Asked));
    }

    private AchievementPart Unit(EveryUnit rule, JsonProperty unit)
    {
        var baseline = unit.Value.TryGetProperty("baseline", out var start) ? start.Deserialize<Baseline>(ConformanceCase.Wire) : null;
        return new(unit.Name, AchievementCalculator.Calculate(Indicator, CombinedRule.PartOf(Target, rule.Rule, baseline), Observations(unit.Value), Asked));
    }

    private Observation[] Observations(JsonElement facts) =>
        [.. facts.GetProperty("actuals").Deserialize<ConformanceCase.WireActual[]>(ConformanceCase.Wire)!.Select(actual => actual.ToObservation(Target.Scope))];

    private bool Has(string member) => Json.TryGetProperty(member, out _);

    private T? As<T>(string member) => Json.TryGetProperty(member, out var value) ? value.Deserialize<T>(ConformanceCase.Wire) : default;
}
