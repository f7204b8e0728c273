namespace IndicatorApi.Calculation;

/// <summary>One of the two languages that a target is written in, so that a kind says its words once for both.</summary>
internal readonly record struct Tongue(bool IsVietnamese)
{
    public static Tongue Vietnamese => new(true);

    public static Tongue English => new(false);

    public string Of(string vi, string en) => IsVietnamese ? vi : en;

    /// <summary>A number as the language prints it.</summary>
    public string N(decimal number) => IsVietnamese ? Numbers.Vietnamese(number) : Numbers.Invariant(number);
}
