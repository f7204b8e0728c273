namespace IndicatorApi.Calculation;

/// <summary>Collects what is wrong with a rule, with the checks that several kinds share.</summary>
internal sealed class RuleProblems(IndicatorDefinition indicator, decimal? baseline, Recurrence recurrence = Recurrence.Once)
{
    private List<RuleProblem>? _found;
    private string? _instead;

    public IndicatorDefinition Indicator => indicator;

    public decimal? Baseline => baseline;

    public IReadOnlyList<RuleProblem> Found => _found is null ? [] : _found;

    public Recurrence Recurrence => recurrence;

    /// <summary>The same list, in which whatever is wrong is wrong with one member.</summary>
    public RuleProblems For(string member) => new(indicator, baseline, recurrence) { _found = _found ??= [], _instead = member };

    public void Add(string member, string vi, string en) => (_found ??= []).Add(new(_instead ?? member, new(vi, en)));

    /// <summary>One number, or a lower and an upper one; never both and never neither.</summary>
    /// <returns>The number, or the lower one, where it can be used.</returns>
    public decimal? OneOrBand(string member, decimal? one, decimal? lower, decimal? upper)
    {
        if (one is not null && (lower is not null || upper is not null))
            Add(member, $"Chỉ dùng {member}, hoặc lower và upper.", $"Give {member}, or lower and upper, not both.");
        else if (one is { } number)
            return number;
        else if (lower is null && upper is null)
            Add(member, $"Cần {member}, hoặc lower và upper.", $"Give {member}, or lower and upper.");
        else if (lower is not { } least)
            Add("lower", "Thiếu cận dưới.", "The lower bound is missing.");
        else if (upper is not { } most)
            Add("upper", "Thiếu cận trên.", "The upper bound is missing.");
        else if (least >= most)
            Add("upper", "Cận trên phải lớn hơn cận dưới.", "The upper bound must be above the lower.");
        else
            return least;
        return null;
    }

    /// <summary>The same for sizes, which have no direction of their own.</summary>
    /// <returns>The size, or the lower one, where it can be used.</returns>
    public decimal? PositiveOneOrBand(string member, decimal? one, decimal? lower, decimal? upper)
    {
        var size = OneOrBand(member, one, lower, upper);
        if (size is not { } found)
            return null;
        Positive(one is null ? "lower" : member, found);
        return found > 0 ? found : null;
    }

    public void Positive(string member, decimal value)
    {
        if (value <= 0)
            Add(member, "Phải lớn hơn 0.", "Must be greater than 0.");
    }

    /// <summary>Numbers whose change, share or multiple no decimal can hold.</summary>
    public void TooLarge(string member) => (_found ??= []).Add(new(_instead ?? member, new(
        "Con số quá lớn hoặc quá nhỏ để tính chính xác.", "The numbers are too large for an exact result."), TooLarge: true));

    public void NotNegative(string member, decimal value)
    {
        if (value < 0)
            Add(member, "Không được âm.", "Must not be negative.");
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
