using System.Diagnostics.CodeAnalysis;

namespace IndicatorApi.Data;

/// <summary>Why figures are not recorded.</summary>
public abstract record Refusal
{
    private Refusal() { }

    /// <summary>What they refer to, or who else decides about them, was quicker: all is to be read again.</summary>
    public sealed record Moved : Refusal;

    /// <summary>Closed periods or the life of the unit stand in the way of some.</summary>
    /// <param name="Obstacles">What stands in the way of which.</param>
    /// <param name="Others">The figures that nothing stands in the way of.</param>
    public sealed record Obstructed(IReadOnlyList<Obstacle> Obstacles, AllowedFigures Others) : Refusal;
}

/// <summary>What a step answers, or why it refuses.</summary>
/// <typeparam name="T">What it answers.</typeparam>
public readonly struct Outcome<T> where T : class
{
    private readonly T? _answer;
    private readonly Refusal? _refusal;

    private Outcome(T? answer, Refusal? refusal) => (_answer, _refusal) = (answer, refusal);

    public static implicit operator Outcome<T>(T answer) => new(answer, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(null, refusal);

    /// <summary>Whether it is refused, with the reason or the answer.</summary>
    public bool IsRefused([NotNullWhen(true)] out Refusal? refusal, [NotNullWhen(false)] out T? answer)
    {
        (refusal, answer) = (_refusal, _answer);
        return refusal is not null;
    }
}
