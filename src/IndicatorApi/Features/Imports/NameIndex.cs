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
    private readonly Func<T, string>? _unit;
    private int _lookedFor;

    /// <summary>An index over all things.</summary>
    /// <param name="all">The things.</param>
    /// <param name="code">Their codes.</param>
    /// <param name="name">Their names.</param>
    /// <param name="noun">What kind of thing they are.</param>
    /// <param name="unit">The unit that may stand behind a name; null where things have none.</param>
    public NameIndex(IEnumerable<T> all, Func<T, string> code, Func<T, string> name, Noun noun, Func<T, string>? unit = null)
    {
        (_code, _name, _noun, _unit) = (code, name, noun, unit);
        _byCode = all.ToDictionary(code, StringComparer.Ordinal);
        _byName = _byCode.Values.GroupBy(thing => WrittenName.Simple(name(thing)), StringComparer.Ordinal)
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
    public bool IsNamed(T thing, string text) => WrittenName.Simple(_name(thing)) == WrittenName.Simple(text) || Find(text).Found == thing;

    // As it stands, then without what a table puts around a name: only what is left over decides, and only where the whole is no name itself.
    private (T? Found, Error? Error) Look(string text)
    {
        if (_byCode.GetValueOrDefault(text.ToLowerInvariant()) is { } capital) return (capital, null);
        foreach (var name in (string[])[text, WrittenName.Bare(text)])
        {
            if (Named(name, name) is var (found, error)) return (found, error);
            if (_unit is null || WrittenName.WithUnit(name) is not var (before, unit)) continue;
            if (Named(before, name) is not var (measured, several)) continue;
            if (measured is null || WrittenUnit.IsOwn(unit, _unit(measured))) return (measured, several);
            return (null, new Error("", ErrorCodes.WrongSign, unit, _unit(measured)));
        }
        if (OldFont.Of(text, converted => _byName.ContainsKey(WrittenName.Simple(converted))) is { } font)
            return (null, new Error("", ErrorCodes.OldFont, text, font));
        // A total is like many names and means none of them.
        var isTotal = WrittenName.IsTotal(text);
        var similar = !isTotal && _lookedFor++ < MostLookedFor ? LookForSimilar(WrittenName.Simple(WrittenName.Bare(text))) : [];
        var shown = WrittenName.Visible(text);
        return (null, similar.Count > 0 ? Ask(shown, similar) : new Error("", ErrorCodes.UnknownReference, _noun, shown));
    }

    // What has this name: one, several to ask back about, or null for none.
    private (T? Found, Error? Error)? Named(string name, string text)
    {
        if (_byName.GetValueOrDefault(WrittenName.Simple(name)) is not { } same) return null;
        if (same.Count == 1) return (same[0], null);
        var exact = same.Where(thing => _name(thing) == name).ToList();
        return exact.Count == 1 ? (exact[0], null) : (null, Ask(text, same.OrderBy(_code, StringComparer.Ordinal)));
    }

    private Error Ask(string text, IEnumerable<T> candidates) =>
        new("", ErrorCodes.AmbiguousName, text, string.Join(
            "; ", candidates.Take(MostCandidates).Select(thing => $"{_code(thing)} ({_name(thing)})")));

    private List<T> LookForSimilar(string text)
    {
        var pairs = Pairs(text);
        return [.. _byName.SelectMany(entry => entry.Value.Select(thing =>
                (Thing: thing, Likeness: Math.Max(Likeness(pairs, Pairs(entry.Key)), Likeness(pairs, Pairs(_code(thing)))))))
            .Where(entry => entry.Likeness >= Similar).OrderByDescending(entry => entry.Likeness).Select(entry => entry.Thing).Take(MostCandidates)];
    }

    private static double Likeness(HashSet<(char, char)> one, HashSet<(char, char)> other)
    {
        if (one.Count + other.Count == 0) return 0;
        return 2.0 * one.Count(other.Contains) / (one.Count + other.Count);
    }

    private static HashSet<(char, char)> Pairs(string text) => [.. text.Zip(text.Skip(1))];
}
