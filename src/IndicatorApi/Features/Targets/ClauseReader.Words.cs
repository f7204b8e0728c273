using System.Text.RegularExpressions;

namespace IndicatorApi.Features.Targets;

// The words that decide, in small letters without marks unless they say otherwise.
public sealed partial class ClauseReader
{
    private static readonly string[] Falling = ["giam", "ha ty le", "ha thap", "ha xuong", "keo giam", "rut ngan", "reduce", "reduces", "cut"];
    private static readonly string[] Rising = ["tang", "them", "khac phuc", "nang len", "nang ty le", "raise", "increase", "grow"];
    private static readonly string[] Keeping = ["duy tri", "giu", "giu vung", "giu on dinh", "maintain", "keep"];

    // Rates of which less is better, and parts of a whole of which a clause alone does not tell.
    private static readonly string[] EitherSide =
    [
        "ho ngheo", "can ngheo", "that nghiep", "suy dinh duong", "tu vong", "toi pham", "pham phap", "tai nan", "sinh con thu", "tao hon", "bo hoc",
        "co cau", "ty trong", "tre han", "qua han", "cham tien do", "no thue", "no dong", "no xau", "tai ngheo", "nguoi nghien", "nghien ma tuy", "ma tuy",
        "bao luc", "vi pham", "khieu nai", "to cao", "lam phat", "gia tieu dung", "cpi", "boi chi", "that thoat", "that thu", "o nhiem", "yeu kem", "khong dat",
        "khong co", "khong duoc", "khong hoan thanh", "khong dung han", "chua dat", "chua co", "chua duoc", "chua qua", "chua hoan thanh", "thieu hut",
        "thieu viec lam", "luu ban", "mac benh", "sinh thu ba", "sinh con thu ba", "tang dan so", "dan so tu nhien", "tang tu nhien", "thoi gian", "chi phi",
        "inflation", "arrears", "crime", "waiting",
        "ty suat sinh", "lao dong nong nghiep", "lao dong nong lam", "mortality", "unemployment", "poverty",
    ];

    // A second measure under the same number: each is a target of its own.
    private static readonly string[] SecondMeasures = ["va muc do", "va ty le", "va so", "va chi so"];

    private static readonly string[] PointsToStayAt = ["muc sinh", "ty so gioi tinh", "ty le gioi tinh khi sinh"];

    [GeneratedRegex(@"^(moi (tinh|huyen|xa|phuong|thon|ap|to|don vi|chi bo)|every |each (?!year)|no country|khong con (xa|phuong|tinh|thon|don vi) .*\d)"
        + @"|\ball population groups\b")]
    private static partial Regex EveryUnit();

    [GeneratedRegex(@"(?<!\p{L})(mỗi|mọi|từng|tất cả các) (tỉnh|huyện|xã|phường|thôn|ấp|tổ|đơn vị|chi bộ|đảng bộ|khu phố|bản|làng)(?!\p{L})"
        + @"|(?<!\p{L})các [\p{L} ]+ (đều|phải đều)(?!\p{L})", RegexOptions.IgnoreCase)]
    private static partial Regex EachOfThem();

    [GeneratedRegex(@"(?<!\p{L})(một|hai|ba|bốn|sáu|bảy|tám|chín|mười|nửa|đôi|rưỡi|half|double|twice|one|two|three)(?!\p{L})", RegexOptions.IgnoreCase)]
    private static partial Regex NumberWords();

    [GeneratedRegex(@"^(muc|ty le|toc do|so( [a-z]+){1,3}) (gia )?(giam|tang)\b|\bthoat ngheo\b")]
    private static partial Regex ChangeName();

    [GeneratedRegex(@"\b(giam|thoat)\b")]
    private static partial Regex Reductions();

    [GeneratedRegex(@"(?<!viec lam )\bon dinh( o)? (muc|tren|duoi|khoang|tu|it nhat|toi thieu)?( [a-z]+)? ?$")]
    private static partial Regex KeepingAt();

    [GeneratedRegex(@"\bcon( lai)?( khoang)? $")]
    private static partial Regex LeftOver();

    [GeneratedRegex(@"^%? ?(ty le|so(?! voi)|tong)\b")]
    private static partial Regex ShareOfThem();

    [GeneratedRegex(@"\b(khong|no)( [a-z]+){0,4} (tang|giam)\b")]
    private static partial Regex NoChange();

    [GeneratedRegex(@"^(tieu chi|vu|ho|xa|thon|nguoi|lao dong|dang vien|tan|con|km|ha)\b")]
    private static partial Regex Thing();

    [GeneratedRegex(@"\b(\d+)/(\d+) tieu chi")]
    private static partial Regex AllOf();

    [GeneratedRegex(@"^[^\d]*?(?:(?<beyond>\bvượt (?:mức )?|\btăng )?(?:từ |ít nhất |tối thiểu )?(?<share>\d[\d.,]*) ?% (?:trở lên )?)?(?:so (?:với )?)?"
        + @"(?:chỉ tiêu|dự toán|kế hoạch) (?:do |được )?(?<issuer>[\p{L} ]{0,40}?) ?giao\b[^\d]*$", RegexOptions.IgnoreCase)]
    private static partial Regex AsAssignedWords();

    [GeneratedRegex(@"hướng tới [^,;.]+", RegexOptions.IgnoreCase)]
    private static partial Regex Towards();

    [GeneratedRegex(@"^\d[\d.,]* ?%")]
    private static partial Regex PercentBefore();

    [GeneratedRegex(@"(thuoc nhom|thuoc top|nhom|top|dan dau|thu hang|xep thu) $")]
    private static partial Regex RankOf();

    [GeneratedRegex(@"^(ho|nguoi|dang vien|don vi|xa|thon|ty|trieu|nghin|dong|ha|tan|con|km)\b")]
    private static partial Regex Counted();

    [GeneratedRegex(@"^(nghin ty|ngan ty|ty|trieu|tr|nghin|ngan)\b")]
    private static partial Regex Scale();
}
