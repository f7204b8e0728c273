using System.Text.Json;
using IndicatorApi.Tests.Hostile;

namespace IndicatorApi.Tests.Contract;

/// <summary>
/// What a newer document takes from callers of an older one. A document is told as a list of what it promises and a list of what it asks
/// callers to be ready for: nothing that was promised may be gone, and nothing new may be asked of an operation that was there.
/// A body promises the types and words that it takes and asks for what it requires and limits; an answer promises its members, and those that
/// are always there, and asks callers to know its types and words.
/// </summary>
internal static class BreakingChanges
{
    /// <summary>The changes, in the order of the operations that they break.</summary>
    public static IReadOnlyList<BreakingChange> Between(JsonElement older, JsonElement newer)
    {
        var (before, after) = (Facts.Of(older), Facts.Of(newer));
        return [.. before.Promised.Where(fact => !after.Promised.Contains(fact)).Select(fact => new BreakingChange(fact.Operation, $"gone: {fact.Text}"))
            // Of a place that was not there nobody is asked anything, unless a caller has to fill it; who leaves out a new member leaves out all of it.
            .Concat(after.Asked.Where(fact => before.Operations.Contains(fact.Operation) && !before.Asked.Contains(fact)
                && before.Places.Contains((fact.Operation, fact.IsDemand ? HolderOf(fact.Place) : fact.Place)))
                .Select(fact => new BreakingChange(fact.Operation, $"new: {fact.Text}")))
            .OrderBy(change => change.Operation, StringComparer.Ordinal).ThenBy(change => change.What, StringComparer.Ordinal)];
    }

    // A parameter stands in nothing but its operation.
    private static string HolderOf(string place) => place.LastIndexOf('.') is var at and > 0 ? place[..at] : "";

    private sealed record Fact(string Operation, string Place, string Text)
    {
        public bool IsDemand { get; init; }
    }

    private sealed class Facts
    {
        private const int Deepest = 8;
        private static readonly string[] Limits =
            ["pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "minItems", "maxItems"];

        private readonly ServedDocument _document;

        private Facts(ServedDocument document) => _document = document;

        public HashSet<string> Operations { get; } = new(StringComparer.Ordinal);

        public HashSet<(string Operation, string Place)> Places { get; } = [];

        public HashSet<Fact> Promised { get; } = [];

        public HashSet<Fact> Asked { get; } = [];

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
            Promised.Add(new Fact(name, "", name));
            foreach (var place in (string[])["", "takes body"]) Places.Add((name, place));
            foreach (var parameter in operation.Parameters)
            {
                var place = $"takes {parameter.In} {parameter.Name}";
                Promise(name, place, "");
                if (parameter.In != "path" && parameter.IsRequired) Ask(name, place, " always", isDemand: true);
                Taken(name, place, parameter.Schema, Deepest);
            }
            if (operation.Body is { } body) Taken(name, "takes body", body, Deepest);
            foreach (var answer in operation.Element.GetProperty("responses").EnumerateObject().Where(answer => answer.Name[0] == '2'))
            {
                Promise(name, $"answers {answer.Name}", "");
                if (!answer.Value.TryGetProperty("content", out var content)) continue;
                foreach (var media in content.EnumerateObject())
                {
                    Promise(name, $"answers {answer.Name} {media.Name}", "");
                    if (media.Value.TryGetProperty("schema", out var schema)) Given(name, $"answers {answer.Name} body", schema, Deepest);
                }
            }
        }

        private void Taken(string operation, string place, JsonElement schema, int left)
        {
            if (left == 0) return;
            Places.Add((operation, place));
            foreach (var type in TypesOf(schema)) Promise(operation, place, $" as {type}");
            foreach (var one in _document.Alternatives(schema))
            {
                foreach (var word in Words(one)) Promise(operation, place, $" = {word}");
                foreach (var limit in Limits) if (one.TryGetProperty(limit, out var value)) Ask(operation, place, $" with {limit} {value}");
                if (one.TryGetProperty("items", out var items)) Taken(operation, place + "[]", items, left - 1);
                foreach (var member in Required(one)) Ask(operation, $"{place}.{member}", " always", isDemand: true);
                foreach (var member in Members(one))
                {
                    Promise(operation, $"{place}.{member.Name}", "");
                    Taken(operation, $"{place}.{member.Name}", member.Value, left - 1);
                }
            }
        }

        private void Given(string operation, string place, JsonElement schema, int left)
        {
            if (left == 0) return;
            Places.Add((operation, place));
            foreach (var type in TypesOf(schema)) Ask(operation, place, $" as {type}");
            foreach (var one in _document.Alternatives(schema))
            {
                foreach (var word in Words(one)) Ask(operation, place, $" = {word}");
                if (one.TryGetProperty("items", out var items)) Given(operation, place + "[]", items, left - 1);
                foreach (var member in Required(one)) Promise(operation, $"{place}.{member}", " always");
                foreach (var member in Members(one))
                {
                    Promise(operation, $"{place}.{member.Name}", "");
                    Given(operation, $"{place}.{member.Name}", member.Value, left - 1);
                }
            }
        }

        // Nothing said of a type takes and gives every type; an integer is a number to who reads it.
        private IEnumerable<string> TypesOf(JsonElement schema) =>
            AllAlternatives(schema).SelectMany(one => ServedDocument.Types(one)).Distinct(StringComparer.Ordinal);

        private IEnumerable<JsonElement> AllAlternatives(JsonElement schema)
        {
            var resolved = _document.Resolve(schema);
            return !resolved.TryGetProperty("discriminator", out _) && (resolved.TryGetProperty("oneOf", out var list)
                || resolved.TryGetProperty("anyOf", out list)) ? list.EnumerateArray().Select(_document.Resolve) : [resolved];
        }

        private static IEnumerable<string> Words(JsonElement schema) =>
            schema.TryGetProperty("enum", out var words) ? words.EnumerateArray().Select(word => word.ToString()) : [];

        private static IEnumerable<string> Required(JsonElement schema) =>
            schema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(member => member.GetString()!) : [];

        private static IEnumerable<JsonProperty> Members(JsonElement schema) =>
            schema.TryGetProperty("properties", out var members) ? members.EnumerateObject() : Enumerable.Empty<JsonProperty>();

        private void Promise(string operation, string place, string what) => Promised.Add(new Fact(operation, place, $"{operation} {place}{what}"));

        private void Ask(string operation, string place, string what, bool isDemand = false) =>
            Asked.Add(new Fact(operation, place, $"{operation} {place}{what}") { IsDemand = isDemand });
    }
}

/// <summary>One thing that callers of an operation lose, or have to do from now on.</summary>
internal sealed record BreakingChange(string Operation, string What);
