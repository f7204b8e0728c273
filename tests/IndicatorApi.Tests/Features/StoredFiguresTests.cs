using IndicatorApi.Calculation;
using IndicatorApi.Data;

namespace IndicatorApi.Tests.Features;

/// <summary>What is kept as columns is read as it came.</summary>
public sealed class StoredFiguresTests
{
    private static readonly decimal[] Numbers =
    [
        0, 0.0m, 1, -1, 24.9999999999m, 2_147_483_647, 2_147_483_648, -2_147_483_649, 4_294_967_295, 4_294_967_296, 5_000_000_000.50m, -0.0000000001m,
        9_223_372_036_854_775_807, 9_223_372_036_854_775_808, -9_223_372_036_854_775_807, 79_228_162_514_264_337_593_543_950_335m,
        -7.9228162514264337593543950335m, 28.0000m,
    ];

    [Fact]
    public void Figures_OfEveryKindAndSize_ComeBackAsTheyWere()
    {
        List<Observation> given = [];
        foreach (var number in Numbers)
        {
            given.Add(Of(given.Count) with { Value = number });
            given.Add(Of(given.Count) with { Numerator = number, Denominator = Numbers[given.Count % Numbers.Length] });
            given.Add(Of(given.Count) with { Value = number, Bound = Bound.AtMost, Provisional = true });
        }
        foreach (var level in (string[])["kém", "tốt", "kém"]) given.Add(Of(given.Count) with { Level = level, Bound = Bound.About });
        given.Add(Of(given.Count));
        given.Add(Of(given.Count) with { Value = 1, Numerator = 2, Denominator = 3 });
        given.Add(Of(given.Count) with { Period = Period.Term(2020, 2025), Value = 12.50m });

        var back = StoredFigures.Of(given.AsEnumerable().Reverse()).ToArray();
        back.OrderBy(figure => figure.Revision).Select(Shown).ShouldBe(given.Select(Shown));
    }

    private static Observation Of(int number) => new()
    {
        Period = new Period(new DateOnly(2000, 1, 1).AddDays(number), new DateOnly(2000, 1, 31).AddDays(number)),
        Revision = new Guid(number, 0, 0, new byte[8]),
        Recorded = number % 7,
    };

    // Decimals are shown with the digits behind the point that they have.
    private static string Shown(Observation figure) => figure.ToString();
}
