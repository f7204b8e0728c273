using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace IndicatorApi.Tests.Running;

/// <summary>Prints the errors that a test's server logs, save those of the database where the test is what causes them.</summary>
internal sealed class FailureLog(bool databaseIsExpectedToFail) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, databaseIsExpectedToFail);

    public void Dispose() { }

    private sealed class Logger(string category, bool databaseIsExpectedToFail) : ILogger
    {
        // It reports what it throws, without the exception itself.
        private bool IsEntityFramework => category.StartsWith("Microsoft.EntityFrameworkCore.", StringComparison.Ordinal);

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is LogLevel.Error or LogLevel.Critical;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel) || (databaseIsExpectedToFail && (IsEntityFramework || IsOfTheDatabase(exception)))) return;
            Console.Error.WriteLine($"{logLevel} of a test's server: {category}: {formatter(state, exception)}\n{exception}");
        }

        // The driver tells some of its failures by others': a wait that was too long, a stream that broke.
        private static bool IsOfTheDatabase(Exception? exception) => exception is not null
            && (exception is DbException or TimeoutException or OperationCanceledException or IOException || IsOfTheDatabase(exception.InnerException));
    }
}
