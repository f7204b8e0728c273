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
    private readonly Dictionary<string, List<T>> _byOtherCode;
    private readonly Dictionary<string, Answer> _asked = new(StringComparer.Ordinal);
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
    /// <param name="otherCode">A code that others give them, one after another; null where there is none.</param>
    public NameIndex(
        IEnumerable<T> all, Func<T, string> code, Func<T, string> name, Noun noun, Func<T, string>? unit = null, Func<T, string?>? otherCode = null)
    {
        (_code, _name, _noun, _unit) = (code, name, noun, unit);
        _byCode = all.ToDictionary(code, StringComparer.Ordinal);
        _byName = _byCode.Values.GroupBy(thing => WrittenName.Simple(name(thing)), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        _byOtherCode = _byCode.Values.Where(thing => otherCode?.Invoke(thing) is not null).GroupBy(thing => otherCode!(thing)!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
    }

    /// <summary>The thing of this code or name, or what to ask back.</summary>
    /// <param name="text">The code or name.</param>
    /// <param name="fits">Which of several that have it can be meant.</param>
    public (T? Found, Error? Error) Find(string text, Func<T, bool>? fits = null)
    {
        if (_byCode.TryGetValue(text, out var coded)) return (coded, null);
        if (!_asked.TryGetValue(text, out var answer)) _asked[text] = answer = Look(text);
        if (answer.Several is { } several && fits is not null && several.Where(fits).Take(2).ToList() is [var one]) return (one, null);
        return (answer.Found, answer.Error);
    }

    /// <summary>Whether this is the name of the thing, whoever else has it.</summary>
    public bool IsNamed(T thing, string text) => WrittenName.Simple(_name(thing)) == WrittenName.Simple(text) || Find(text).Found == thing;

    // As it stands, then without what a table puts around a name: only what is left over decides, and only where the whole is no name itself.
    private Answer Look(string text)
    {
        if (_byCode.GetValueOrDefault(text.ToLowerInvariant()) is { } capital) return new(capital);
        if (_byOtherCode.GetValueOrDefault(text) is { } bearers) return OneOf(bearers, text);
        foreach (var name in (string[])[text, WrittenName.Bare(text)])
        {
            if (Named(name, name) is { } answer) return answer;
            if (_unit is null || WrittenName.WithUnit(name) is not var (before, unit)) continue;
            if (Named(before, name) is not { } measured) continue;
            return measured.Found is not { } one || WrittenUnit.IsOwn(unit, _unit(one)) ? measured
                : new(null, new Error("", ErrorCodes.WrongSign, unit, _unit(one)));
        }
        if (OldFont.Of(text, converted => _byName.ContainsKey(WrittenName.Simple(converted))) is { } font)
            return new(null, new Error("", ErrorCodes.OldFont, text, font));
        // A total is like many names and means none of them.
        var isTotal = WrittenName.IsTotal(text);
        var similar = !isTotal && _lookedFor++ < MostLookedFor ? LookForSimilar(WrittenName.Simple(WrittenName.Bare(text))) : [];
        var shown = WrittenName.Visible(text);
        return new(null, similar.Count > 0 ? Ask(shown, similar) : new Error("", ErrorCodes.UnknownReference, _noun, shown));
    }

    // What has this name: one, several to ask back about, or null for none.
    private Answer? Named(string name, string text)
    {
        if (_byName.GetValueOrDefault(WrittenName.Simple(name)) is not { } same) return null;
        if (same.Count == 1) return new(same[0]);
        var exact = same.Where(thing => _name(thing) == name).ToList();
        return exact.Count == 1 ? new(exact[0], null, same) : OneOf(same, text);
    }

    private Answer OneOf(List<T> several, string text) =>
        several is [var one] ? new(one) : new(null, Ask(text, several.OrderBy(_code, StringComparer.Ordinal)), several);

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

    // What is found, or asked back; and all that have the name, of whom a day may leave one.
    private readonly record struct Answer(T? Found, Error? Error = null, IReadOnlyList<T>? Several = null);
}
