using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation.Tests.Targets;

public class TargetRuleTests
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static TheoryData<TargetRule, string, string> Kinds => new()
    {
        { new AtLeast { Value = 25 }, """{"kind":"atLeast","value":25}""", "25" },
        { new AtLeast { Value = 80, Strict = true }, """{"kind":"atLeast","value":80,"strict":true}""", "trên 80" },
        { new AtMost { Value = 12 }, """{"kind":"atMost","value":12,"method":"complement"}""", "không quá 12" },
        { new AtMost { Value = 1, Strict = true, CeilingMethod = CeilingMethod.InverseRatio }, """{"kind":"atMost","value":1,"method":"inverseRatio","strict":true}""", "dưới 1" },
        { new RaiseTo { Value = 133.3m }, """{"kind":"raiseTo","value":133.3}""", "tăng lên 133,3" },
        { new ReduceTo { Value = 0 }, """{"kind":"reduceTo","value":0}""", "giảm còn 0" },
        { new RaiseBy { Amount = 1 }, """{"kind":"raiseBy","amount":1}""", "tăng 1" },
        { new ReduceBy { Amount = 2 }, """{"kind":"reduceBy","amount":2}""", "giảm 2" },
        { new RaiseByPercent { Percent = 30 }, """{"kind":"raiseByPercent","percent":30}""", "tăng 30%" },
        { new ReduceByPercent { Percent = 20 }, """{"kind":"reduceByPercent","percent":20}""", "giảm 20%" },
        { new MultiplyBy { Factor = 1.25m }, """{"kind":"multiplyBy","factor":1.25}""", "tăng 1,25 lần" },
        { new MaintainAtLeast { Value = 93 }, """{"kind":"maintainAtLeast","value":93}""", "duy trì từ 93 trở lên" },
        { new MaintainAtLeast { Value = 93.5m, Strict = true }, """{"kind":"maintainAtLeast","value":93.5,"strict":true}""", "duy trì trên 93,5" },
        { new MaintainAtMost { Value = 5 }, """{"kind":"maintainAtMost","value":5}""", "duy trì không quá 5" },
        { new MaintainAtMost { Value = 5, Strict = true }, """{"kind":"maintainAtMost","value":5,"strict":true}""", "duy trì dưới 5" },
        { new MaintainAtLeast { Value = 93, Holds = Holding.EveryFigure }, """{"kind":"maintainAtLeast","value":93,"holds":"everyFigure"}""", "duy trì từ 93 trở lên" },
        { new MaintainAtMost { Value = 5, Holds = Holding.AtEnd }, """{"kind":"maintainAtMost","value":5,"holds":"atEnd"}""", "duy trì không quá 5" },
        { new Between { Lower = 4, Upper = 6 }, """{"kind":"between","lower":4,"upper":6}""", "4 - 6" },
        { new Within { Lower = 2, Upper = 2.2m }, """{"kind":"within","lower":2,"upper":2.2}""", "từ 2 đến 2,2" },
        { new Achieve { Level = "tốt" }, """{"kind":"achieve","level":"t\u1ED1t"}""", "tốt" },
        { new Increase(), """{"kind":"increase"}""", "tăng" },
        { new Decrease(), """{"kind":"decrease"}""", "giảm" },
        { new AverageGrowth { RatePercent = 13 }, """{"kind":"averageGrowth","ratePercent":13}""", "13%/năm" },
        { new Unstated(), """{"kind":"unstated"}""", "không nêu số" },
    };

    public static TheoryData<TargetRule, string> NumbersOnPaper => new()
    {
        { new AtLeast { Value = 10001.26m }, "10.001,26" },
        { new AtLeast { Value = 1862 }, "1.862" },
        { new AtLeast { Value = 36.602m }, "36,602" },
        { new AtLeast { Value = 25.00m }, "25" },
        { new AtLeast { Value = 0.5m }, "0,5" },
        { new RaiseTo { Value = -2 }, "tăng lên -2" },
        { new Between { Lower = 1000, Upper = 2500.5m }, "1.000 - 2.500,5" },
    };

    public static TheoryData<string, TargetRule, decimal?, string> Refused => new()
    {
        { "number", new AtLeast { Value = 0 }, null, "value" },
        { "number", new AtLeast { Value = -1 }, null, "value value" },
        { "number", new AtLeast { Value = 101 }, null, "value" },
        { "number", new AtLeast { Value = 5, StrictMeansNotMet = true }, null, "strictMeansNotMet" },
        { "number", new AtMost { Value = -1 }, null, "value" },
        { "number", new MaintainAtLeast { Value = 0 }, null, "value" },
        { "number", new MaintainAtMost { Value = -0.1m }, null, "value" },
        { "number", new RaiseTo { Value = 40 }, 40, "value" },
        { "number", new RaiseTo { Value = 30 }, 40, "value" },
        { "number", new RaiseTo { Value = 101 }, 40, "value" },
        { "number", new ReduceTo { Value = 40 }, 40, "value" },
        { "number", new ReduceTo { Value = 50 }, 40, "value" },
        { "number", new ReduceTo { Value = -1 }, 40, "value" },
        { "number", new RaiseBy { Amount = 0 }, 40, "amount" },
        { "number", new ReduceBy { Amount = -2 }, null, "amount" },
        { "number", new ReduceBy { Amount = 10 }, 9, "amount" },
        { "number", new RaiseBy { Amount = 10 }, 95, "amount" },
        { "number", new RaiseByPercent { Percent = 0 }, 40, "percent" },
        { "number", new ReduceByPercent { Percent = 0 }, 40, "percent" },
        { "number", new ReduceByPercent { Percent = 101 }, null, "percent" },
        { "number", new ReduceByPercent { Percent = 20 }, 0, "baseline" },
        { "number", new RaiseByPercent { Percent = 200 }, 40, "percent" },
        { "number", new MultiplyBy { Factor = 0 }, 40, "factor" },
        { "number", new MultiplyBy { Factor = 2 }, -1, "baseline" },
        { "number", new MultiplyBy { Factor = 3 }, 40, "factor" },
        { "number", new Between { Lower = 6, Upper = 4 }, null, "upper" },
        { "number", new Between { Lower = 5, Upper = 5 }, null, "upper" },
        { "number", new Within { Lower = -1, Upper = 5 }, null, "lower" },
        { "number", new Achieve { Level = "tốt" }, null, "kind" },
        { "number", new AverageGrowth { RatePercent = -100 }, null, "ratePercent" },
        { "number", new AverageGrowth { RatePercent = 13 }, 0, "baseline" },
        { "level", new Achieve { Level = "giỏi" }, null, "level" },
        { "level", new AtLeast { Value = 1 }, null, "kind" },
        { "level", new ReduceBy { Amount = 1 }, null, "kind" },
        { "yesNo", new Achieve { Level = "maybe" }, null, "level" },
        { "yesNo", new AverageGrowth { RatePercent = 1 }, null, "kind" },
    };

    public static TheoryData<string, TargetRule, decimal?> Accepted => new()
    {
        { "number", new AtLeast { Value = 100 }, null },
        { "number", new AtMost { Value = 0 }, null },
        { "number", new AtMost { Value = 1, Strict = true, StrictMeansNotMet = true }, null },
        { "number", new RaiseTo { Value = 50 }, null },
        { "number", new ReduceTo { Value = 0 }, 33 },
        { "number", new ReduceBy { Amount = 2 }, null },
        { "number", new ReduceBy { Amount = 9 }, 9 },
        { "number", new ReduceByPercent { Percent = 100 }, 9 },
        { "number", new MultiplyBy { Factor = 1.25m }, 57.84m },
        { "number", new Between { Lower = 4, Upper = 6 }, null },
        { "number", new Between { Lower = 0, Upper = 5 }, null },
        { "number", new AverageGrowth { RatePercent = 0 }, null },
        { "number", new AverageGrowth { RatePercent = -3 }, null },
        { "balance", new AtMost { Value = -5 }, null },
        { "balance", new AtMost { Value = -5, CeilingMethod = CeilingMethod.InverseRatio }, null },
        { "balance", new MaintainAtMost { Value = -5 }, null },
        { "balance", new Between { Lower = -5, Upper = -1 }, null },
        { "balance", new Within { Lower = -5, Upper = 5 }, null },
        { "number", new Increase(), null },
        { "number", new Unstated(), null },
        { "number", new AverageGrowth { RatePercent = 13 }, null },
        { "level", new Achieve { Level = "tốt" }, null },
        { "level", new Increase(), null },
        { "level", new Unstated(), null },
        { "yesNo", new Achieve { Level = "yes" }, null },
    };

    [Fact]
    public void List_EveryKindInTheAssembly_IsOnIt()
    {
        Type[] kinds = [.. typeof(TargetRule).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(TargetRule)) && !type.IsAbstract)];
        JsonDerivedTypeAttribute[] list = [.. typeof(TargetRule).GetCustomAttributes<JsonDerivedTypeAttribute>()];
        list.Select(line => line.DerivedType).ShouldBe(kinds, ignoreOrder: true);
        list.Select(line => line.TypeDiscriminator).ShouldBeUnique();
    }

    [Fact]
    public void Kind_EveryKind_IsSealedAndNamedInOnePlace()
    {
        foreach (var line in typeof(TargetRule).GetCustomAttributes<JsonDerivedTypeAttribute>())
        {
            line.DerivedType.IsSealed.ShouldBeTrue(line.DerivedType.Name);
            line.DerivedType.GetField("Kind")!.GetRawConstantValue().ShouldBe(line.TypeDiscriminator);
            var name = line.DerivedType.Name;
            line.TypeDiscriminator.ShouldBe(char.ToLowerInvariant(name[0]) + name[1..]);
            Kinds.Select(row => row.Data.Item1).ShouldContain(rule => rule.GetType() == line.DerivedType, line.DerivedType.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Json_EveryKind_HoldsItsParametersAndReadsBackEqual(TargetRule rule, string json, string text)
    {
        var written = JsonSerializer.Serialize(rule, Wire);
        JsonElement.DeepEquals(JsonElement.Parse(written), JsonElement.Parse(json)).ShouldBeTrue(written);
        JsonSerializer.Deserialize<TargetRule>(written, Wire).ShouldBe(rule);
        rule.TargetText().ShouldBe(text);
        rule.KindName.ShouldBe(JsonElement.Parse(json).GetProperty("kind").GetString());
    }

    [Theory]
    [MemberData(nameof(NumbersOnPaper))]
    public void TargetText_Numbers_AreWrittenTheVietnameseWay(TargetRule rule, string text) => rule.TargetText().ShouldBe(text);

    [Theory]
    [InlineData("""{"kind":"nearly","value":5}""")]
    [InlineData("""{"value":5}""")]
    [InlineData("""{"kind":"atLeast"}""")]
    [InlineData("""{"kind":"atLeast","amount":5}""")]
    [InlineData("""{"kind":"atMost","value":5,"method":"guess"}""")]
    [InlineData("""{"kind":"maintainAtMost","value":5,"holds":"sometimes"}""")]
    public void Json_WrongShape_IsRefused(string json) =>
        Should.Throw<Exception>(() => JsonSerializer.Deserialize<TargetRule>(json, Wire)).ShouldBeAssignableTo<Exception>()
            .ShouldSatisfyAllConditions(refusal => (refusal is JsonException or NotSupportedException).ShouldBeTrue());

    [Theory]
    [MemberData(nameof(Refused))]
    public void Validate_WhatMayNotBeSaved_NamesTheMembers(string indicator, TargetRule rule, decimal? baseline, string members)
    {
        var problems = rule.Validate(Indicator(indicator), baseline is { } value ? new(value) : null);
        string.Join(' ', problems.Select(problem => problem.Member)).ShouldBe(members);
        foreach (var problem in problems)
        {
            problem.Message.Vi.ShouldNotBeNullOrWhiteSpace();
            problem.Message.En.ShouldNotBeNullOrWhiteSpace();
        }
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Validate_WhatMayBeSaved_HasNoProblem(string indicator, TargetRule rule, decimal? baseline) =>
        rule.Validate(Indicator(indicator), baseline is { } value ? new(value) : null).ShouldBeEmpty();

    private static IndicatorDefinition Indicator(string valueType) => new()
    {
        Code = "case",
        ValueType = valueType switch
        {
            "level" => IndicatorValueType.Level,
            "yesNo" => IndicatorValueType.YesNo,
            _ => IndicatorValueType.Number,
        },
        OverTime = TimeCombining.Last,
        Levels = valueType == "level" ? ["kém", "tốt"] : [],
        Minimum = valueType == "balance" ? null : 0,
        Maximum = 100,
    };
}
