using IndicatorApi.Http;

namespace IndicatorApi.Features.Imports;

/// <summary>Finds things by code, or by name without regard to marks, case and blanks. A name that fits several, or is only similar, is asked back and never
/// guessed.</summary>
/// <typeparam name="T">What is found.</typeparam>
public sealed class NameIndex<T> where T : class
{
    private const int MostCandidates = 5;

    // Looking for what is similar compares with every name: worth it for the first misspelt names, not for a file full of them.
    private const int MostLookedFor = 50;
    private const double Similar = 0.5;

    private readonly Dictionary<string, T> _byCode;
    private readonly Dictionary<string, List<T>> _byName;
    private readonly Dictionary<string, (T? Found, Error? Error)> _asked = new(StringComparer.Ordinal);
    private readonly Func<T, string> _code;
    private readonly Func<T, string> _name;
    private readonly Noun _noun;
    private int _lookedFor;

    /// <summary>An index over all things.</summary>
    public NameIndex(IEnumerable<T> all, Func<T, string> code, Func<T, string> name, Noun noun)
    {
        (_code, _name, _noun) = (code, name, noun);
        _byCode = all.ToDictionary(code, StringComparer.Ordinal);
        _byName = _byCode.Values.GroupBy(thing => Simple(name(thing)), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
    }

    /// <summary>The thing of this code or name, or what to ask back.</summary>
    public (T? Found, Error? Error) Find(string text)
    {
        if (_byCode.TryGetValue(text, out var coded)) return (coded, null);
        if (_asked.TryGetValue(text, out var known)) return known;
        return _asked[text] = Look(text);
    }

    /// <summary>Whether this is the name of the thing, whoever else has it.</summary>
    public bool IsNamed(T thing, string text) => Simple(_name(thing)) == Simple(text);

    private (T? Found, Error? Error) Look(string text)
    {
        if (_byName.GetValueOrDefault(Simple(text)) is { } same)
        {
            if (same.Count == 1) return (same[0], null);
            var exact = same.Where(thing => _name(thing) == text).ToList();
            return exact.Count == 1 ? (exact[0], null) : (null, Ask(text, same));
        }
        var similar = _lookedFor++ < MostLookedFor ? LookForSimilar(Simple(text)) : [];
        return (null, similar.Count > 0 ? Ask(text, similar) : new Error("", ErrorCodes.UnknownReference, _noun, text));
    }

    private Error Ask(string text, IEnumerable<T> candidates) =>
        new("", ErrorCodes.AmbiguousName, text, string.Join(
            "; ", candidates.OrderBy(_code, StringComparer.Ordinal).Take(MostCandidates).Select(thing => $"{_code(thing)} ({_name(thing)})")));

    private List<T> LookForSimilar(string text)
    {
        var pairs = Pairs(text);
        return [.. _byName.Select(entry => (entry.Value, Likeness: Likeness(pairs, Pairs(entry.Key)))).Where(entry => entry.Likeness >= Similar)
            .OrderByDescending(entry => entry.Likeness).SelectMany(entry => entry.Value).Take(MostCandidates)];
    }

    private static double Likeness(HashSet<(char, char)> one, HashSet<(char, char)> other)
    {
        if (one.Count + other.Count == 0) return 0;
        return 2.0 * one.Count(other.Contains) / (one.Count + other.Count);
    }

    private static HashSet<(char, char)> Pairs(string text) => [.. text.Zip(text.Skip(1))];

    private static string Simple(string text) => string.Join(' ', Text.Search(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
