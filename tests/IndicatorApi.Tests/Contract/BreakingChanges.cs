using System.Text.Json;
using IndicatorApi.Tests.Hostile;

namespace IndicatorApi.Tests.Contract;

/// <summary>
/// What a newer document takes from callers of an older one. A document is told as a list of what it promises and a list of what it
/// demands: nothing that was promised may be gone, and nothing new may be demanded of an operation that was there.
/// </summary>
internal static class BreakingChanges
{
    public static IReadOnlyList<string> Between(JsonElement older, JsonElement newer)
    {
        var (before, after) = (Facts.Of(older), Facts.Of(newer));
        return [.. before.Promised.Where(promise => !after.Promised.Contains(promise)).Select(promise => $"gone: {promise}")
            .Concat(after.Demanded.Where(demand => before.Operations.Any(name => demand.StartsWith(name + " ", StringComparison.Ordinal))
                && !before.Demanded.Contains(demand)).Select(demand => $"new: {demand}"))
            .Order(StringComparer.Ordinal)];
    }

    private sealed class Facts
    {
        private const int Deepest = 8;
        private readonly ServedDocument _document;

        private Facts(ServedDocument document) => _document = document;

        public HashSet<string> Operations { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Promised { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Demanded { get; } = new(StringComparer.Ordinal);

        public static Facts Of(JsonElement root)
        {
            var facts = new Facts(ServedDocument.Of(root));
            foreach (var operation in facts._document.Operations) facts.Tell(operation);
            return facts;
        }

        private void Tell(ServedOperation operation)
        {
            var name = operation.Name;
            Operations.Add(name);
            Promised.Add(name);
            foreach (var parameter in operation.Parameters)
            {
                var told = $"{name} takes {parameter.In} {parameter.Name}";
                Promised.Add(told);
                if (parameter.In != "path" && parameter.IsRequired) Demanded.Add($"{name} demands {parameter.In} {parameter.Name}");
                if (parameter.Schema.TryGetProperty("enum", out var words)) foreach (var word in words.EnumerateArray()) Promised.Add($"{told} = {word}");
            }
            if (operation.Body is { } body) Members(body, $"{name} takes", $"{name} demands", "body", Deepest);
            foreach (var answer in operation.Element.GetProperty("responses").EnumerateObject().Where(answer => answer.Name[0] == '2'))
            {
                Promised.Add($"{name} answers {answer.Name}");
                if (!answer.Value.TryGetProperty("content", out var content)) continue;
                foreach (var media in content.EnumerateObject())
                {
                    Promised.Add($"{name} answers {answer.Name} {media.Name}");
                    if (media.Value.TryGetProperty("schema", out var schema)) Members(schema, $"{name} answers {answer.Name}", null, "body", Deepest);
                }
            }
        }

        private void Members(JsonElement schema, string promise, string? demand, string place, int left)
        {
            if (left == 0) return;
            foreach (var one in _document.Alternatives(schema))
            {
                if (demand is not null && one.TryGetProperty("enum", out var words)) foreach (var word in words.EnumerateArray()) Promised.Add(
                    $"{promise} {place} = {word}");
                if (one.TryGetProperty("items", out var items)) Members(items, promise, demand, place + "[]", left - 1);
                if (!one.TryGetProperty("properties", out var members)) continue;
                if (demand is not null && one.TryGetProperty("required", out var required)) foreach (var member in required.EnumerateArray()) Demanded.Add(
                    $"{demand} {place}.{member}");
                foreach (var member in members.EnumerateObject())
                {
                    Promised.Add($"{promise} {place}.{member.Name}");
                    Members(member.Value, promise, demand, $"{place}.{member.Name}", left - 1);
                }
            }
        }
    }
}
