namespace IndicatorApi.Calculation;

/// <summary>How one kind of rule makes its percent, with the numbers of one answer.</summary>
/// <param name="Expression">In symbols.</param>
/// <param name="Arithmetic">The same with numbers, without the result.</param>
/// <param name="Test">The comparison that decided the verdict, with numbers.</param>
/// <param name="Words">What it means.</param>
/// <param name="Steps">The numbers that the rule itself adds, in the order in which they are found.</param>
internal sealed record Formula(string Expression, string Arithmetic, string Test, Phrase Words, params IReadOnlyList<ExplanationStep> Steps)
{
    /// <summary>A number inside an expression: in brackets where it is negative.</summary>
    public static string N(decimal value) => value < 0 ? $"({Numbers.Invariant(value)})" : Numbers.Invariant(value);

    /// <summary>Two numbers and the sign that truly stands between them.</summary>
    public static string Compared(decimal left, decimal right) =>
        $"{Numbers.Invariant(left)} {(left > right ? ">" : left == right ? "=" : "<")} {Numbers.Invariant(right)}";

    /// <summary>A number and the band that it lies in or beside.</summary>
    public static string Placed(decimal value, decimal lower, decimal upper) => value > upper ? Compared(value, upper)
        : value < lower ? Compared(value, lower)
        : $"{Numbers.Invariant(lower)} ≤ {Numbers.Invariant(value)} ≤ {Numbers.Invariant(upper)}";

    /// <summary>The number to reach, as a step; with its multiplication where several years are asked for together.</summary>
    public static ExplanationStep Goal(string symbol, decimal value, decimal times, Phrase words) =>
        new(symbol, words, times == 1 ? null : $"{N(value)} × {N(times)}", value * times);
}

/// <summary>The names of the numbers.</summary>
internal static class Symbols
{
    public static readonly Phrase Target = new("chỉ tiêu đề ra", "the number to reach");
    public static readonly Phrase Lower = new("cận dưới", "the lower bound");
    public static readonly Phrase Upper = new("cận trên", "the upper bound");
    public static readonly Phrase Baseline = new("số đầu kỳ", "the value at the start");
    public static readonly Phrase Planned = new("mức thay đổi đề ra", "the planned change");
    public static readonly Phrase Change = new("mức thay đổi đã đạt", "the change reached");
    public static readonly Phrase LeastChange = new("cận dưới của mức thay đổi", "the least change asked");
    public static readonly Phrase MostChange = new("cận trên của mức thay đổi", "the upper bound of the change asked");
    public static readonly Phrase Actual = new("kết quả thực hiện", "the actual");
    public static readonly Phrase Rate = new("tốc độ tăng đề ra, % mỗi năm", "the rate asked, % per year");
    public static readonly Phrase LeastRate = new("tốc độ tăng tối thiểu, % mỗi năm", "the least rate asked, % per year");
    public static readonly Phrase MostRate = new("cận trên của tốc độ tăng, % mỗi năm", "the upper bound of the rate asked, % per year");
    public static readonly Phrase Tolerance = new("sai số cho phép", "the tolerance");
    public static readonly Phrase Places = new("thứ hạng đề ra", "the places asked for");
    public static readonly Phrase Members = new("số thành phần phải đạt", "the members that must hold");
    public static readonly Phrase Holding = new("số đơn vị giữ được", "the units that hold it");
    public static readonly Phrase Units = new("số đơn vị", "the units");
    public static readonly Phrase Growth = new("tốc độ tăng bình quân đạt được, % mỗi năm", "the average growth reached, % per year");
    public static readonly Phrase Years = new("số năm", "the number of years");
    public static readonly Phrase Factor = new("số lần", "how many times");
}
