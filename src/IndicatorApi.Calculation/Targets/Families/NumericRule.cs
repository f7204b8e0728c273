using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>The kinds that ask for a number or a band, with the words that a resolution may put before it.</summary>
/// <remarks>
/// <para>
/// "Khoảng" (<see cref="About"/>) is kept and shown, and judged as if it were not there: a resolution that means a width says one, and
/// that is <see cref="Near"/>. A strict word ("trên", "dưới", "hơn") is kept and shown too, and reports count equality as met all the same;
/// a target that really means otherwise says <see cref="StrictMeansNotMet"/>. Equality is never exceeded.
/// </para>
/// <para>
/// With a <see cref="Stretch"/> there are two numbers and one percent for each: met on the number itself, exceeded from the stretch.
/// </para>
/// </remarks>
/// <example>
/// Đại hội XIII: "tuổi thọ trung bình đạt khoảng 74,5 tuổi" is <c>{ "kind": "atLeast", "value": 74.5, "about": true }</c>; phường Tam Thắng:
/// "bình quân trên 10,6%" is <c>{ "kind": "averageGrowth", "ratePercent": 10.6, "strict": true }</c>.
/// </example>
public abstract record NumericRule : TargetRule
{
    private protected NumericRule(string kind, Direction direction, string method)
        : base(kind, direction, method)
    {
    }

    /// <summary>Whether the resolution says "khoảng". Shown with the number and judged as without it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool About { get; init; }

    /// <summary>Whether the resolution says "trên", "dưới" or "hơn" rather than "trở lên" or "không quá".</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Strict { get; init; }

    /// <summary>Whether exactly the value is not met. Only read where <see cref="Strict"/> is set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool StrictMeansNotMet { get; init; }

    /// <summary>A second, harder number (phấn đấu), in the terms of the first: the target is exceeded from there on, and met from the first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Stretch { get; init; }

    /// <summary>Whether two bounds are asked for rather than one number.</summary>
    internal virtual bool IsBand => false;

    /// <summary>The one number that the kind asks for; null where it asks for a band or for none yet.</summary>
    internal abstract decimal? Number { get; }

    /// <summary>The same question with another number; null for a band.</summary>
    internal abstract NumericRule? WithNumber(decimal number);

    /// <summary>The same question with its numbers times a factor.</summary>
    internal virtual NumericRule? Times(decimal factor) => Number is { } number ? WithNumber(number * factor) : null;

    /// <summary>The question that the stretch asks.</summary>
    internal NumericRule? AtStretch() => Stretch is { } stretch && WithNumber(stretch) is { } rule
        ? rule with { Stretch = null, StrictMeansNotMet = false }
        : null;

    /// <inheritdoc/>
    internal sealed override Judgement Judge(decimal actual, in RuleContext context)
    {
        var judgement = JudgeNumber(actual, context);
        return judgement.Verdict == Verdict.Exceeded && AtStretch()?.JudgeNumber(actual, context).Verdict == Verdict.NotMet
            ? judgement with { Verdict = Verdict.Met }
            : judgement;
    }

    /// <summary>Judges an actual by the kind's own number, whatever the stretch.</summary>
    private protected abstract Judgement JudgeNumber(decimal actual, in RuleContext context);

    internal sealed override StretchAchievement? JudgeStretch(decimal? actual, in RuleContext context)
    {
        if (AtStretch() is not { } rule)
            return null;
        var judgement = actual is { } value ? rule.JudgeNumber(value, context) : (Judgement?)null;
        return new(rule.Effective(context).Target, judgement?.Percent, judgement?.Difference, judgement?.Verdict is Verdict.Met or Verdict.Exceeded);
    }

    private protected sealed override void Check(RuleProblems problems)
    {
        if (StrictMeansNotMet && !Strict)
            problems.Add("strictMeansNotMet", "Chỉ dùng khi nghị quyết viết \"trên\" hoặc \"dưới\" (strict).",
                "Only for a strict wording: set strict as well.");
        CheckNumber(problems);
        if (Stretch is { } stretch)
            CheckStretch(problems, stretch);
    }

    /// <summary>Adds what is wrong with the kind's own numbers.</summary>
    private protected abstract void CheckNumber(RuleProblems problems);

    /// <summary>+1 where a larger number asks for more; -1 where a smaller one does.</summary>
    private protected virtual int Harder => 1;

    private void CheckStretch(RuleProblems problems, decimal stretch)
    {
        if (Number is not { } number)
        {
            problems.Add("stretch", "Chỉ dùng với chỉ tiêu có một con số, không dùng với khoảng.", "Only for a target with one number, not for a band.");
            return;
        }

        if (Harder > 0 ? stretch <= number : stretch >= number)
            problems.Add("stretch", "Mức phấn đấu phải khó hơn mức đề ra.", "The stretch must ask for more than the number itself.");
        AtStretch()!.CheckNumber(problems.For("stretch"));
    }

    /// <summary>How far beyond the number becomes a verdict.</summary>
    private protected Verdict VerdictOf(decimal difference) => Math.Sign(difference) switch
    {
        > 0 => Verdict.Exceeded,
        0 => Strict && StrictMeansNotMet ? Verdict.NotMet : Verdict.Met,
        _ => Verdict.NotMet,
    };

    /// <summary>A share of a bound, which has no meaning of a bound of zero or less.</summary>
    private protected static Judgement Share(decimal part, decimal bound, decimal difference, Verdict verdict) => bound > 0
        ? Judgement.Of(part, bound, difference, verdict)
        : Judgement.WithoutPercent(bound == 0 ? Reason.TargetZero : Reason.NoMeaning, verdict, difference);

    /// <summary>A number with the words before and the stretch behind it: "khoảng 74,5", "trên 10,6%", "80%, phấn đấu 85%".</summary>
    private protected string Said(in Tongue tongue, decimal? number, string strictWord, string unit = "", string plainWord = "")
    {
        var word = Strict ? strictWord + " " : plainWord.Length > 0 && !About ? plainWord + " " : "";
        var stretch = Stretch is { } more ? $"{tongue.Of(", phấn đấu ", ", stretch ")}{tongue.N(more)}{unit}" : "";
        return $"{Roughly(tongue)}{word}{(number is { } one ? tongue.N(one) : "?")}{unit}{stretch}";
    }

    /// <summary>A band with the word before it: "khoảng 4.700 - 5.000".</summary>
    private protected string SaidBand(in Tongue tongue, decimal? lower, decimal? upper, string strictWord, string unit = "") =>
        $"{Roughly(tongue)}{(Strict ? strictWord + " " : "")}{tongue.N(lower ?? 0)} - {tongue.N(upper ?? 0)}{unit}";

    private string Roughly(in Tongue tongue) => About ? tongue.Of("khoảng ", "about ") : "";
}
