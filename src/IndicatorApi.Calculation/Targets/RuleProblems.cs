namespace IndicatorApi.Calculation;

/// <summary>Collects what is wrong with a rule, with the checks that several kinds share.</summary>
internal sealed class RuleProblems(IndicatorDefinition indicator, decimal? baseline)
{
    private List<RuleProblem>? _found;

    public IndicatorDefinition Indicator => indicator;

    public decimal? Baseline => baseline;

    public IReadOnlyList<RuleProblem> Found => _found is null ? [] : _found;

    public void Add(string member, string vi, string en) => (_found ??= []).Add(new(member, new(vi, en)));

    /// <summary>Numbers whose change, share or multiple no decimal can hold.</summary>
    public void TooLarge(string member) => (_found ??= []).Add(new(member, new(
        "Con số quá lớn hoặc quá nhỏ để tính chính xác.", "The numbers are too large for an exact result."), TooLarge: true));

    public void Positive(string member, decimal value)
    {
        if (value <= 0)
            Add(member, "Phải lớn hơn 0.", "Must be greater than 0.");
    }

    public void PositiveBaseline()
    {
        if (baseline <= 0)
            Add("baseline", "Số đầu kỳ phải lớn hơn 0 thì mới tính được theo tỷ lệ.", "A relative change needs a baseline greater than 0.");
    }

    /// <summary>The same for a number that has to be found first, which may be more than a decimal can hold.</summary>
    public void InRange(string member, Func<decimal> value)
    {
        decimal found;
        try
        {
            found = value();
        }
        catch (OverflowException)
        {
            TooLarge(member);
            return;
        }

        InRange(member, found);
    }

    /// <summary>A number to reach must be one that the indicator can have.</summary>
    public void InRange(string member, decimal value)
    {
        if (value < indicator.Minimum)
            Add(member, $"Chỉ tiêu đề ra thấp hơn giá trị nhỏ nhất có thể có ({Numbers.Vietnamese(indicator.Minimum.Value)}).",
                $"The number to reach is below the least the indicator can be ({Numbers.Invariant(indicator.Minimum.Value)}).");
        if (value > indicator.Maximum)
            Add(member, $"Chỉ tiêu đề ra cao hơn giá trị lớn nhất có thể có ({Numbers.Vietnamese(indicator.Maximum.Value)}).",
                $"The number to reach is above the most the indicator can be ({Numbers.Invariant(indicator.Maximum.Value)}).");
    }
}
