using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Reading;

/// <summary>Facts in memory take few bytes, as many as is said of them, and lose nothing.</summary>
/// <remarks>It weighs the heap, so nothing else may run beside it.</remarks>
[Collection(Alone.Name)]
[Trait(Kinds.Name, Kinds.Faults)]
public sealed class FactColumnsTests
{
    private const int Units = 300, Indicators = 30, Quarters = 20;

    private static readonly Calendar Calendar = new([]);
    private static readonly Guid Unit = Guid.CreateVersion7();

    [Theory]
    [InlineData(new long[] { })]
    [InlineData(new long[] { 7, 7, 7 })]
    [InlineData(new long[] { -3, 252, 0 })]
    [InlineData(new long[] { -3, 253, 0 })]
    [InlineData(new long[] { 65_535, 0, 256 })]
    [InlineData(new long[] { 65_536, 0, -1 })]
    [InlineData(new long[] { 4_294_967_295, 0, 1 })]
    [InlineData(new long[] { 4_294_967_296, 0, 1 })]
    [InlineData(new[] { long.MinValue, long.MaxValue, 0, -1 })]
    public void Column_OfAnyRange_GivesBackItsNumbers(long[] values)
    {
        var column = new NarrowColumn(values);

        Assert.Equal(values, values.Select((_, place) => column[place]));
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(256, 1)]
    [InlineData(257, 2)]
    [InlineData(65_537, 4)]
    public void Column_TakesAsManyBytesAsItsRangeNeeds(int distinct, int width)
    {
        var values = Enumerable.Range(0, distinct).Select(number => width == 0 ? -9L : -9L + number).ToArray();

        Assert.Equal(distinct * width, new NarrowColumn(values).Bytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Figures_OfEveryShape_ComeBackAsTheyWere(bool isRoomUsed)
    {
        var room = isRoomUsed ? new FactColumns.Room() : null;
        foreach (var count in (int[])[1, 500, 70])
        {
            var others = new FactColumns.Builder(room);
            var other = Guid.CreateVersion7();
            for (var i = 0; i < count; i++)
                others.Add(other, "nữ", Of(Period.Month(2000 + (i / 12), 1 + (i % 12))) with { Numerator = i + 1, Denominator = 1e9m });
            Assert.Equal(count, others.Build().Count);
        }

        Period[] periods = [Period.Quarter(2025, 1), Period.Year(2025), Period.Term(2025, 2030), new(new DateOnly(2025, 2, 3), new DateOnly(2031, 4, 5))];
        Observation[] shapes =
        [
            Of(periods[0]) with { Value = 0m },
            Of(periods[0]) with { Value = -12.340m, Bound = Bound.AtLeast },
            Of(periods[0]) with { Value = decimal.MaxValue, Provisional = true },
            Of(periods[0]) with { Value = long.MaxValue },
            Of(periods[0]) with { Value = -long.MaxValue },
            Of(periods[0]) with { Numerator = 3.0m, Denominator = 1_234_567.89m },
            Of(periods[0]) with { Level = "Tốt", Bound = Bound.AtMost, Provisional = true },
            Of(periods[0]) with { Level = "Khá" },
        ];
        var columns = new FactColumns.Builder(room);
        var indicators = shapes.Select(_ => Guid.CreateVersion7()).ToArray();
        for (var i = 0; i < shapes.Length; i++)
        {
            foreach (var period in periods) columns.Add(indicators[i], "", shapes[i] with { Period = period });
        }
        var built = columns.Build();

        for (var i = 0; i < shapes.Length; i++)
        {
            var (start, count) = built.Of(indicators[i], "").GetOffsetAndLength(built.Count);
            var found = Enumerable.Range(start, count).Select(place => built.At(place, Unit, Calendar)).ToList();
            var expected = periods.Select(period => shapes[i] with { Period = Calendar.Days(Unit, period) }).ToList();
            Assert.Equal(expected.OrderBy(Written), found.OrderBy(Written));
            Assert.Equal(expected.Select(Written).Order(), found.Select(Written).Order());
        }
    }

    [Fact]
    public void Figures_OfACountry_TakeFewBytes_AndWhatIsSaidOfThemIsTrue()
    {
        var before = GC.GetTotalMemory(true);
        var units = Enumerable.Range(0, Units).Select(UnitOf).ToArray();
        var taken = GC.GetTotalMemory(true) - before;
        var said = units.Sum(unit => unit.Bytes);

        Assert.InRange((double)said / taken, 0.7, 1.3);
        var figures = units.Sum(unit => unit.Figures.Bytes) / (double)units.Sum(unit => unit.Figures.Count);
        Assert.InRange(figures, 5, 14);
        GC.KeepAlive(units);
    }

    private static UnitFacts UnitOf(int number)
    {
        var (unit, resolution, shared, figures) = (Guid.CreateVersion7(), Guid.CreateVersion7(), new SharedParts(), new FactColumns.Builder());
        List<StoredTarget> targets = [];
        for (var i = 0; i < Indicators; i++)
        {
            var indicator = Guid.CreateVersion7();
            for (var quarter = 0; quarter < Quarters; quarter++)
            {
                var period = Period.Quarter(2021 + (quarter / 4), 1 + (quarter % 4));
                figures.Add(indicator, "", Of(period) with { Value = (number * 1_000) + (i * quarter) + 0.25m });
            }
            targets.Add(new StoredTarget
            {
                Id = Guid.CreateVersion7(),
                Unit = unit,
                Resolution = resolution,
                Indicator = indicator,
                Group = "",
                Period = shared.Text("2021-2025"),
                Position = i,
                Weight = null,
                Version = 1,
                Lead = null,
                Bands = null,
                Definition = shared.Definition(new WrittenDefinition(Period.Term(2021, 2025), "once",
                    $$"""{"kind":"atLeast","value":{{number + i}}}""", number + i, new DateOnly(2020, 12, 31), null, "linear", true)),
            });
        }
        return new UnitFacts { Unit = unit, Version = 1, Targets = [.. targets], Figures = figures.Build() };
    }

    private static Observation Of(Period period) => new() { Period = period, Recorded = (period.Start.DayNumber * 4096L) + (period.Days * 7919 % 4096) };

    // Equal numbers may be written differently.
    private static string Written(Observation figure) => figure.ToString();
}
