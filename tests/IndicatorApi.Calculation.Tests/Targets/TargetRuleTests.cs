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
        {
            new AtMost { Value = 1, Strict = true, CeilingMethod = CeilingMethod.InverseRatio },
            """{"kind":"atMost","value":1,"method":"inverseRatio","strict":true}""",
            "dưới 1"
        },
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
        { new MaintainAtLeast { Value = 93, Holds = Holding.EveryFigure }, """{"kind":"maintainAtLeast","value":93,"holds":"everyFigure"}""",
            "duy trì từ 93 trở lên" },
        { new MaintainAtMost { Value = 5, Holds = Holding.AtEnd }, """{"kind":"maintainAtMost","value":5,"holds":"atEnd"}""", "duy trì không quá 5" },
        { new Between { Lower = 4, Upper = 6 }, """{"kind":"between","lower":4,"upper":6}""", "4 - 6" },
        { new Within { Lower = 2, Upper = 2.2m }, """{"kind":"within","lower":2,"upper":2.2}""", "từ 2 đến 2,2" },
        { new Achieve { Level = "tốt" }, """{"kind":"achieve","level":"t\u1ED1t"}""", "tốt" },
        { new Increase(), """{"kind":"increase"}""", "tăng" },
        { new Decrease(), """{"kind":"decrease"}""", "giảm" },
        { new AverageGrowth { RatePercent = 13 }, """{"kind":"averageGrowth","ratePercent":13}""", "13%/năm" },
        { new Unstated(), """{"kind":"unstated"}""", "không nêu số" },
        { new AtLeast { Value = 74.5m, About = true }, """{"kind":"atLeast","value":74.5,"about":true}""", "khoảng 74,5" },
        { new AtMost { Value = 25, About = true }, """{"kind":"atMost","value":25,"method":"complement","about":true}""", "khoảng 25" },
        { new AtLeast { Value = 80, Stretch = 85 }, """{"kind":"atLeast","value":80,"stretch":85}""", "80, phấn đấu 85" },
        { new Between { Lower = 4700, Upper = 5000, About = true }, """{"kind":"between","lower":4700,"upper":5000,"about":true}""", "khoảng 4.700 - 5.000" },
        { new ReduceBy { Lower = 0.5m, Upper = 1.5m }, """{"kind":"reduceBy","lower":0.5,"upper":1.5}""", "giảm 0,5 - 1,5" },
        { new RaiseBy { Amount = 3, Strict = true }, """{"kind":"raiseBy","amount":3,"strict":true}""", "tăng trên 3" },
        { new RaiseByPercent { Lower = 8, Upper = 9, About = true }, """{"kind":"raiseByPercent","lower":8,"upper":9,"about":true}""", "tăng khoảng 8 - 9%" },
        { new ReduceTo { Value = 1, Strict = true }, """{"kind":"reduceTo","value":1,"strict":true}""", "giảm còn dưới 1" },
        { new MultiplyBy { Factor = 2, Strict = true }, """{"kind":"multiplyBy","factor":2,"strict":true}""", "tăng trên 2 lần" },
        { new AverageGrowth { RatePercent = 10.6m, Strict = true }, """{"kind":"averageGrowth","ratePercent":10.6,"strict":true}""", "trên 10,6%/năm" },
        { new AverageGrowth { Lower = 6.5m, Upper = 7, About = true }, """{"kind":"averageGrowth","lower":6.5,"upper":7,"about":true}""",
            "khoảng 6,5 - 7%/năm" },
        { new Achieve { Level = "yes", Qualifier = "cơ bản" }, """{"kind":"achieve","level":"yes","qualifier":"c\u01A1 b\u1EA3n"}""", "đạt (cơ bản)" },
        { new Near { Value = 105, Tolerance = 0.5m }, """{"kind":"near","value":105,"tolerance":0.5}""", "khoảng 105 (± 0,5)" },
        { new RankWithin { N = 10, Of = 63 }, """{"kind":"rankWithin","n":10,"of":63}""", "thuộc nhóm 10/63" },
        {
            new Composite { Mode = CompositeMode.All, Members = [new() { Indicator = "a", Rule = new AtLeast { Value = 54.6m } },
                new() { Indicator = "b", Group = "g", Rule = new ReduceBy { Amount = 1 }, Baseline = new(5) }] },
            """{"kind":"composite","mode":"all","members":[{"indicator":"a","group":null,"rule":{"kind":"atLeast","value":54.6},"baseline":null},"""
                + """{"indicator":"b","group":"g","rule":{"kind":"reduceBy","amount":1},"baseline":{"value":5,"on":null}}]}""",
            "a: 54,6; b/g: giảm 1"
        },
        {
            new Composite { Mode = CompositeMode.AtLeast, Least = 1, Percent = CompositePercent.ShareMet,
                Members = [new() { Indicator = "a", Rule = new AtLeast { Value = 1 } }, new() { Indicator = "b", Rule = new AtMost { Value = 2 } }] },
            """{"kind":"composite","mode":"atLeast","least":1,"percent":"shareMet","members":["""
                + """{"indicator":"a","group":null,"rule":{"kind":"atLeast","value":1},"baseline":null},"""
                + """{"indicator":"b","group":null,"rule":{"kind":"atMost","value":2,"method":"complement"},"baseline":null}]}""",
            "ít nhất 1/2: a: 1; b: không quá 2"
        },
        { new EveryUnit { Level = "ward", Rule = new AtLeast { Value = 15 } }, """{"kind":"everyUnit","level":"ward","rule":{"kind":"atLeast","value":15}}""",
            "mọi đơn vị (ward): 15" },
        { new EveryUnit { Groups = ["nam", "nu"], Rule = new AtMost { Value = 30, Strict = true } },
            """{"kind":"everyUnit","groups":["nam","nu"],"rule":{"kind":"atMost","value":30,"method":"complement","strict":true}}""",
            "mọi nhóm (nam, nu): dưới 30" },
        { new AsAssigned { Issuer = "tinh-uy" }, """{"kind":"asAssigned","issuer":"tinh-uy","share":1}""", "100% chỉ tiêu tinh-uy giao" },
        { new Judged { Qualifier = "hop ly" }, """{"kind":"judged","qualifier":"hop ly"}""", "do người có thẩm quyền đánh giá (hop ly)" },
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
        { "number", new Near { Value = 50, Tolerance = -1 }, null, "tolerance" },
        { "number", new Near { Value = 101, Tolerance = 1 }, null, "value" },
        { "level", new Near { Value = 1, Tolerance = 1 }, null, "kind" },
        { "number", new RankWithin { N = 0 }, null, "n" },
        { "number", new RankWithin { N = 10, Of = 9 }, null, "of" },
        { "number", new ReduceBy(), null, "amount" },
        { "number", new ReduceBy { Amount = 1, Lower = 1, Upper = 2 }, null, "amount" },
        { "number", new ReduceBy { Lower = 1 }, null, "upper" },
        { "number", new RaiseBy { Upper = 1 }, null, "lower" },
        { "number", new RaiseBy { Lower = 2, Upper = 2 }, null, "upper" },
        { "number", new RaiseBy { Lower = 0, Upper = 2 }, null, "lower" },
        { "number", new ReduceBy { Lower = 10, Upper = 12 }, 9, "lower" },
        { "number", new ReduceByPercent { Lower = 50, Upper = 101 }, 9, "upper" },
        { "number", new AverageGrowth(), null, "ratePercent" },
        { "number", new AverageGrowth { Lower = 9, Upper = 8 }, null, "upper" },
        { "number", new AtLeast { Value = 80, Stretch = 80 }, null, "stretch" },
        { "number", new AtLeast { Value = 80, Stretch = 101 }, null, "stretch" },
        { "number", new AtMost { Value = 5, Stretch = 6 }, null, "stretch" },
        { "number", new ReduceTo { Value = 5, Stretch = 4, StrictMeansNotMet = true }, 9, "strictMeansNotMet" },
        { "number", new ReduceTo { Value = 5, Stretch = 7 }, 9, "stretch" },
        { "number", new Between { Lower = 4, Upper = 6, Stretch = 7 }, null, "stretch" },
        { "number", new RaiseBy { Lower = 4, Upper = 6, Stretch = 7 }, null, "stretch" },
        { "number", new AtLeast { Value = 5, Qualifier = " " }, null, "qualifier" },
        { "number", new AtLeast { Value = 5, Qualifier = "a\u202Eb" }, null, "qualifier" },
        { "number", new AtLeast { Value = 5, Qualifier = new('a', 201) }, null, "qualifier" },
        { "number", new Composite { Mode = CompositeMode.All, Members = [new() { Indicator = "a", Rule = new AtLeast { Value = 1 } }] }, null, "members" },
        { "number", Both(CompositeMode.AtLeast) with { Least = 3 }, null, "least" },
        { "number", Both(CompositeMode.AtLeast), null, "least" },
        { "number", Both(CompositeMode.All) with { Least = 1 }, null, "least" },
        { "number", Both(CompositeMode.AnyForm) with { Percent = CompositePercent.MeanOfCapped }, null, "percent" },
        { "number", Both(CompositeMode.All, "Bad Code"), null, "members[1].indicator" },
        { "number", Both(CompositeMode.All, "a"), null, "members[1]" },
        { "number", Both(CompositeMode.All, rule: new Unstated()), null, "members[1].rule.kind" },
        { "number", Both(CompositeMode.All, rule: Both(CompositeMode.All)), null, "members[1].rule.kind" },
        { "number", Both(CompositeMode.All) with { Members = [null!, null!] }, null, "members[0] members[1]" },
        { "number", new EveryUnit { Rule = new AtLeast { Value = 1 } }, null, "level" },
        { "number", new EveryUnit { Rule = new AtLeast { Value = 1 }, Level = "ward", Groups = ["a"] }, null, "level" },
        { "number", new EveryUnit { Rule = new AtLeast { Value = 1 }, Groups = ["a", "a"] }, null, "groups" },
        { "number", new EveryUnit { Rule = new AtLeast { Value = -1 }, Level = "ward" }, null, "rule.value rule.value" },
        { "number", new EveryUnit { Rule = new Judged(), Level = "ward" }, null, "rule.kind" },
        { "number", new AsAssigned { Issuer = "" }, null, "issuer" },
        { "number", new AsAssigned { Issuer = "tinh-uy", Share = 0 }, null, "share" },
        { "number", new AsAssigned { Issuer = "tinh-uy", Share = 100 }, null, "share" },
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
        { "number", new Near { Value = 50, Tolerance = 0 }, null },
        { "number", new RankWithin { N = 10, Of = 63 }, null },
        { "number", new ReduceBy { Lower = 0.5m, Upper = 1.5m }, 5 },
        { "number", new AverageGrowth { Lower = 8, Upper = 9, Strict = true, StrictMeansNotMet = true }, null },
        { "number", new AtMost { Value = 5, Stretch = 0 }, null },
        { "number", new ReduceTo { Value = 5, Stretch = 0 }, 9 },
        { "number", Both(CompositeMode.All), null },
        { "level", Both(CompositeMode.AtLeast) with { Least = 2, Percent = CompositePercent.ShareMet }, null },
        { "number", new EveryUnit { Rule = new AtLeast { Value = 15 }, Level = "ward" }, null },
        { "level", new EveryUnit { Rule = new Achieve { Level = "tốt" }, Groups = ["a", "b"] }, null },
        { "number", new AsAssigned { Issuer = "tinh-uy", Share = 1.05m }, null },
        { "number", new Judged { Qualifier = "hợp lý" }, null },
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

    [Theory]
    [InlineData("""{"kind":"near","value":5}""")]
    [InlineData("""{"kind":"rankWithin","of":10}""")]
    [InlineData("""{"kind":"composite","mode":"some","members":[]}""")]
    [InlineData("""{"kind":"composite","mode":"all"}""")]
    [InlineData("""{"kind":"everyUnit","level":"ward"}""")]
    [InlineData("""{"kind":"asAssigned"}""")]
    public void Json_WhatMayNotBeGuessed_IsRefused(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<TargetRule>(json, Wire));

    [Fact]
    public void Validate_AverageOverYears_IsForAmountsAndChanges()
    {
        var level = Indicator("number");
        var total = level with { OverTime = TimeCombining.Sum, Maximum = null };
        Problems(new AtLeast { Value = 250 }, total).ShouldBeEmpty();
        Problems(new Between { Lower = 5, Upper = 7 }, total).ShouldBeEmpty();
        Problems(new ReduceBy { Amount = 1.2m }, level).ShouldBeEmpty();
        Problems(new ReduceByPercent { Percent = 5 }, level).ShouldBeEmpty();
        Problems(new EveryUnit { Level = "ward", Rule = new AtLeast { Value = 2 } }, total).ShouldBeEmpty();
        Problems(new AtLeast { Value = 80 }, level).ShouldBe(["recurrence"]);
        Problems(new MaintainAtLeast { Value = 80 }, total).ShouldBe(["recurrence"]);
        Problems(new AverageGrowth { RatePercent = 7 }, level).ShouldBe(["recurrence"]);
        Problems(new Increase(), level).ShouldBe(["recurrence"]);

        static string[] Problems(TargetRule rule, IndicatorDefinition indicator) =>
            [.. rule.Validate(indicator, null, Recurrence.PerYearAverage).Select(problem => problem.Member)];
    }

    [Fact]
    public void ValidateMembers_WhoKnowsTheIndicators_NamesEveryProblem()
    {
        var rule = new Composite
        {
            Mode = CompositeMode.All,
            Members =
            [
                new() { Indicator = "known", Rule = new AtLeast { Value = 101 } },
                new() { Indicator = "unknown", Rule = new AtLeast { Value = 1 } },
                new() { Indicator = "known", Rule = new ReduceByPercent { Percent = 5 }, Baseline = new(0) },
            ],
        };
        rule.ValidateMembers(code => code == "known" ? Indicator("number") : null).Select(problem => problem.Member)
            .ShouldBe(["members[0].rule.value", "members[1].indicator", "members[2].baseline"]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TargetTextInEnglish_EveryKind_HasWordsOfItsOwn(TargetRule rule, string json, string text)
    {
        json.ShouldNotBeEmpty();
        var english = rule.TargetTextInEnglish();
        english.ShouldNotBeNullOrWhiteSpace();
        if (text.Any(letter => letter > 127) && rule is not Achieve)
            english.ShouldNotBe(text);
    }

    [Fact]
    public void Qualifier_InAnySpelling_IsKeptInOne() =>
        new AtLeast { Value = 1, Qualifier = " co\u031B ba\u0309n " }.ShouldBe(new AtLeast { Value = 1, Qualifier = "cơ bản" });

    private static Composite Both(CompositeMode mode, string second = "b", TargetRule? rule = null) => new()
    {
        Mode = mode,
        Members = [new() { Indicator = "a", Rule = new AtLeast { Value = 1 } }, new() { Indicator = second, Rule = rule ?? new AtLeast { Value = 1 } }],
    };

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
