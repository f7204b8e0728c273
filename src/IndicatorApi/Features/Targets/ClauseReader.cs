using IndicatorApi.Calculation;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Targets;

/// <summary>
/// Understands a target as a resolution says it: "giảm 2 hộ", "trên 80 triệu", "4-6 một năm". What it is not sure of it asks, because a target that
/// was misunderstood gives wrong percents for a whole term.
/// </summary>
/// <param name="indicator">What is known of the indicator; null while it is not chosen.</param>
/// <param name="measure">The unit of its figures.</param>
/// <param name="name">Its name, which says of what the clause speaks.</param>
public sealed partial class ClauseReader(IndicatorDefinition? indicator, string? measure, string? name = null)
{
    // Of a place the first is the best: "tăng 2 bậc" makes the number smaller.
    private bool IsPlace => Text.Search(measure) is "hang" or "thu hang" or "vi tri" or "xep hang" or "rank" or "place";

    // The figures of "mức giảm tỷ lệ hộ nghèo" are changes themselves, and more of them is more.
    private bool IsChange => ChangeName().IsMatch(Text.Search(name));

    private bool IsPercent => Text.Search(measure).Replace(" ", "") is "%" or "phantram" or "diem%" or "diemphantram";

    private bool IsGrowth => Text.Search(measure).Replace(" ", "") is "%/nam";

    /// <summary>Reads a clause.</summary>
    public Clause Read(string wording)
    {
        var text = ClauseText.Read(wording, measure, name);
        if (Assigned(wording) is { } assigned) return Clause.Of(assigned, text.Recurrence);
        if (indicator?.ValueType is IndicatorValueType.Level or IndicatorValueType.YesNo) return Title(wording, text);
        if (EveryUnit().IsMatch(text.Words) || EachOfThem().IsMatch(wording)) return Clause.Ask(ClauseQuestion.EveryUnit);
        if (text.AsksOftener) return Clause.Ask(ClauseQuestion.HowOften);
        if (text.Has("aspirational", "within", "tolerance")) return Clause.Ask(ClauseQuestion.NothingFound);
        if (AllOf().Match(text.Words) is { Success: true } all && all.Groups[1].Value == all.Groups[2].Value)
        {
            var whole = ClauseText.Whole(all.Groups[1].Value);
            return Clause.Of(text.Has(Keeping) ? new MaintainAtLeast { Value = whole } : new AtLeast { Value = whole }, text.Recurrence);
        }
        if (text.Numbers.Count == 0) return NumberWords().IsMatch(wording) ? Clause.Ask(ClauseQuestion.NothingFound) : WithoutNumber(text);
        if (text.Numbers.Count > 1 || text.Words.Contains(';') || text.Has(SecondMeasures)) return Clause.Ask(ClauseQuestion.SeveralNumbers);
        return WithNumber(text, text.Numbers[0]);
    }

    private static AsAssigned? Assigned(string wording)
    {
        var match = AsAssignedWords().Match(wording);
        if (!match.Success) return null;
        var share = match.Groups["share"] is { Success: true } given && WrittenNumber.Read(given.Value)?.In(NumberLocale.Vietnamese) is { } percent
            ? (match.Groups["beyond"].Success ? 100 + percent : percent) / 100 : 1;
        return new AsAssigned { Issuer = match.Groups["issuer"].Value.Trim() is { Length: > 0 } issuer ? issuer : "cấp trên", Share = share };
    }

    private Clause Title(string wording, ClauseText text)
    {
        var qualifier = text.Has("co ban") ? "cơ bản" : Towards().Match(wording) is { Success: true } match ? match.Value.Trim() : null;
        var recurrence = text.Recurrence == Recurrence.Once && text.Has(Keeping) ? Recurrence.EachYear : text.Recurrence;
        if (indicator!.ValueType == IndicatorValueType.YesNo)
            return text.Has("khong") ? Clause.Ask(ClauseQuestion.WhichLevel) : Clause.Of(new Achieve { Level = "yes", Qualifier = qualifier }, recurrence);
        var asked = Text.Search(qualifier is null ? wording : wording.Replace(qualifier, "", StringComparison.Ordinal));
        var level = indicator.Levels.LastOrDefault(one => ClauseText.Holds(asked, Text.Search(one)));
        return level is not null ? Clause.Of(new Achieve { Level = level, Qualifier = qualifier }, text.Recurrence)
            : Clause.Ask(ClauseQuestion.WhichLevel, text.Recurrence, [.. indicator.Levels.Skip(1).Select(one => new Achieve { Level = one })]);
    }

    private Clause WithoutNumber(ClauseText text) =>
        text.Has("hop ly", "tot hon", "chuyen bien") ? Clause.Of(new Judged(), text.Recurrence)
        : text.Has("xoa") && Concerns(text, ["duoc xoa", "da xoa"]) ? Clause.Ask(ClauseQuestion.NothingFound)
        // "Không tăng" asks for no rise, which is not a fall.
        : NoChange().IsMatch(text.Words) ? Clause.Ask(ClauseQuestion.NothingFound)
        : text.Has("khong con", "khong de xay ra", "khong co", "xoa") ? Clause.Of(new AtMost { Value = 0 }, text.Recurrence)
        : (text.Has("tang"), text.Has("giam")) switch
        {
            (true, false) => Clause.Of(IsPlace ? new Decrease() : new Increase(), text.Recurrence),
            (false, true) => Clause.Of(IsPlace ? new Increase() : new Decrease(), text.Recurrence),
            _ => Clause.Ask(ClauseQuestion.NothingFound),
        };

    private Clause WithNumber(ClauseText text, ClauseNumber number)
    {
        var unit = number.After.TrimStart();
        var isPercent = unit.StartsWith('%') || PercentBefore().IsMatch(text.Words[number.Before.Length..]);
        if (number.First.IsAmbiguous || number.Second is { IsAmbiguous: true })
        {
            // In a Vietnamese clause 3.830 is a count, and 0,862 never is; only where the unit has decimals both fit.
            if (isPercent) return Clause.Ask(ClauseQuestion.NumberInTwoWays);
        }
        if (Of(number.First) is not { } first) return Clause.Ask(ClauseQuestion.NothingFound);
        var second = number.Second is null ? null : Of(number.Second);
        var size = new ClauseSize(first, second, text, number, isPercent, text.Recurrence);
        return Lasting(size) ?? Changing(size) ?? Standing(size);
    }

    // "1,500" is one and a half to a Vietnamese reader, and "1.500" fifteen hundred; what only fits the English way is read that way.
    private static decimal? Of(WrittenNumber number) => number.Vietnamese ?? number.English;

    // Whether more or less is better is open; a ceiling of all of it would be none, and of changes more is more.
    private bool IsEitherSide(ClauseSize size) => Concerns(size.Text, EitherSide) && !(size.IsPercent && size.First >= 100)
        && !(IsChange && Reductions().IsMatch(Text.Search(name)));

    private bool Concerns(ClauseText text, string[] subjects) =>
        text.Has(subjects) || subjects.Any(subject => ClauseText.Holds(Text.Search(name), subject));

    private Clause? Lasting(ClauseSize size)
    {
        if (!(size.Keeps || KeepingAt().IsMatch(size.Number.Before)) || size.Falls || size.Text.Has("muc tang")) return null;
        // What is kept and raised is not there yet.
        if (size.Rises && size.To && !size.NamesGrowth) return null;
        if (Concerns(size.Text, PointsToStayAt)) return Clause.Ask(ClauseQuestion.HowNear, size.Recurrence);
        if (InUnit(size, out var first, out var second) is { } question) return question;
        if (second is not null) return Clause.Of(new Within { Lower = first, Upper = second.Value, About = size.About }, size.Recurrence);
        var low = size.Bound is Bound.AtMost || IsPlace;
        if (!low && size.Bound is null && IsEitherSide(size))
            return Clause.Ask(ClauseQuestion.WhichSide, size.Recurrence, new MaintainAtMost { Value = first }, new MaintainAtLeast { Value = first });
        return Clause.Of(low
            ? new MaintainAtMost { Value = first, Strict = size.Strict }
            : new MaintainAtLeast { Value = first, Strict = size.Strict, About = size.About }, size.Recurrence);
    }

    private Clause? Changing(ClauseSize size)
    {
        if (Times(size) is { } times) return times;
        if (size.IsPercent && size.Bound is not Bound.AtMost && (IsGrowth || (size.Averages && !size.Falls && (!IsPercent || IsMeanGrowth(size)))))
            return Clause.Of(Growth(size), Recurrence.Once);
        if (IsChange || (size.NamesGrowth && (IsPercent || IsGrowth))) return null;
        if (IsPlace && size.Falls != size.Rises && !size.To) return Moved(size);
        if (size.Falls) return Fall(size);
        if (!size.Rises) return null;
        if (size.IsPercent && !IsPercent && size.Text.Has("du toan", "so voi ke hoach", "so voi chi tieu") && size.Second is null)
        {
            return Clause.Ask(ClauseQuestion.NumberInTwoWays, size.Recurrence,
                new AsAssigned { Issuer = "cấp trên", Share = 1 + (size.First / 100) }, new RaiseByPercent { Percent = size.First, Strict = size.Strict });
        }
        if (size.Adds && !IsPercent)
        {
            if (indicator?.OverTime == TimeCombining.Sum) return null;
            return Clause.Ask(ClauseQuestion.NumberInTwoWays, size.Recurrence, new AtLeast { Value = size.First, Strict = size.Strict },
                new RaiseBy { Amount = size.First, Strict = size.Strict });
        }
        // "tăng không quá 4%" is how much it may rise, which no kind says of a change.
        if (size.Bound is Bound.AtMost && !size.To)
        {
            return Clause.Ask(ClauseQuestion.WhichSide, size.Recurrence,
                IsPercent && size.IsPercent ? [new AtMost { Value = size.First, Strict = size.Strict }] : []);
        }
        if (size.To)
        {
            return InUnit(size, out var to, out _)
                ?? Clause.Of(new RaiseTo { Value = to, Strict = size.Strict, About = size.About }, size.Recurrence);
        }
        if (size.IsPercent && !size.Points)
        {
            return !IsPercent ? Clause.Of(RaiseShare(size), size.Recurrence)
                : Clause.Ask(ClauseQuestion.PointsOrShare, size.Recurrence, RaiseAmount(size, size.First, size.Second), RaiseShare(size));
        }
        return InUnit(size, out var first, out var second) ?? Clause.Of(RaiseAmount(size, first, second), size.Recurrence);
    }

    private bool IsMeanGrowth(ClauseSize size) => size.NamesGrowth && size.IsMean && !Concerns(size.Text, EitherSide);

    private static Clause Moved(ClauseSize size) => size.Second is not null || size.Falls ? Clause.Ask(ClauseQuestion.WhichSide, size.Recurrence)
        : Clause.Of(new ReduceBy { Amount = size.First, Strict = size.Strict, About = size.About }, size.Recurrence);

    // "Tăng 1,5 lần" is half as much again; "tăng thêm 1,5 lần" may be that, or as much again and a half.
    private static Clause? Times(ClauseSize size) => size.Unit.StartsWith("lan", StringComparison.Ordinal) && (size.Rises || size.Text.Has("gap"))
        ? size.Second is null && ClauseText.Holds(size.Number.Before, "them")
            ? Clause.Ask(ClauseQuestion.NumberInTwoWays, size.Recurrence, new MultiplyBy { Factor = size.First }, new MultiplyBy { Factor = size.First + 1 })
        : size.Second is null ? Clause.Of(new MultiplyBy { Factor = size.First, Strict = size.Strict, About = size.About }, size.Recurrence)
            : Clause.Ask(ClauseQuestion.SeveralNumbers)
        : null;

    private Clause Fall(ClauseSize size)
    {
        if (size.To)
        {
            return InUnit(size, out var to, out var upper) ?? (upper is not null ? Clause.Ask(ClauseQuestion.SeveralNumbers)
                : Clause.Of(size.Strict ? new AtMost { Value = to, Strict = true } : new ReduceTo { Value = to, About = size.About }, size.Recurrence));
        }
        // "giảm dưới 0,5%" says where it shall end, or how little it may fall.
        if (size.Bound is Bound.AtMost)
        {
            return InUnit(size, out var most, out _)
                ?? Clause.Ask(ClauseQuestion.WhichSide, size.Recurrence, new AtMost { Value = most, Strict = size.Strict });
        }
        // "Giảm 50% tỷ lệ hộ nghèo" is half of them, "tỷ lệ hộ nghèo giảm 1,5%" are points.
        if (size is { IsPercent: true, Points: false, Second: null } && IsPercent
            && (size.First >= 20 || ShareOfThem().IsMatch(size.Unit) || size.Number.Before.EndsWith("by ", StringComparison.Ordinal)))
        {
            return Clause.Ask(ClauseQuestion.PointsOrShare, size.Recurrence, new ReduceBy { Amount = size.First, Strict = size.Strict },
                new ReduceByPercent { Percent = size.First, Strict = size.Strict });
        }
        if (size.IsPercent && !size.Points && !IsPercent && measure is not null)
        {
            return Clause.Of(size.Second is { } upperShare
                ? new ReduceByPercent { Lower = size.First, Upper = upperShare, About = size.About }
                : new ReduceByPercent { Percent = size.First, Strict = size.Strict, About = size.About }, size.Recurrence);
        }
        return InUnit(size, out var first, out var second) ?? Clause.Of(second is null
            ? new ReduceBy { Amount = first, Strict = size.Strict, About = size.About }
            : new ReduceBy { Lower = first, Upper = second, About = size.About }, size.Recurrence);
    }

    private Clause Standing(ClauseSize size)
    {
        if (IsPlace && size.Second is not null) return Clause.Ask(ClauseQuestion.SeveralNumbers);
        if (IsPlace || RankOf().IsMatch(size.Number.Before))
            return Clause.Of(new RankWithin { N = (int)Math.Min(size.First, int.MaxValue) }, size.Recurrence);
        if (InUnit(size, out var first, out var second) is { } question) return question;
        var ceiling = new AtMost { Value = first, Strict = size.Strict, About = size.About };
        var floor = new AtLeast { Value = first, Strict = size.Strict, About = size.About };
        if (Concerns(size.Text, PointsToStayAt) && size.Bound is null or Bound.About) return Clause.Ask(ClauseQuestion.HowNear, size.Recurrence);
        if (second is not null)
        {
            var band = new Between { Lower = first, Upper = second.Value, About = size.About };
            return IsEitherSide(size)
                ? Clause.Ask(ClauseQuestion.WhichSide, size.Recurrence, new Within { Lower = first, Upper = second.Value, About = size.About }, band)
                : Clause.Of(band, size.Recurrence);
        }
        return size.Bound switch
        {
            Bound.AtMost => Clause.Of(ceiling, size.Recurrence),
            Bound.AtLeast => Clause.Of(floor, size.Recurrence),
            _ when IsEitherSide(size) && LeftOver().IsMatch(size.Number.Before) => Clause.Of(ceiling, size.Recurrence),
            _ when IsEitherSide(size) => Clause.Ask(ClauseQuestion.WhichSide, size.Recurrence, ceiling, floor),
            _ => Clause.Of(floor, size.Recurrence),
        };
    }

    private static AverageGrowth Growth(ClauseSize size) => size.Second is { } upper
        ? new AverageGrowth { Lower = size.First, Upper = upper, About = size.About }
        : new AverageGrowth { RatePercent = size.First, Strict = size.Strict, About = size.About };

    private static RaiseByPercent RaiseShare(ClauseSize size) => size.Second is { } upper
        ? new RaiseByPercent { Lower = size.First, Upper = upper, About = size.About }
        : new RaiseByPercent { Percent = size.First, Strict = size.Strict, About = size.About };

    private static RaiseBy RaiseAmount(ClauseSize size, decimal first, decimal? second) => second is { } upper
        ? new RaiseBy { Lower = first, Upper = upper, About = size.About }
        : new RaiseBy { Amount = first, Strict = size.Strict, About = size.About };

    // The numbers in the unit of the indicator; a question where that unit is another one.
    private Clause? InUnit(ClauseSize size, out decimal first, out decimal? second)
    {
        (first, second) = (size.First, size.Second);
        if (measure is null) return null;
        if (size.IsPercent ? !(IsPercent || IsGrowth || size.Points) : IsPercent && size.Unit is [>= 'a' and <= 'z', ..] && Counted().IsMatch(size.Unit))
            return Clause.Ask(ClauseQuestion.UnitDiffers, size.Recurrence);
        if (!size.IsPercent && OtherCount(size.Unit)) return Clause.Ask(ClauseQuestion.UnitDiffers, size.Recurrence);
        if (size.IsPercent || ScaleOf(size.Unit) is not { } said) return null;
        // "50 nghìn lượt khách" are 50.000 where single ones are counted.
        if (ScaleOf(Text.Search(measure)) is not { } own)
        {
            if (said == 1) return null;
            if (!Scale().Replace(size.Unit, "").TrimStart().StartsWith(Text.Search(measure), StringComparison.Ordinal))
                return Clause.Ask(ClauseQuestion.UnitDiffers, size.Recurrence);
            own = 1;
        }
        if (said == own) return null;
        try
        {
            (first, second) = (first * said / own, second * said / own);
            return null;
        }
        catch (OverflowException)
        {
            return Clause.Ask(ClauseQuestion.UnitDiffers, size.Recurrence);
        }
    }

    // "Giảm trên cả 3 tiêu chí" is no number of accidents, and 3.200 con are not so many thousands of them.
    private bool OtherCount(string unit)
    {
        var own = Text.Search(measure);
        if (Thing().Match(unit) is not { Success: true } thing) return false;
        return !ClauseText.Holds(own, thing.Value) || Scale().IsMatch(own);
    }

    private static decimal? ScaleOf(string unit) => Scale().Match(unit) switch
    {
        { Success: false } => unit.StartsWith("dong", StringComparison.Ordinal) ? 1 : null,
        var match => match.Groups[1].Value switch
        {
            "nghin ty" or "ngan ty" => 1_000_000_000_000,
            "ty" => 1_000_000_000,
            "trieu" or "tr" => 1_000_000,
            _ => 1_000,
        },
    };
}
