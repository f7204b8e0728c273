using System.Text.RegularExpressions;

namespace IndicatorApi.Tests.Documentation;

/// <summary>One request of a <c>.http</c> file, as editors send it.</summary>
/// <param name="Title">What stands behind its <c>###</c>.</param>
/// <param name="Expected">The status that the title ends with; 200 where it names none.</param>
/// <param name="Name">The name that later requests refer to it by.</param>
/// <param name="Method">The method.</param>
/// <param name="Address">The address.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Body">The body; empty where there is none.</param>
internal sealed partial record HttpFileRequest(
    string Title, int Expected, string? Name, HttpMethod Method, string Address, IReadOnlyList<(string Name, string Value)> Headers, string Body)
{
    /// <summary>Every request of a file, its own variables and those given put in.</summary>
    public static IReadOnlyList<HttpFileRequest> Read(string text, IReadOnlyDictionary<string, string> given)
    {
        Dictionary<string, string> variables = [];
        foreach (Match variable in Variable().Matches(text)) variables[variable.Groups["name"].Value] = variable.Groups["value"].Value;
        foreach (var (name, value) in given) variables[name] = value;
        foreach (var (name, value) in variables) text = text.Replace($"{{{{{name}}}}}", value, StringComparison.Ordinal);
        return [.. Separator().Split(text).Skip(1).Select(Parse)];
    }

    private static HttpFileRequest Parse(string block)
    {
        var lines = block.Split('\n');
        var title = lines[0].Trim();
        var name = lines.Select(line => RequestName().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value;
        var rest = lines.Skip(1).Where(line => !line.StartsWith('#')).SkipWhile(string.IsNullOrWhiteSpace).ToList();
        var line = rest[0].Split(' ', 2);
        var headers = rest.Skip(1).TakeWhile(header => header.Length > 0).Select(header => header.Split(": ", 2)).Select(pair => (pair[0], pair[1])).ToList();
        var body = string.Join('\n', rest.Skip(1 + headers.Count)).Trim();
        var status = Status().Match(title);
        return new HttpFileRequest(title, status.Success ? int.Parse(status.Value, null) : 200, name, new HttpMethod(line[0]), line[1].Trim(), headers, body);
    }

    [GeneratedRegex(@"^@(?<name>\w+) = (?<value>.+)$", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^### ", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^# @name (\w+)$")]
    private static partial Regex RequestName();

    [GeneratedRegex(@"(?<=: )\d{3}$")]
    private static partial Regex Status();
}
