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
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is LogLevel.Error or LogLevel.Critical;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel) || (databaseIsExpectedToFail && IsOfTheDatabase(exception))) return;
            Console.Error.WriteLine($"{logLevel} of a test's server: {category}: {formatter(state, exception)}\n{exception}");
        }

        // Who only watches the database, or hands its failures on, logs no exception. The driver tells some of its own by others': a wait
        // that was too long, a stream that broke.
        private static bool IsOfTheDatabase(Exception? exception) =>
            exception is null or DbException or TimeoutException or OperationCanceledException or IOException
            || (exception.InnerException is { } inner && IsOfTheDatabase(inner));
    }
}
