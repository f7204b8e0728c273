using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using IndicatorApi.Calculation;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IndicatorApi.Http;

/// <summary>Turns what was thrown into the problem that the caller should see; no stack trace leaves the server.</summary>
public sealed partial class ExceptionProblems(ILogger<ExceptionProblems> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested) return true;
        var problem = For(exception);
        // Who reads has nothing that another's change could come between: a standby broke the read off for what it replays.
        var isRead = HttpMethods.IsGet(httpContext.Request.Method) || HttpMethods.IsHead(httpContext.Request.Method);
        if (isRead && problem.StatusCode == StatusCodes.Status409Conflict) problem = new(ErrorCodes.DatabaseUnavailable);
        if (problem.StatusCode >= 500) logger.LogError(exception, "{Method} {Path} failed", httpContext.Request.Method, httpContext.Request.Path);
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private static readonly string[] RuleKinds = [.. typeof(TargetRule).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .Select(kind => (string)kind.TypeDiscriminator!)];

    private static Problem For(Exception exception) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new(ErrorCodes.TooLarge),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => new(ErrorCodes.TooSlow),
        BadHttpRequestException bad => new(ErrorCodes.BadRequest, FirstSentence(bad.Message)),
        JsonException json => For(json),
        NotSupportedException unsupported when unsupported.Message.Contains("type discriminator", StringComparison.Ordinal) =>
            new([new Error(Path().Match(unsupported.Message).Groups[1].Value + ".kind", ErrorCodes.Required)]),
        DbUpdateConcurrencyException => new(ErrorCodes.Conflict),
        // The mapper wraps what the driver says, and says itself only that it may help to try again.
        DbUpdateException { InnerException: { } inner } => For(inner),
        InvalidOperationException { InnerException: { } inner } when inner is NpgsqlException or DbUpdateException or TimeoutException => For(inner),
        PostgresException postgres => DatabaseProblems.Of(postgres),
        EncoderFallbackException => new(ErrorCodes.InvalidText),
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => new(ErrorCodes.Timeout),
        NpgsqlException => new(ErrorCodes.DatabaseUnavailable),
        // No space, or no more of it for this user: where files wait that were sent or are to be sent.
        IOException { HResult: 28 or 122 } => new(ErrorCodes.StorageFull),
        _ => new(ErrorCodes.Internal),
    };

    private static Problem For(JsonException json)
    {
        var where = (json.Path ?? "").TrimStart('$').TrimStart('.');
        if (json is WireException wire) return new([wire.At(where)]);
        var message = json.Message;
        // The library says what is wrong in words only; its own tests and ours hold these words still.
        if (message.Contains("missing required properties", StringComparison.Ordinal))
        {
            var names = Quoted().Matches(message[message.IndexOf("including", StringComparison.Ordinal)..]);
            return new([.. names.Select(name => new Error(where.Length > 0 ? $"{where}.{name.Groups[1].Value}" : name.Groups[1].Value, ErrorCodes.Required))]);
        }
        if (message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal)) return new(
            [new Error(Member(where, message), ErrorCodes.UnknownMember)]);
        if (message.Contains("Duplicate property", StringComparison.Ordinal))
            return new([new Error(Member(where, message), ErrorCodes.DuplicateMember, Quoted().Match(message).Groups[1].Value)]);
        if (message.Contains("doesn't allow setting null", StringComparison.Ordinal) || message.Contains("null value", StringComparison.Ordinal))
            return new([new Error(where, ErrorCodes.Required)]);
        if (message.Contains("unrecognized type discriminator", StringComparison.Ordinal))
            return new([new Error(where + ".kind", ErrorCodes.UnknownWord, Quoted().Match(message).Groups[1].Value, string.Join(", ", RuleKinds))]);
        if (message.Contains("could not be converted", StringComparison.Ordinal))
            return new([new Error(where, ErrorCodes.WrongType, "the JSON type differs from the one documented")]);
        return new(ErrorCodes.MalformedJson, FirstSentence(message));
    }

    private static string Member(string where, string message)
    {
        var name = Quoted().Match(message).Groups[1].Value;
        return where.Length == 0 ? name : where == name || where.EndsWith("." + name, StringComparison.Ordinal) ? where : $"{where}.{name}";
    }

    private static string FirstSentence(string message) => message.Split(" Path:")[0].Split(" Type:")[0].TrimEnd('.') + ".";

    [GeneratedRegex(@"Path: \$\.?([^ ]*) ")]
    private static partial Regex Path();

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();
}
