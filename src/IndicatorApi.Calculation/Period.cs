namespace IndicatorApi.Calculation;

/// <summary>A stretch of whole days, both ends included (kỳ báo cáo).</summary>
/// <remarks>
/// <para>
/// The canonical text is SDMX's: <c>2022</c>, <c>2022-S1</c>, <c>2022-Q3</c>, <c>2022-05</c>; a term is <c>2020-2025</c>; any other
/// window is its inclusive days, <c>2020-05-20--2022-12-31</c>. A range that happens to be a month, a quarter, a half-year or a year
/// <em>is</em> that period: it prints so and is equal to it. Several whole years are not a term, though: a term is an institution,
/// not a length, so <c>2020-01-01--2025-12-31</c> and <c>2020-2025</c> have the same days and are not equal.
/// </para>
/// <para>This is not a duration: it stands at a fixed place in the calendar and has no time zone.</para>
/// </remarks>
/// <example>
/// <code>
/// Period.Parse("2022-01-01--2022-06-30", null).ToString()   // "2022-S1"
/// Period.Term(2020, 2025).Days                              // 2192
/// </code>
/// </example>
public readonly partial record struct Period : IComparable<Period>
{
    /// <summary>The first year that a period may touch.</summary>
    public const int MinYear = 1900;

    /// <summary>The last year that a period may touch.</summary>
    public const int MaxYear = 2200;

    // The years in a term's name; zero for every other kind. A term's days may be the resolution's own while its name stays.
    private readonly short _firstTermYear;
    private readonly short _lastTermYear;

    /// <summary>Makes a period of whole days.</summary>
    /// <param name="start">The first day.</param>
    /// <param name="end">The last day, not before the first.</param>
    /// <exception cref="ArgumentException"><paramref name="end"/> is before <paramref name="start"/>.</exception>
    public Period(DateOnly start, DateOnly end)
    {
        if (end < start)
            throw new ArgumentException("The last day is before the first.", nameof(end));
        Start = start;
        End = end;
    }

    private Period(DateOnly start, DateOnly end, short firstTermYear, short lastTermYear)
        : this(start, end)
    {
        _firstTermYear = firstTermYear;
        _lastTermYear = lastTermYear;
    }

    /// <summary>The first day.</summary>
    public DateOnly Start { get; }

    /// <summary>The last day.</summary>
    public DateOnly End { get; }

    /// <summary>True for a term of office, whose name is two years and whose days the resolution may set.</summary>
    public bool IsTerm => _firstTermYear != 0;

    /// <summary>How many days it has, both ends counted.</summary>
    public int Days => End.DayNumber - Start.DayNumber + 1;

    /// <summary>What stretch of the calendar it is.</summary>
    public PeriodKind Kind
    {
        get
        {
            if (IsTerm)
                return PeriodKind.Term;
            if (Start.Day != 1 || End.Day != DateTime.DaysInMonth(End.Year, End.Month))
                return PeriodKind.Range;
            return (((End.Year - Start.Year) * 12) + End.Month - Start.Month + 1) switch
            {
                1 => PeriodKind.Month,
                3 when Start.Month % 3 == 1 => PeriodKind.Quarter,
                6 when Start.Month % 6 == 1 => PeriodKind.HalfYear,
                12 when Start.Month == 1 => PeriodKind.Year,
                _ => PeriodKind.Range,
            };
        }
    }

    /// <summary>A calendar year.</summary>
    /// <param name="year">The year.</param>
    public static Period Year(int year) => new(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));

    /// <summary>A calendar month.</summary>
    /// <param name="year">The year.</param>
    /// <param name="month">1 to 12.</param>
    public static Period Month(int year, int month) => Months(year, month, 1);

    /// <summary>A calendar quarter.</summary>
    /// <param name="year">The year.</param>
    /// <param name="quarter">1 to 4.</param>
    public static Period Quarter(int year, int quarter) => Months(year, (quarter * 3) - 2, 3);

    /// <summary>Half a calendar year.</summary>
    /// <param name="year">The year.</param>
    /// <param name="half">1 or 2.</param>
    public static Period HalfYear(int year, int half) => Months(year, (half * 6) - 5, 6);

    /// <summary>A term of office, from 1 January of its first year to 31 December of its last unless it is given other days.</summary>
    /// <param name="firstYear">The year in which it begins.</param>
    /// <param name="lastYear">The year in which it ends, a later one.</param>
    /// <exception cref="ArgumentException">The last year is not after the first.</exception>
    public static Period Term(int firstYear, int lastYear)
    {
        if (lastYear <= firstYear)
            throw new ArgumentException("A term ends in a later year than it begins.", nameof(lastYear));
        return new(new DateOnly(firstYear, 1, 1), new DateOnly(lastYear, 12, 31), (short)firstYear, (short)lastYear);
    }

    /// <summary>The period of a regular rhythm that holds a day.</summary>
    /// <param name="day">The day.</param>
    /// <param name="frequency">The rhythm; an irregular one has no periods.</param>
    /// <exception cref="ArgumentException">The rhythm is irregular.</exception>
    public static Period Containing(DateOnly day, Frequency frequency)
    {
        var months = MonthsOf(frequency);
        if (months == 0)
            throw new ArgumentException("An irregular rhythm has no periods.", nameof(frequency));
        return Months(day.Year, ((day.Month - 1) / months * months) + 1, months);
    }

    /// <summary>The same term with the days that the resolution gives it; its text and its kind stay.</summary>
    /// <remarks>Two terms of one name with different days are not equal.</remarks>
    /// <param name="start">The first day.</param>
    /// <param name="end">The last day, not before the first.</param>
    /// <exception cref="InvalidOperationException">This is not a term.</exception>
    /// <exception cref="ArgumentException"><paramref name="end"/> is before <paramref name="start"/>.</exception>
    public Period WithDates(DateOnly start, DateOnly end)
    {
        if (!IsTerm)
            throw new InvalidOperationException("Only a term can be given other days.");
        return new(start, end, _firstTermYear, _lastTermYear);
    }

    /// <summary>What its name alone says: a term on the calendar's days, every other period as it is.</summary>
    public Period Named => IsTerm ? Term(_firstTermYear, _lastTermYear) : this;

    /// <summary>Whether a day lies in it.</summary>
    /// <param name="day">The day.</param>
    public bool Contains(DateOnly day) => Start <= day && day <= End;

    /// <summary>Whether every day of another period lies in it.</summary>
    /// <param name="other">The other period.</param>
    public bool Contains(Period other) => Start <= other.Start && other.End <= End;

    /// <summary>Whether the two share at least one day.</summary>
    /// <param name="other">The other period.</param>
    public bool Overlaps(Period other) => Start <= other.End && other.Start <= End;

    /// <summary>Whether more than half of its days lie in another period: the rule for what straddles an edge.</summary>
    /// <param name="other">The other period.</param>
    /// <returns>False for exactly half.</returns>
    public bool LiesMostlyIn(Period other) => 2 * DaysSharedWith(other) > Days;

    /// <summary>How many days the two share.</summary>
    /// <param name="other">The other period.</param>
    public int DaysSharedWith(Period other)
    {
        var first = Math.Max(Start.DayNumber, other.Start.DayNumber);
        var last = Math.Min(End.DayNumber, other.End.DayNumber);
        return Math.Max(0, last - first + 1);
    }

    /// <summary>Whether the two have the same days, whatever they are called.</summary>
    /// <param name="other">The other period.</param>
    public bool HasSameDaysAs(Period other) => Start == other.Start && End == other.End;

    /// <summary>The period of the same length that ends on the day before it: the year before a year, the quarter before a quarter.</summary>
    /// <remarks>Whole months are preceded by as many months, anything else by as many days. A term is only a length here: how long the one before it was is not
    /// known.</remarks>
    /// <example><c>2022-Q1</c> is preceded by <c>2021-Q4</c>, and <c>2022-03</c> by <c>2022-02</c>, though it has fewer days.</example>
    public Period Preceding()
    {
        var end = Start.AddDays(-1);
        return IsWholeMonths ? new(Start.AddMonths(-MonthsSpanned), end) : new(Start.AddDays(-Days), end);
    }

    /// <summary>The same days of the year before; null for what is longer than a year, which would overlap it.</summary>
    /// <example><c>2024-02</c>, of 29 days, was <c>2023-02</c> a year earlier, of 28.</example>
    public Period? OneYearEarlier()
    {
        var start = Start.AddYears(-1);
        // A month ends on its own last day, whatever its length.
        var end = IsWholeMonths ? Start.AddMonths(MonthsSpanned).AddYears(-1).AddDays(-1) : End.AddYears(-1);
        return end < Start ? new(start, end) : null;
    }

    private bool IsWholeMonths => Start.Day == 1 && End.Day == DateTime.DaysInMonth(End.Year, End.Month);

    private int MonthsSpanned => ((End.Year - Start.Year) * 12) + End.Month - Start.Month + 1;

    /// <summary>The periods of a regular rhythm that lie wholly in it, in order.</summary>
    /// <param name="frequency">The rhythm.</param>
    /// <returns>Nothing for an irregular rhythm.</returns>
    public IEnumerable<Period> Split(Frequency frequency)
    {
        if (frequency == Frequency.Irregular)
            yield break;
        var part = Containing(Start, frequency);
        if (part.Start < Start)
            part = Containing(part.End.AddDays(1), frequency);
        while (part.End <= End)
        {
            yield return part;
            part = Containing(part.End.AddDays(1), frequency);
        }
    }

    /// <summary>Orders by the first day, then by the last.</summary>
    /// <param name="other">The other period.</param>
    public int CompareTo(Period other)
    {
        var byStart = Start.CompareTo(other.Start);
        return byStart != 0 ? byStart : End.CompareTo(other.End);
    }

    /// <summary>Whether the left one comes first.</summary>
    /// <param name="left">The left period.</param>
    /// <param name="right">The right period.</param>
    public static bool operator <(Period left, Period right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left one does not come after the right.</summary>
    /// <param name="left">The left period.</param>
    /// <param name="right">The right period.</param>
    public static bool operator <=(Period left, Period right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left one comes later.</summary>
    /// <param name="left">The left period.</param>
    /// <param name="right">The right period.</param>
    public static bool operator >(Period left, Period right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left one does not come before the right.</summary>
    /// <param name="left">The left period.</param>
    /// <param name="right">The right period.</param>
    public static bool operator >=(Period left, Period right) => left.CompareTo(right) >= 0;

    /// <summary>Months in one period of a rhythm; 0 for an irregular one.</summary>
    internal static int MonthsOf(Frequency frequency) => frequency switch
    {
        Frequency.Month => 1,
        Frequency.Quarter => 3,
        Frequency.HalfYear => 6,
        Frequency.Year => 12,
        _ => 0,
    };

    /// <summary>Whole months of one year.</summary>
    internal static Period Months(int year, int firstMonth, int months)
    {
        var lastMonth = firstMonth + months - 1;
        return new(new DateOnly(year, firstMonth, 1), new DateOnly(year, lastMonth, DateTime.DaysInMonth(year, lastMonth)));
    }
}
