namespace IndicatorApi.Calculation.Tests;

public sealed class QualityChecksTests
{
    private static readonly IndicatorDefinition Income = new()
    {
        Code = "income",
        ValueType = IndicatorValueType.Number,
        OverTime = TimeCombining.Last,
        Minimum = 1,
        Maximum = 1000,
    };

    private static readonly IndicatorDefinition Members = new() { Code = "members", ValueType = IndicatorValueType.Number, OverTime = TimeCombining.Sum };

    private static readonly IndicatorDefinition Rate =
        new() { Code = "rate", ValueType = IndicatorValueType.Ratio, OverTime = TimeCombining.Last, Factor = 100 };

    [Fact]
    public void OfSeries_IncomeOfTenBillion_SuspectsTheUnit()
    {
        var warning = Only(QualityChecks.OfSeries(Income, [Of("2022", 10_000_000)], 2, []));
        warning.Kind.ShouldBe(QualityKind.UnitSuspect);
        warning.Value.ShouldBe(10_000_000);
    }

    [Fact]
    public void OfSeries_NegativeIncome_IsOutsideTheLimits() =>
        Only(QualityChecks.OfSeries(Income, [Of("2022", -3)], 2, [])).Kind.ShouldBe(QualityKind.OutsideLimits);

    [Fact]
    public void OfSeries_AValueOnTheLimit_IsFine() => QualityChecks.OfSeries(Income, [Of("2021", 1000), Of("2022", 1000)], 2, []).ShouldBeEmpty();

    [Theory]
    [InlineData(20, 60, true)]
    [InlineData(60, 20, true)]
    [InlineData(20, 59.9, false)]
    [InlineData(0, 60, false)]
    public void OfSeries_AChangeOfThreeTimesOrMore_IsAJump(double before, double now, bool isJump) =>
        QualityChecks.OfSeries(Income with { Minimum = null }, [Of("2022", (decimal)now), Of("2021", (decimal)before)], 2, [])
            .Any(warning => warning.Kind == QualityKind.Jump).ShouldBe(isJump);

    [Fact]
    public void OfSeries_AYearAfterAQuarter_IsNoJump() =>
        QualityChecks.OfSeries(Members, [Of("2021-Q4", 2), Of("2022", 12)], 0, []).ShouldBeEmpty();

    [Fact]
    public void OfSeries_QuartersThatDoNotMakeTheYear_Disagree()
    {
        Observation[] figures = [Of("2022", 10), Of("2022-Q1", 2), Of("2022-Q2", 2), Of("2022-Q3", 2), Of("2022-Q4", 3)];
        var warning = Only(QualityChecks.OfSeries(Members, figures, 0, []));
        (warning.Kind, warning.Value, warning.Expected).ShouldBe((QualityKind.PartsOfTimeDisagree, 10, 9));
    }

    [Fact]
    public void OfSeries_PartsOfSeveralKinds_AreHeldAgainstTheirWhole()
    {
        var warning = Only(QualityChecks.OfSeries(Members, [Of("2022", 10), Of("2022-S1", 4), Of("2022-Q3", 3), Of("2022-Q4", 2)], 0, []));
        (warning.Kind, warning.Value, warning.Expected).ShouldBe((QualityKind.PartsOfTimeDisagree, 10, 9));
        QualityChecks.OfSeries(Members, [Of("2022", 9), Of("2022-S1", 4), Of("2022-Q3", 3), Of("2022-Q4", 2)], 0, []).ShouldBeEmpty();
    }

    [Fact]
    public void OfSeries_MeansAndCountsThatDoNotMakeTheYear_Disagree()
    {
        var mean = Members with { OverTime = TimeCombining.Average };
        Only(QualityChecks.OfSeries(mean, [Of("2022", 12), Of("2022-S1", 10), Of("2022-S2", 10)], 1, [])).Expected.ShouldBe(10);
        QualityChecks.OfSeries(mean, [Of("2022", 10.1m), Of("2022-S1", 10), Of("2022-S2", 10)], 1, []).ShouldBeEmpty();
        Only(QualityChecks.OfSeries(Rate with { OverTime = TimeCombining.Sum }, [Pair("2022", 9, 20), Pair("2022-S1", 4, 10), Pair("2022-S2", 4, 10)], 1, []))
            .Kind.ShouldBe(QualityKind.PartsOfTimeDisagree);
        QualityChecks.OfSeries(Rate with { OverTime = TimeCombining.Sum }, [Pair("2022", 8, 20), Pair("2022-S1", 4, 10), Pair("2022-S2", 4, 10)], 1, [])
            .ShouldBeEmpty();
    }

    [Fact]
    public void OfSeries_FifteenMonths_AreLongerThanTheYearTheyStandFor()
    {
        Only(QualityChecks.OfSeries(Members, [Of("2021-10-01--2022-12-31", 60)], 0, [])).Kind.ShouldBe(QualityKind.FigureLongerThanWindow);
        QualityChecks.OfSeries(Members, [Of("2022", 60), Of("2020-05-20--2025-06-30", 300)], 0, []).ShouldBeEmpty();
        QualityChecks.OfSeries(Income, [Of("2021-10-01--2022-12-31", 60)], 0, []).ShouldBeEmpty("a level belongs where it ends");
    }

    [Fact]
    public void OfSeries_ZeroOfZero_IsNamed()
    {
        var warning = Only(QualityChecks.OfSeries(Rate, [Pair("2022", 0, 0)], 1, []));
        (warning.Kind, warning.Value).ShouldBe((QualityKind.DenominatorZero, 0));
        QualityChecks.OfSeries(Rate, [Pair("2022", 0, 5)], 1, []).ShouldBeEmpty();
    }

    [Fact]
    public void OfSeries_ThreeQuartersOfAYear_SayNothingYet() =>
        QualityChecks.OfSeries(Members, [Of("2022", 10), Of("2022-Q1", 2), Of("2022-Q2", 2), Of("2022-Q3", 2)], 0, []).ShouldBeEmpty();

    [Fact]
    public void OfSeries_APrintedRateThatItsCountsDoNotMake_Disagrees()
    {
        Observation[] figures = [Of("2022", 99), new() { Period = Period.Parse("2022-Q4", null), Numerator = 7, Denominator = 8 }];
        var warning = Only(QualityChecks.OfSeries(Rate, figures, 1, []));
        (warning.Kind, warning.Expected).ShouldBe((QualityKind.RateDisagrees, 87.5m));
    }

    [Fact]
    public void OfSeries_AcrossANewPovertyLine_IsABreakAndNoJump()
    {
        var change = new SeriesBreak(new DateOnly(2022, 1, 1), "chuẩn nghèo 2022-2025");
        var warning = Only(QualityChecks.OfSeries(Income with { Minimum = null }, [Of("2021", 6.6m), Of("2022", 26.31m)], 2, [change]));
        warning.Kind.ShouldBe(QualityKind.SeriesBreak);
        warning.Message.Vi.ShouldContain("chuẩn nghèo 2022-2025");
    }

    [Theory]
    [InlineData(3577, 0, true)]
    [InlineData(3573, 0, false)]
    [InlineData(3574, 1, false)]
    public void OfWhole_PhuongNinesHouseholds_MissFour(int whole, int tolerance, bool disagrees) =>
        (QualityChecks.OfWhole(Period.Parse("2022", null), whole, [2007, 1453, 89, 24], tolerance) is not null).ShouldBe(disagrees);

    [Fact]
    public void OfPeers_AFigureFarFromTheMedian_IsNamed()
    {
        decimal[] peers = [90, 91, 92, 93, 94, 95, 96, 97];
        QualityChecks.OfPeers(Period.Parse("2022", null), 12, peers)!.Expected.ShouldBe(93.5m);
        QualityChecks.OfPeers(Period.Parse("2022", null), 85, peers).ShouldBeNull();
        QualityChecks.OfPeers(Period.Parse("2022", null), 12, peers[..7]).ShouldBeNull();
    }

    private static Observation Of(string period, decimal value) => new() { Period = Period.Parse(period, null), Value = value };

    private static Observation Pair(string period, decimal part, decimal whole) =>
        new() { Period = Period.Parse(period, null), Numerator = part, Denominator = whole };

    private static QualityWarning Only(IEnumerable<QualityWarning> warnings) => warnings.ShouldHaveSingleItem();
}
