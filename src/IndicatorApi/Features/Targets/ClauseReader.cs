using System.Text.RegularExpressions;
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
    private static readonly string[] Falling = ["giam", "ha", "keo giam", "reduce", "reduces", "cut"];
    private static readonly string[] Rising = ["tang", "them", "khac phuc", "nang len", "nang ty le", "raise", "increase", "grow"];
    private static readonly string[] Keeping = ["duy tri", "giu", "giu vung", "giu on dinh", "on dinh", "maintain", "keep"];

    // Rates of which less is better, and parts of a whole of which a clause alone does not tell.
    private static readonly string[] EitherSide =
    [
        "ho ngheo", "can ngheo", "that nghiep", "suy dinh duong", "tu vong", "toi pham", "pham phap", "tai nan", "sinh con thu", "tao hon", "bo hoc",
        "co cau", "ty trong",
        "ty suat sinh", "lao dong nong nghiep", "lao dong nong lam", "mortality", "unemployment", "poverty",
    ];

    // A second measure under the same number: each is a target of its own.
    private static readonly string[] SecondMeasures = ["va muc do", "va ty le", "va so", "va chi so"];

    private static readonly string[] PointsToStayAt = ["muc sinh", "ty so gioi tinh", "ty le gioi tinh khi sinh"];

    private bool IsPercent => Text.Search(measure).Replace(" ", "") is "%" or "phantram";

    private bool IsGrowth => Text.Search(measure).Replace(" ", "") is "%/nam";

    /// <summary>Reads a clause.</summary>
    public Clause Read(string wording)
    {
        var text = ClauseText.Read(wording, measure);
        if (Assigned(wording) is { } assigned) return Clause.Of(assigned, text.Recurrence);
        if (indicator?.ValueType is IndicatorValueType.Level or IndicatorValueType.YesNo) return Title(wording, text);
        if (EveryUnit().IsMatch(text.Words)) return Clause.Ask(ClauseQuestion.EveryUnit);
        if (text.Has("aspirational", "within", "tolerance")) return Clause.Ask(ClauseQuestion.NothingFound);
        if (AllOf().Match(text.Words) is { Success: true } all && all.Groups[1].Value == all.Groups[2].Value)
            return Clause.Of(new AtLeast { Value = ClauseText.Whole(all.Groups[1].Value) }, text.Recurrence);
        if (text.Numbers.Count == 0) return WithoutNumber(text);
        if (text.Numbers.Count > 1 || text.Words.Contains(';') || text.Has(SecondMeasures)) return Clause.Ask(ClauseQuestion.SeveralNumbers);
        return WithNumber(text, text.Numbers[0]);
    }

    private static AsAssigned? Assigned(string wording)
    {
        var match = AsAssignedWords().Match(wording);
        if (!match.Success) return null;
        var share = match.Groups["share"] is { Success: true } given && WrittenNumber.Read(given.Value)?.In(NumberLocale.Vietnamese) is { } percent
            ? percent / 100 : 1;
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

    private static Clause WithoutNumber(ClauseText text) =>
        text.Has("hop ly", "tot hon", "chuyen bien") ? Clause.Of(new Judged(), text.Recurrence)
        : text.Has("khong con", "khong de xay ra", "khong co", "xoa") ? Clause.Of(new AtMost { Value = 0 }, text.Recurrence)
        : (text.Has("tang"), text.Has("giam")) switch
        {
            (true, false) => Clause.Of(new Increase(), text.Recurrence),
            (false, true) => Clause.Of(new Decrease(), text.Recurrence),
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

    private bool Concerns(ClauseSize size, string[] subjects) =>
        size.Text.Has(subjects) || subjects.Any(subject => ClauseText.Holds(Text.Search(name), subject));

    private Clause? Lasting(ClauseSize size)
    {
        if (!size.Text.Has(Keeping) || size.Falls || size.Text.Has("muc tang")) return null;
        if (Concerns(size, PointsToStayAt)) return Clause.Ask(ClauseQuestion.HowNear, size.Recurrence);
        if (InUnit(size, out var first, out var second) is { } question) return question;
        if (second is not null) return Clause.Of(new Within { Lower = first, Upper = second.Value, About = size.About }, size.Recurrence);
        var low = size.Bound is Bound.AtMost;
        if (!low && size.Bound is null && Concerns(size, EitherSide))
            return Clause.Ask(ClauseQuestion.WhichSide, size.Recurrence, new MaintainAtMost { Value = first }, new MaintainAtLeast { Value = first });
        return Clause.Of(low
            ? new MaintainAtMost { Value = first, Strict = size.Strict }
            : new MaintainAtLeast { Value = first, Strict = size.Strict, About = size.About }, size.Recurrence);
    }

    private Clause? Changing(ClauseSize size)
    {
        if (Times(size) is { } times) return times;
        if (size.IsPercent && (IsGrowth || (size.Averages && !size.Falls && !IsPercent)))
            return Clause.Of(Growth(size), Recurrence.Once);
        if (size.Falls) return Fall(size);
        if (!size.Rises) return null;
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

    private static Clause? Times(ClauseSize size) => size.Unit.StartsWith("lan", StringComparison.Ordinal) && (size.Rises || size.Text.Has("gap"))
        ? size.Second is null ? Clause.Of(new MultiplyBy { Factor = size.First, Strict = size.Strict, About = size.About }, size.Recurrence)
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
        if (RankOf().IsMatch(size.Number.Before)) return Clause.Of(new RankWithin { N = (int)Math.Min(size.First, int.MaxValue) }, size.Recurrence);
        if (InUnit(size, out var first, out var second) is { } question) return question;
        var ceiling = new AtMost { Value = first, Strict = size.Strict, About = size.About };
        var floor = new AtLeast { Value = first, Strict = size.Strict, About = size.About };
        if (Concerns(size, PointsToStayAt) && size.Bound is null or Bound.About) return Clause.Ask(ClauseQuestion.HowNear, size.Recurrence);
        if (second is not null)
        {
            var band = new Between { Lower = first, Upper = second.Value, About = size.About };
            return Concerns(size, EitherSide)
                ? Clause.Ask(ClauseQuestion.WhichSide, size.Recurrence, new Within { Lower = first, Upper = second.Value, About = size.About }, band)
                : Clause.Of(band, size.Recurrence);
        }
        return size.Bound switch
        {
            Bound.AtMost => Clause.Of(ceiling, size.Recurrence),
            Bound.AtLeast => Clause.Of(floor, size.Recurrence),
            _ when Concerns(size, EitherSide) => Clause.Ask(ClauseQuestion.WhichSide, size.Recurrence, ceiling, floor),
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
        if (ScaleOf(size.Unit) is not { } said || ScaleOf(Text.Search(measure)) is not { } own || said == own || size.IsPercent) return null;
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

    private static decimal? ScaleOf(string unit) => Scale().Match(unit) switch
    {
        { Success: false } => unit.StartsWith("dong", StringComparison.Ordinal) ? 1 : null,
        var match => match.Groups[1].Value switch
        {
            "nghin ty" or "ngan ty" => 1_000_000_000_000,
            "ty" => 1_000_000_000,
            "trieu" => 1_000_000,
            _ => 1_000,
        },
    };

    private sealed record ClauseSize(decimal First, decimal? Second, ClauseText Text, ClauseNumber Number, bool IsPercent, Recurrence Recurrence)
    {
        public string Unit { get; } = Number.After.TrimStart();

        public bool Falls { get; } = Falling.Any(word => ClauseText.Holds(Number.Before, word));

        public bool Rises { get; } = Rising.Any(word => ClauseText.Holds(Number.Before, word));

        public bool Points => ClauseText.Holds(Unit, "diem") || ClauseText.Holds(Unit, "diem phan tram");

        public bool To => ToWords().IsMatch(Number.Before);

        public bool Averages => AverageWords().IsMatch(Number.Before) || ClauseText.Holds(Number.Before, "tang truong");

        public Bound? Bound { get; } = BoundOf(Number);

        public bool About => Bound is Calculation.Bound.About || AboutWords().IsMatch(Number.Before);

        public bool Strict => StrictWords().IsMatch(Number.Before) && !LooseWords().IsMatch(Number.Before);

        private static Bound? BoundOf(ClauseNumber number)
        {
            var before = number.Before.TrimEnd();
            foreach (var (word, means) in BoundWords.Before)
            {
                if (before.EndsWith(word, StringComparison.Ordinal) && ClauseText.Holds(before, word)) return means;
            }
            if (ClauseText.Holds(number.Before, "no more than") || ClauseText.Holds(before, "below")) return Calculation.Bound.AtMost;
            if (ClauseText.Holds(number.After, "tro xuong")) return Calculation.Bound.AtMost;
            return ClauseText.Holds(number.After, "tro len") || AtLeastAfter().IsMatch(number.After) ? Calculation.Bound.AtLeast : null;
        }
    }

    [GeneratedRegex(@"^(moi (tinh|huyen|xa|phuong|thon|ap|to|don vi|chi bo)|every |each (?!year)|no country|khong con (xa|phuong|tinh|thon|don vi) .*\d)"
        + @"|\ball population groups\b")]
    private static partial Regex EveryUnit();

    [GeneratedRegex(@"\b(\d+)/(\d+) tieu chi")]
    private static partial Regex AllOf();

    [GeneratedRegex(@"^[^\d]*?(?:(?<share>\d[\d.,]*) ?% )?(?:so )?chỉ tiêu (?:do |được )?(?<issuer>[\p{L} ]{0,40}?) ?giao\b[^\d]*$", RegexOptions.IgnoreCase)]
    private static partial Regex AsAssignedWords();

    [GeneratedRegex(@"hướng tới [^,;.]+", RegexOptions.IgnoreCase)]
    private static partial Regex Towards();

    [GeneratedRegex(@"^\d[\d.,]* ?%")]
    private static partial Regex PercentBefore();

    [GeneratedRegex(@"(thuoc nhom|thuoc top|nhom|top|dan dau|thu hang|xep thu) $")]
    private static partial Regex RankOf();

    [GeneratedRegex(@"^(ho|nguoi|dang vien|don vi|xa|thon|ty|trieu|nghin|dong|ha|tan|con|km)\b")]
    private static partial Regex Counted();

    [GeneratedRegex(@"^(nghin ty|ngan ty|ty|trieu|nghin|ngan)\b")]
    private static partial Regex Scale();

    [GeneratedRegex(@"(con|xuong|xuong con|len|toi|dat|to|ve|muc)( (duoi|khoang|tren|khong qua|it nhat|toi da))? $")]
    private static partial Regex ToWords();

    [GeneratedRegex(@"(binh quan|trung binh)(?! dau nguoi)")]
    private static partial Regex AverageWords();

    [GeneratedRegex(@"\b(khoang|xap xi|about|around)\b")]
    private static partial Regex AboutWords();

    [GeneratedRegex(@"\b(tren|hon|duoi|over|above|below|under)( khoang)? $")]
    private static partial Regex StrictWords();

    [GeneratedRegex(@"khong (duoi|it hon|thap hon|hon) $")]
    private static partial Regex LooseWords();

    [GeneratedRegex(@"^ ?%? ?or (more|greater|above)")]
    private static partial Regex AtLeastAfter();
}
