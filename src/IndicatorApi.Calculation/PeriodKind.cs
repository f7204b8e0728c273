namespace IndicatorApi.Calculation;

/// <summary>What stretch of the calendar a <see cref="Period"/> is.</summary>
public enum PeriodKind
{
    /// <summary>A calendar month: <c>2022-05</c>.</summary>
    Month,
    /// <summary>A calendar quarter: <c>2022-Q3</c>.</summary>
    Quarter,
    /// <summary>Half a calendar year (6 tháng): <c>2022-S1</c> is January to June.</summary>
    HalfYear,
    /// <summary>A calendar year: <c>2022</c>.</summary>
    Year,
    /// <summary>A term of office (nhiệm kỳ): <c>2020-2025</c>.</summary>
    Term,
    /// <summary>Any other window: <c>2020-05-20--2022-12-31</c>.</summary>
    Range,
}
