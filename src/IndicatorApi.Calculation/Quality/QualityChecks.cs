namespace IndicatorApi.Calculation;

/// <summary>Looks at the figures of one unit and says what a person should look at again.</summary>
/// <remarks>
/// Every check compares figures as they were reported. The bounds are wide on purpose: a warning that is usually wrong is not read.
/// </remarks>
public static class QualityChecks
{
    /// <summary>A figure this many times the one before, or this part of it, is a jump.</summary>
    public const decimal JumpFactor = 3;

    /// <summary>Robust distances from the median at which a figure is far from its peers.</summary>
    public const decimal PeerDistance = 5;

    /// <summary>Fewer peers say nothing.</summary>
    public const int LeastPeers = 8;

    private static readonly decimal[] UnitSteps = [1_000m, 1_000_000m];

    // What a median absolute deviation is multiplied by to compare with a standard deviation.
    private const decimal DeviationScale = 1.4826m;

    /// <summary>Checks the figures of one indicator and sub-group of one unit.</summary>
    /// <param name="indicator">The indicator, with its plausible limits.</param>
    /// <param name="observations">The figures, in any order.</param>
    /// <param name="decimals">Decimals that the indicator is printed with; one unit of the last is tolerated between a rate and its counts.</param>
    /// <param name="breaks">Changes of the standard, in order of day.</param>
    public static IEnumerable<QualityWarning> OfSeries(IndicatorDefinition indicator, IReadOnlyList<Observation> observations, int decimals,
        IReadOnlyList<SeriesBreak> breaks)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        ArgumentNullException.ThrowIfNull(observations);
        ArgumentNullException.ThrowIfNull(breaks);
        Figure[] figures = [.. observations
            .Where(observation => ValueOf(observation, indicator.Factor) is not null)
            .Select(observation => new Figure(observation, ValueOf(observation, indicator.Factor)!.Value))
            .OrderBy(figure => figure.Observation.Period.End).ThenByDescending(figure => figure.Observation.Period.Start)];
        return Limits(indicator, figures).Concat(Breaks(figures, breaks)).Concat(Jumps(figures, breaks))
            .Concat(PartsOfTime(indicator, figures, decimals)).Concat(Rates(figures, decimals))
            .Concat(LongerThanAYear(indicator, observations)).Concat(RatiosOfNothing(indicator, observations));
    }

    /// <summary>Checks whether figures were used that are longer than the days they were counted for.</summary>
    /// <param name="indicator">The indicator; a level belongs where it ends, however long its period is.</param>
    /// <param name="achievement">The answer that they made.</param>
    /// <example>A report of 15 months that stands for the year it lies mostly in.</example>
    public static IEnumerable<QualityWarning> OfAchievement(IndicatorDefinition indicator, Achievement achievement)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        ArgumentNullException.ThrowIfNull(achievement);
        return achievement.Used.Where(used => IsSpread(indicator) && achievement.Actual is not null && used.Period.Days > achievement.Window.Days)
            .Select(used => Longer(used, achievement.Window));
    }

    /// <summary>Checks a whole against its classes, all of one unit and period.</summary>
    /// <param name="period">The period.</param>
    /// <param name="whole">The whole.</param>
    /// <param name="parts">Every class of it; none may be missing.</param>
    /// <param name="tolerance">What rounding may take: 0 for counts, a unit of the last decimal per class for shares.</param>
    public static QualityWarning? OfWhole(Period period, decimal whole, IReadOnlyList<decimal> parts, decimal tolerance)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var sum = parts.Sum();
        if (Math.Abs(sum - whole) <= tolerance)
            return null;
        return new(QualityKind.PartsOfWholeDisagree, period, sum, whole, new(
            $"Các thành phần cộng lại {Numbers.Vietnamese(sum)}, khác tổng {Numbers.Vietnamese(whole)} ({Numbers.Vietnamese(sum - whole)}).",
            $"The classes add up to {Numbers.Invariant(sum)}, the whole is {Numbers.Invariant(whole)} ({Numbers.Invariant(sum - whole)})."));
    }

    /// <summary>What rounding may take from a hundred.</summary>
    public const decimal ShareTolerance = 0.1m;

    /// <summary>Checks the shares of one whole, all of one unit and period, in percent.</summary>
    /// <param name="period">The period.</param>
    /// <param name="shares">Every share; none may be missing.</param>
    /// <param name="areAsked">Whether they are what targets ask for rather than what was reported.</param>
    /// <example>A resolution asks for 20 percent agriculture, 45 industry and 34 services: together 99, and nobody says where the last lies.</example>
    public static QualityWarning? OfShares(Period period, IReadOnlyList<decimal> shares, bool areAsked)
    {
        ArgumentNullException.ThrowIfNull(shares);
        var sum = shares.Sum();
        if (Math.Abs(sum - 100) <= ShareTolerance)
            return null;
        return new(QualityKind.SharesDisagree, period, sum, 100, areAsked
            ? new($"Các chỉ tiêu cơ cấu cộng lại {Numbers.Vietnamese(sum)}%, không phải 100%.",
                $"The shares that targets ask for add up to {Numbers.Invariant(sum)}%, not 100%.")
            : new($"Các tỷ trọng cộng lại {Numbers.Vietnamese(sum)}%, không phải 100%.", $"The shares add up to {Numbers.Invariant(sum)}%, not 100%."));
    }

    /// <summary>Checks one figure against those of other units for the same period.</summary>
    /// <param name="period">The period.</param>
    /// <param name="value">The unit's figure.</param>
    /// <param name="peers">Figures of other units of its level.</param>
    public static QualityWarning? OfPeers(Period period, decimal value, IReadOnlyList<decimal> peers)
    {
        ArgumentNullException.ThrowIfNull(peers);
        if (peers.Count < LeastPeers)
            return null;
        var median = Median(peers);
        var deviation = Median([.. peers.Select(peer => Math.Abs(peer - median))]) * DeviationScale;
        if (deviation == 0 || Math.Abs(value - median) / deviation <= PeerDistance)
            return null;
        return new(QualityKind.FarFromPeers, period, value, median, new(
            $"{Numbers.Vietnamese(value)} khác xa các đơn vị khác (trung vị {Numbers.Vietnamese(median)}).",
            $"{Numbers.Invariant(value)} is far from what other units report (median {Numbers.Invariant(median)})."));
    }

    private static IEnumerable<QualityWarning> Limits(IndicatorDefinition indicator, Figure[] figures)
    {
        foreach ((var observation, var value) in figures)
        {
            var limit = value < indicator.Minimum ? indicator.Minimum : value > indicator.Maximum ? indicator.Maximum : null;
            if (limit is null)
            {
                // A rate that follows from its counts has as many decimals as it has.
                if (observation.Value is { } given && indicator.IsTooFine(given))
                    yield return new(QualityKind.OutsideLimits, observation.Period, given, null, indicator.MostDecimals == 0
                        ? new($"{Numbers.Vietnamese(given)} không phải số nguyên, chỉ tiêu này đếm bằng số nguyên.",
                            $"{Numbers.Invariant(given)} is no whole number, and this indicator counts in whole numbers.")
                        : new($"{Numbers.Vietnamese(given)} có hơn {indicator.MostDecimals} chữ số thập phân.",
                            $"{Numbers.Invariant(given)} has more than {indicator.MostDecimals} decimals."));
                continue;
            }
            // A thousand times too much or too little lands inside the limits once it is undone.
            var isUnit = UnitSteps.Any(step => Fits(indicator, value / step) || (Math.Abs(value) < 1_000_000_000 && Fits(indicator, value * step)));
            yield return new(isUnit ? QualityKind.UnitSuspect : QualityKind.OutsideLimits, observation.Period, value, limit, isUnit
                ? new($"{Numbers.Vietnamese(value)} ngoài khoảng hợp lý; có thể sai đơn vị tính (nghìn, triệu, tỷ).",
                    $"{Numbers.Invariant(value)} is outside the plausible limits; the unit may be another (thousand, million, billion).")
                : new($"{Numbers.Vietnamese(value)} ngoài khoảng hợp lý (giới hạn {Numbers.Vietnamese(limit.Value)}).",
                    $"{Numbers.Invariant(value)} is outside the plausible limits (limit {Numbers.Invariant(limit.Value)})."));
        }
    }

    private static bool Fits(IndicatorDefinition indicator, decimal value) =>
        value != 0 && indicator.Minimum is { } least && indicator.Maximum is { } most && value >= least && value <= most;

    private static IEnumerable<QualityWarning> Breaks(Figure[] figures, IReadOnlyList<SeriesBreak> breaks)
    {
        for (var i = 1; i < figures.Length; i++)
        {
            if (Between(breaks, figures[i - 1], figures[i]) is not { } change)
                continue;
            yield return new(QualityKind.SeriesBreak, figures[i].Observation.Period, figures[i].Value, figures[i - 1].Value, new(
                $"Từ {change.On:dd/MM/yyyy} áp dụng tiêu chuẩn khác ({change.Reason}): không so sánh với số trước đó.",
                $"Another standard applies from {change.On:yyyy-MM-dd} ({change.Reason}): it does not compare with the figure before."));
        }
    }

    // A longer period naturally holds a larger flow: only periods of one kind are held against each other.
    private static IEnumerable<QualityWarning> Jumps(Figure[] figures, IReadOnlyList<SeriesBreak> breaks)
    {
        for (var i = 1; i < figures.Length; i++)
        {
            (var before, var now) = (figures[i - 1], figures[i]);
            if (before.Observation.Period.Kind != now.Observation.Period.Kind || now.Observation.Period.Kind is PeriodKind.Range or PeriodKind.Term)
                continue;
            if (before.Value <= 0 || now.Value <= 0 || Between(breaks, before, now) is not null)
                continue;
            if (now.Value < before.Value * JumpFactor && now.Value * JumpFactor > before.Value)
                continue;
            yield return new(QualityKind.Jump, now.Observation.Period, now.Value, before.Value, new(
                $"Từ {Numbers.Vietnamese(before.Value)} ({before.Observation.Period}) thành {Numbers.Vietnamese(now.Value)}: "
                + $"thay đổi từ {JumpFactor} lần trở lên.",
                $"From {Numbers.Invariant(before.Value)} ({before.Observation.Period}) to {Numbers.Invariant(now.Value)}: "
                + $"a change by {JumpFactor} times or more."));
        }
    }

    // Parts are held against their whole where they leave none of its days out, whatever kinds they are of.
    private static IEnumerable<QualityWarning> PartsOfTime(IndicatorDefinition indicator, Figure[] figures, int decimals)
    {
        if (!IsSpread(indicator))
            yield break;
        foreach (var whole in figures)
        {
            var period = whole.Observation.Period;
            Observation[] parts = [.. figures.Select(figure => figure.Observation)
                .Where(part => period.Contains(part.Period) && !period.HasSameDaysAs(part.Period))];
            var uses = new Use[parts.Length];
            Array.Fill(uses, Use.Used);
            FigureChoice.Choose(period, parts, uses);
            Observation[] chosen = [.. parts.Where((_, i) => uses[i] == Use.Used)];
            if (chosen.Length == 0 || chosen.Sum(part => part.Period.Days) != period.Days)
                continue;
            if (Disagreeing(indicator, whole, chosen, decimals) is { } made)
            {
                yield return new(QualityKind.PartsOfTimeDisagree, period, whole.Value, made, new(
                    $"Các kỳ trong {period} gộp lại là {Numbers.Vietnamese(made)}, khác {Numbers.Vietnamese(whole.Value)}.",
                    $"The periods inside {period} make {Numbers.Invariant(made)}, not {Numbers.Invariant(whole.Value)}."));
            }
        }
    }

    // What the parts make where that is not the whole. Counts agree exactly, a rate or a mean to one unit of its last printed decimal.
    private static decimal? Disagreeing(IndicatorDefinition indicator, Figure whole, Observation[] parts, int decimals)
    {
        var pairs = indicator.ValueType == IndicatorValueType.Ratio && parts.All(part => ObservedNumber.IsPair(part));
        var builder = new ActualBuilder(indicator, indicator.OverTime, pairs, whole.Observation.Period);
        foreach (var part in parts)
            builder.Add(part);
        if (builder.Result(out _) is not { } made)
            return null;
        if (pairs && indicator.OverTime == TimeCombining.Sum && ObservedNumber.IsPair(whole.Observation))
            return builder.Numerator == whole.Observation.Numerator && builder.Denominator == whole.Observation.Denominator ? null : made;
        return Math.Abs(made - whole.Value) > (indicator.AddsUp ? 0 : Numbers.LastPlace(decimals)) ? made : null;
    }

    // Most of its days lie in one year, for which it would be counted, and it has more of them than the year.
    private static IEnumerable<QualityWarning> LongerThanAYear(IndicatorDefinition indicator, IReadOnlyList<Observation> observations)
    {
        if (!IsSpread(indicator))
            yield break;
        foreach (var observation in observations)
        {
            var period = observation.Period;
            for (var year = period.Start.Year; year <= period.End.Year; year++)
            {
                if (period.Days > Period.Year(year).Days && period.LiesMostlyIn(Period.Year(year)))
                    yield return Longer(observation, Period.Year(year));
            }
        }
    }

    // Whether a figure speaks for all days of its period, and not for its last alone.
    private static bool IsSpread(IndicatorDefinition indicator) =>
        indicator is { OverTime: TimeCombining.Sum or TimeCombining.Average, ValueType: IndicatorValueType.Number or IndicatorValueType.Ratio };

    private static QualityWarning Longer(Observation observation, Period window) =>
        new(QualityKind.FigureLongerThanWindow, observation.Period, observation.Value, null, new(
        $"Số liệu {observation.Period} ({observation.Period.Days} ngày) dài hơn khoảng thời gian tính ({window}, {window.Days} ngày).",
        $"The figure of {observation.Period} ({observation.Period.Days} days) is longer than the days it is counted for ({window}, {window.Days} days)."));

    private static IEnumerable<QualityWarning> RatiosOfNothing(IndicatorDefinition indicator, IReadOnlyList<Observation> observations)
    {
        if (indicator.ValueType != IndicatorValueType.Ratio)
            yield break;
        foreach (var observation in observations)
        {
            if (observation is { Numerator: { } part, Denominator: 0 })
            {
                yield return new(QualityKind.DenominatorZero, observation.Period, part, null, new(
                    $"Tử số {Numbers.Vietnamese(part)}, mẫu số 0: không tính được tỷ lệ.",
                    $"{Numbers.Invariant(part)} of 0 makes no rate."));
            }
        }
    }

    private static IEnumerable<QualityWarning> Rates(Figure[] figures, int decimals)
    {
        var tolerance = Numbers.LastPlace(decimals);
        foreach (var printed in figures.Where(figure => figure.Observation.Numerator is null))
        {
            var counted = figures.FirstOrDefault(figure => figure.Observation.Numerator is not null
                && figure.Observation.Period.End == printed.Observation.Period.End);
            if (counted == default || Math.Abs(printed.Value - counted.Value) <= tolerance)
                continue;
            yield return new(QualityKind.RateDisagrees, printed.Observation.Period, printed.Value, counted.Value, new(
                $"Tỷ lệ ghi {Numbers.Vietnamese(printed.Value)}, tính từ tử số và mẫu số là {Numbers.Vietnamese(decimal.Round(counted.Value, decimals + 2))}.",
                $"The rate given is {Numbers.Invariant(printed.Value)}, its counts make {Numbers.Invariant(decimal.Round(counted.Value, decimals + 2))}."));
        }
    }

    private static SeriesBreak? Between(IReadOnlyList<SeriesBreak> breaks, Figure before, Figure now) =>
        breaks.FirstOrDefault(change => before.Observation.Period.End < change.On && now.Observation.Period.End >= change.On);

    private static decimal? ValueOf(Observation observation, decimal factor) =>
        observation.Value ?? Ratio.Of(observation.Numerator, observation.Denominator, factor);

    private static decimal Median(IReadOnlyList<decimal> values)
    {
        decimal[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private readonly record struct Figure(Observation Observation, decimal Value);
}
