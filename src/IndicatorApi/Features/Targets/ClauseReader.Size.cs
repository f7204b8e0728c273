using System.Text.RegularExpressions;
using IndicatorApi.Calculation;
using IndicatorApi.Files.Reading;

namespace IndicatorApi.Features.Targets;

public sealed partial class ClauseReader
{
    private sealed record ClauseSize(decimal First, decimal? Second, ClauseText Text, ClauseNumber Number, bool IsPercent, Recurrence Recurrence)
    {
        public string Unit { get; } = Number.After.TrimStart();

        public bool Falls { get; } = Falling.Any(word => ClauseText.Holds(Number.Before, word));

        public bool Rises { get; } = Rising.Any(word => ClauseText.Holds(Number.Before, word));

        // "Giữ vững an ninh, kết nạp 25 đảng viên" keeps something else.
        public bool Keeps { get; } = Text.Has(Keeping) && !(OtherDeed().Match(Number.Before) is { Success: true } deed
            && !Keeping.Any(word => ClauseText.Holds(Number.Before[deed.Index..], word)));

        // Of a "tốc độ tăng" the figure is the rise.
        public bool NamesGrowth { get; } = GrowthNoun().IsMatch(Number.Before)
            && !Falling.Concat(Rising).Any(word => ClauseText.Holds(GrowthNoun().Replace(Number.Before, "_"), word));

        // "Kết nạp thêm 25" are 25, or 25 more than there were.
        public bool Adds { get; } = MakingMore().IsMatch(Number.Before);

        public bool IsMean => AverageWords().IsMatch(Number.Before);

        public bool Points => ClauseText.Holds(Unit, "diem") || ClauseText.Holds(Unit, "diem phan tram");

        public bool To => ToWords().IsMatch(Number.Before);

        public bool Averages => AverageWords().IsMatch(Number.Before) || ClauseText.Holds(Number.Before, "tang truong");

        public Bound? Bound { get; } = BoundOf(Number);

        public bool About => Bound is Calculation.Bound.About || AboutWords().IsMatch(Number.Before);

        public bool Strict => StrictWords().IsMatch(Number.Before) && !LooseWords().IsMatch(Number.Before);

        private static Bound? BoundOf(ClauseNumber number)
        {
            var before = number.Before.TrimEnd();
            if (NearlyWords().IsMatch(before)) return Calculation.Bound.About;
            if (NotBeyond().IsMatch(before)) return Calculation.Bound.AtMost;
            if (NotUnder().IsMatch(before)) return Calculation.Bound.AtLeast;
            foreach (var (word, means) in BoundWords.Before)
            {
                if (before.EndsWith(word, StringComparison.Ordinal) && ClauseText.Holds(before, word)) return means;
            }
            if (ClauseText.Holds(number.Before, "no more than") || ClauseText.Holds(before, "below")) return Calculation.Bound.AtMost;
            if (ClauseText.Holds(number.After, "tro xuong")) return Calculation.Bound.AtMost;
            return ClauseText.Holds(number.After, "tro len") || AtLeastAfter().IsMatch(number.After) ? Calculation.Bound.AtLeast : null;
        }
    }

    [GeneratedRegex(@"\b(toc do tang( truong)?|ty le (gia )?tang|tang truong)\b")]
    private static partial Regex GrowthNoun();

    [GeneratedRegex(@"\b(ket nap|xay dung|trong|phat trien|thanh lap|tao|giai quyet|bo tri)( [a-z]+){0,3} them\b")]
    private static partial Regex MakingMore();

    [GeneratedRegex(@"[,.:] ?(ket nap|xay dung|trong|phat trien|thanh lap|tao|giai quyet|bo tri|thu hut|cap|phan dau|co|dat)\b")]
    private static partial Regex OtherDeed();

    [GeneratedRegex(@"\b(gan|nearly|uoc)$")]
    private static partial Regex NearlyWords();

    [GeneratedRegex(@"\bkhong( (de|cho phep|duoc)( [a-z]+){0,12})? (vuot qua|vuot|qua|cao hon|nhieu hon|lon hon|tren)$")]
    private static partial Regex NotBeyond();

    [GeneratedRegex(@"\bkhong( (de|cho phep|duoc)( [a-z]+){0,12})? (duoi|thap hon|it hon|nho hon|kem)$")]
    private static partial Regex NotUnder();

    [GeneratedRegex(@"(con|xuong|xuong con|len|toi|dat|to|ve|muc)( (duoi|khoang|tren|khong qua|it nhat|toi da))? $")]
    private static partial Regex ToWords();

    [GeneratedRegex(@"(binh quan|trung binh)(?! dau nguoi)")]
    private static partial Regex AverageWords();

    [GeneratedRegex(@"\b(khoang|xap xi|about|around)\b")]
    private static partial Regex AboutWords();

    [GeneratedRegex(@"\b(tren|hon|duoi|over|above|below|under)( khoang)? $")]
    private static partial Regex StrictWords();

    [GeneratedRegex(@"\bkhong( (de|cho phep|duoc)( [a-z]+){0,12})? (duoi|it hon|thap hon|nho hon|tren|cao hon|nhieu hon|lon hon|hon) $")]
    private static partial Regex LooseWords();

    [GeneratedRegex(@"^ ?%? ?or (more|greater|above)")]
    private static partial Regex AtLeastAfter();
}
