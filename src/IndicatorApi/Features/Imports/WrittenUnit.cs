namespace IndicatorApi.Features.Imports;

/// <summary>Units as people write them, wherever a file states one: behind a number, in a column, a header, a title or a number format.</summary>
public static class WrittenUnit
{
    private static readonly Dictionary<string, string[]> Short = new(StringComparer.Ordinal)
    {
        ["tr"] = ["trieu"],
        ["trd"] = ["trieu", "dong"],
        ["tr.d"] = ["trieu", "dong"],
        ["trdong"] = ["trieu", "dong"],
        ["tyd"] = ["ty", "dong"],
        ["ty.d"] = ["ty", "dong"],
        ["ng"] = ["nghin"],
        ["ngan"] = ["nghin"],
        ["ngd"] = ["nghin", "dong"],
        ["1000"] = ["nghin"],
        ["1.000"] = ["nghin"],
        ["1000d"] = ["nghin", "dong"],
        ["1.000d"] = ["nghin", "dong"],
        ["1000000"] = ["trieu"],
        ["1.000.000"] = ["trieu"],
        ["d"] = ["dong"],
        ["₫"] = ["dong"],
        ["vnd"] = ["dong"],
    };

    private static readonly HashSet<string> Scales = ["tram", "nghin", "van", "trieu", "ty"];

    private static readonly HashSet<string> Common = [.. Scales, "dong", "usd", "%", "‰", "phan"];

    /// <summary>Whether a stated unit is an indicator's own, or its head: <c>tỷ</c> of <c>tỷ đồng</c>, <c>triệu đồng</c> of <c>triệu đồng/người/năm</c>.</summary>
    public static bool IsOwn(string stated, string own)
    {
        if (WrittenName.Simple(stated) == WrittenName.Simple(own)) return true;
        var (said, has) = (Words(stated), Words(own));
        if (said.Count == 0 || said.Count > has.Count) return false;
        for (var i = 0; i < said.Count; i++)
        {
            if (said[i] != has[i]) return false;
        }
        // The head has the whole scale: "nghìn" is not "nghìn tỷ đồng".
        return said.Count(Scales.Contains) == has.Count(Scales.Contains);
    }

    /// <summary>Whether a text is a unit at all: made of the words of these units, and of words for money and scales.</summary>
    public static bool IsUnit(string text, IReadOnlySet<string> known)
    {
        var words = Words(text);
        return words.Count > 0 && words.All(word => Common.Contains(word.TrimStart('/')) || known.Contains(word.TrimStart('/')));
    }

    /// <summary>The words of units.</summary>
    public static HashSet<string> WordsOf(IEnumerable<string> units) => [.. units.SelectMany(Words).Select(word => word.TrimStart('/'))];

    /// <summary>Whether a cell of units says that it is the one above, or nothing.</summary>
    public static bool SaysNothing(string text) => text.Trim(' ', '-', '–', '—', '"', '”', '“', '\'', '.', '…', '〃') is "" or "nt" or "NT";

    // The words with their abbreviations written out; one behind a stroke keeps it: [trieu, dong, /nguoi, /nam].
    private static List<string> Words(string unit)
    {
        List<string> words = [];
        var isBehindStroke = false;
        foreach (var part in WrittenName.Simple(unit).Replace("/", " / ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "/")
            {
                isBehindStroke = true;
                continue;
            }
            var word = part.Trim('.', ',', ';', ':');
            if (word.Length == 0) continue;
            foreach (var whole in Short.GetValueOrDefault(word) ?? [word])
            {
                words.Add(isBehindStroke ? "/" + whole : whole);
                isBehindStroke = false;
            }
        }
        return words;
    }
}
