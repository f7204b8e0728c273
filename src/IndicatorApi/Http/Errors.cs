using System.Diagnostics.CodeAnalysis;

namespace IndicatorApi.Http;

/// <summary>Collects everything that is wrong with a request, so that all of it can be mended at once.</summary>
/// <param name="most">More would help nobody.</param>
public sealed class Errors(int most = 100)
{
    private readonly List<Error> _errors = [];

    /// <summary>Everything noted, in order.</summary>
    public IReadOnlyList<Error> All => _errors;

    /// <summary>Whether anything is wrong.</summary>
    public bool Any => _errors.Count > 0;

    /// <summary>Whether no more need be looked for.</summary>
    public bool IsFull => _errors.Count >= most;

    /// <summary>Notes one thing that is wrong.</summary>
    public void Add(string where, ErrorCode code, params object[] arguments)
    {
        if (!IsFull) _errors.Add(new Error(where, code, arguments));
    }

    /// <summary>Notes one thing that is wrong.</summary>
    public void Add(Error error) => Add(error.Where, error.Code, error.Arguments);

    /// <summary>The problem, when anything is wrong.</summary>
    public bool AreFatal([NotNullWhen(true)] out Problem? problem)
    {
        // What the caller may not touch at all comes before what is wrong with it; the first error decides the status.
        problem = Any ? new Problem([.. _errors.OrderBy(error => error.Code.Status == StatusCodes.Status403Forbidden ? 0 : 1)]) : null;
        return Any;
    }
}
