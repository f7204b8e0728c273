using FsCheck;
using FsCheck.Fluent;

namespace IndicatorApi.Calculation.Tests.Properties;

/// <summary>The choice of figures against all choices there are.</summary>
public class FigureChoiceProperties
{
    private static readonly Period Year = Period.Year(2022);

    // Short enough to overlap often, some beyond the year, and many of equal length so that ties come.
    private static readonly Gen<Observation[]> Figures =
        from count in Gen.Choose(0, 12)
        from starts in Gen.Choose(-2, 23).ListOf(count)
        from lengths in Gen.Choose(1, 10).ListOf(count)
        from values in Generate.Number.ListOf(count)
        from revisions in Gen.Shuffle(Enumerable.Range(1, Math.Max(1, count)))
        select (Observation[])[.. starts.Zip(lengths, values).Select((figure, i) => new Observation
        {
            Period = new(Year.Start.AddDays(15 * figure.First), Year.Start.AddDays((15 * (figure.First + figure.Second)) - 1)),
            Value = figure.Third,
            Revision = new(revisions[i], 0, 0, new byte[8]),
            Recorded = revisions[i],
        })];

    [Fact]
    public void Choose_UpToTwelveFigures_IsTheBestOfAllSubsets() =>
        Prop.ForAll(Figures.ToArbitrary(), figures =>
        {
            var uses = new Use[figures.Length];
            Array.Fill(uses, Use.Used);
            FigureChoice.Choose(Year, figures, uses);
            figures.Where((_, i) => uses[i] == Use.Used).Select(figure => figure.Revision)
                .ShouldBe(Best(figures).Select(figure => figure.Revision), ignoreOrder: true);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(600));

    [Fact]
    public void Choose_WhatIsLeftOut_HasATrueReason() =>
        Prop.ForAll(Figures.ToArbitrary(), figures =>
        {
            var uses = new Use[figures.Length];
            Array.Fill(uses, Use.Used);
            FigureChoice.Choose(Year, figures, uses);
            Observation[] used = [.. figures.Where((_, i) => uses[i] == Use.Used)];
            for (var i = 0; i < figures.Length; i++)
            {
                Observation[] across = [.. used.Where(one => one.Period.Overlaps(figures[i].Period))];
                switch (uses[i])
                {
                    case Use.Used:
                        across.ShouldHaveSingleItem();
                        break;
                    case Use.Covered:
                        across.ShouldContain(one => one.Period.Days > figures[i].Period.Days);
                        break;
                    case Use.CoveredTogether when figures[i].Period.Overlaps(Year):
                        across.ShouldNotBeEmpty();
                        across.ShouldAllBe(one => one.Period.Days <= figures[i].Period.Days);
                        break;
                    case Use.Superseded:
                        figures.ShouldContain(one => one.Period == figures[i].Period && one.Recorded > figures[i].Recorded);
                        break;
                    default:
                        figures[i].Period.Overlaps(Year).ShouldBeFalse();
                        break;
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Choose_ThousandsThatAllOverlap_TakesNoTime()
    {
        Observation[] figures = [.. Enumerable.Range(0, 20_000).Select(i => new Observation
        {
            Period = new(new DateOnly(1970, 1, 1).AddDays(i), new DateOnly(1970, 1, 1).AddDays(i + (i % 97))),
            Value = 1,
            Recorded = (i * 7919) % 20_011,
        })];
        var uses = new Use[figures.Length];
        Array.Fill(uses, Use.Used);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        FigureChoice.Choose(new(new DateOnly(1970, 1, 1), new DateOnly(2030, 1, 1)), figures, uses);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        uses.Count(use => use == Use.Used).ShouldBeInRange(200, 1000);
    }

    [Fact]
    public void Average_FigureSplitIntoPartsOfEqualValue_StaysTheSame() =>
        Prop.ForAll(
            (from months in Gen.Choose(1, 11).ListOf()
             from values in Generate.Number.ListOf(12)
             from thirds in Gen.Elements(true, false)
             from split in Gen.Choose(0, 11)
             from day in Gen.Choose(1, 27)
             from growth in Gen.Elements(true, false)
             select (months, values, thirds, split, day, growth)).ToArbitrary(), facts =>
            {
                var indicator = Generate.Indicator(TimeCombining.Average, Frequency.Irregular);
                TargetRule rule = facts.growth ? new AverageGrowth { RatePercent = 10 } : new AtLeast { Value = 10 };
                var target = new TargetDefinition { Scope = Year, Rule = rule };
                // The year cut at some months, each stretch with a figure of its own.
                int[] cuts = [0, .. facts.months.Distinct().Order(), 12];
                List<Observation> whole = [.. cuts.Zip(cuts.Skip(1), (from, to) => new Observation
                {
                    Period = new(Year.Start.AddMonths(from), Year.Start.AddMonths(to).AddDays(-1)),
                    Value = facts.thirds ? facts.values[from] / 3 : facts.values[from],
                })];
                var at = facts.split % whole.Count;
                var one = whole[at];
                var middle = one.Period.Start.AddDays(facts.day - 1);
                List<Observation> parts = [.. whole.Where(figure => figure != one), one with { Period = new(one.Period.Start, middle) },
                    one with { Period = new(middle.AddDays(1), one.Period.End) }];
                var before = AchievementCalculator.Calculate(indicator, target, whole, Year).Actual.ShouldNotBeNull();
                var after = AchievementCalculator.Calculate(indicator, target, parts, Year).Actual.ShouldNotBeNull();
                if (facts.thirds)
                    Math.Abs(after - before).ShouldBeLessThanOrEqualTo(Math.Max(1, Math.Abs(before)) * 1e-22m);
                else
                    after.ShouldBe(before);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    // Every subset, measured by the rule's own words and nothing of its code.
    private static Observation[] Best(Observation[] figures)
    {
        Observation[] best = [];
        for (var mask = 1; mask < 1 << figures.Length; mask++)
        {
            Observation[] set = [.. figures.Where((_, i) => (mask & (1 << i)) != 0).OrderBy(figure => figure.Period)];
            if (set.Zip(set.Skip(1)).Any(pair => pair.First.Period.Overlaps(pair.Second.Period)))
                continue;
            if (IsBetter(set, best))
                best = set;
        }

        return best;
    }

    private static bool IsBetter(Observation[] set, Observation[] best)
    {
        var (days, bestDays) = (set.Sum(figure => figure.Period.DaysSharedWith(Year)), best.Sum(figure => figure.Period.DaysSharedWith(Year)));
        if (days != bestDays)
            return days > bestDays;
        if (set.Length != best.Length)
            return set.Length < best.Length;
        var (length, bestLength) = (set.Sum(figure => figure.Period.Days), best.Sum(figure => figure.Period.Days));
        if (length != bestLength)
            return length < bestLength;
        // Recorded later: the latest figures of both are compared, then the next.
        return set.Select(figure => figure.Recorded).OrderDescending()
            .Zip(best.Select(figure => figure.Recorded).OrderDescending(), (one, other) => one.CompareTo(other))
            .FirstOrDefault(order => order != 0) > 0;
    }
}
