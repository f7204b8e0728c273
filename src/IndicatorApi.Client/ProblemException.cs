using System.Text.Json;

namespace IndicatorApi.Client;

/// <summary>The server did not do what it was asked to, and says why.</summary>
public class ProblemException : Exception
{
    /// <summary>Reads the problem of an answer.</summary>
    public ProblemException(string message, int statusCode, string? response, IReadOnlyDictionary<string, IEnumerable<string>> headers, Exception? inner)
        : this(message, statusCode, response, headers, Read(response), inner)
    {
    }

    private protected ProblemException(
        string message, int statusCode, string? response, IReadOnlyDictionary<string, IEnumerable<string>> headers, Problem? problem, Exception? inner)
        : base($"{statusCode}: {message} {(problem?.Errors is { } errors ? JsonSerializer.Serialize(errors) : response)}".TrimEnd(), inner)
    {
        (StatusCode, Response, Headers, Problem) = (statusCode, response, headers, problem);
    }

    /// <summary>The status.</summary>
    public int StatusCode { get; }

    /// <summary>The body as it came; null when there was none.</summary>
    public string? Response { get; }

    /// <summary>The headers.</summary>
    public IReadOnlyDictionary<string, IEnumerable<string>> Headers { get; }

    /// <summary>What is wrong; null where the answer is no problem, as a 304 or what stands before the server.</summary>
    public Problem? Problem { get; }

    private static Problem? Read(string? response)
    {
        try
        {
            return string.IsNullOrEmpty(response) ? null : JsonSerializer.Deserialize<Problem>(response, IndicatorApiClient.Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>An answer that is not the usual one, with its body.</summary>
public sealed class ProblemException<TResult>(
    string message, int statusCode, string? response, IReadOnlyDictionary<string, IEnumerable<string>> headers, TResult result, Exception? inner)
    : ProblemException(message, statusCode, response, headers, result as Problem, inner)
{
    /// <summary>The body.</summary>
    public TResult Result { get; } = result;
}
