using System.Globalization;

namespace IndicatorApi.Data.Embedded;

/// <summary>Looks whether the server still runs, and starts it again when it does not, as often as it takes.</summary>
internal sealed class Supervision : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMinutes(1);

    private readonly Func<Task<bool>> _isAlive;
    private readonly Func<CancellationToken, Task> _start;
    private readonly Action<string> _report;
    private readonly Action _restarted;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _looking;

    public Supervision(Func<Task<bool>> isAlive, Func<CancellationToken, Task> start, Action<string> report, Action restarted)
    {
        (_isAlive, _start, _report, _restarted) = (isAlive, start, report, restarted);
        _looking = Task.Run(LookAsync);
    }

    /// <summary>Whether the server has ended and does not run again yet.</summary>
    public bool IsDown { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _looking;
        _end.Dispose();
    }

    private async Task LookAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(BetweenLooks, _end.Token);
                if (!await _isAlive()) await StartAgainAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The program stops, and the server with it.
        }
    }

    private async Task StartAgainAsync()
    {
        IsDown = true;
        _report("The PostgreSQL server has ended; starting it again");
        var wait = FirstWait;
        var said = long.MinValue;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _start(_end.Token);
                break;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // As long as the cause lasts, a full disk for one, it is said once a minute, and room is noticed within seconds.
                var now = Environment.TickCount64;
                if (said == long.MinValue || now - said >= BetweenReports.TotalMilliseconds)
                {
                    said = now;
                    _report(string.Create(CultureInfo.InvariantCulture, $"Attempt {attempt} to start it again failed: {exception.Message}"));
                }
            }
            await Task.Delay(wait, _end.Token);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
        IsDown = false;
        _restarted();
    }
}
