namespace IndicatorApi.Tests.Readme;

/// <summary>A fenced block of a Markdown file.</summary>
/// <param name="Language">What stands after the opening fence.</param>
/// <param name="Text">What stands inside.</param>
internal sealed record ReadmeBlock(string Language, string Text)
{
    /// <summary>All blocks of a text, in order.</summary>
    public static IReadOnlyList<ReadmeBlock> From(string markdown)
    {
        List<ReadmeBlock> blocks = [];
        string? language = null;
        List<string> lines = [];
        foreach (var line in markdown.Split('\n'))
        {
            if (!line.StartsWith("```", StringComparison.Ordinal))
            {
                lines.Add(line);
            }
            else if (language is null)
            {
                language = line[3..].Trim();
                lines.Clear();
            }
            else
            {
                blocks.Add(new ReadmeBlock(language, string.Join('\n', lines)));
                language = null;
            }
        }
        return blocks;
    }
}
