namespace IndicatorApi.Files;

/// <summary>How many lines a text takes: no program makes a row higher for a file that it only opens.</summary>
public static class TextLines
{
    /// <summary>The lines of a text in a column of this many letters, broken at blanks; a longer word is broken anywhere.</summary>
    public static int Count(string? text, double width)
    {
        var most = Math.Max(1, (int)width);
        var lines = 0;
        foreach (var part in (text ?? "").AsSpan().EnumerateLines())
        {
            lines++;
            var used = 0;
            foreach (var range in part.Split(' '))
            {
                var length = part[range].Length;
                if (used > 0 && used + 1 + length > most) (lines, used) = (lines + 1, 0);
                used += used > 0 ? 1 + length : length;
                for (; used > most; used -= most) lines++;
            }
        }
        return Math.Max(1, lines);
    }
}
