namespace IndicatorApi.Data;

/// <summary>
/// Runs a step for whoever asks, one at a time: one that runs already may have begun too early, so the next one serves all who came meanwhile.
/// </summary>
internal sealed class SharedSteps
{
    private readonly Lock _lock = new();
    private Task _running = Task.CompletedTask;
    private Task? _next;

    /// <summary>A step that begins after the call.</summary>
    /// <param name="run">The step, the same for all callers.</param>
    public Task AfterNow(Func<Task> run)
    {
        lock (_lock) return _next ??= AfterAsync(_running, run);
    }

    private async Task AfterAsync(Task before, Func<Task> run)
    {
        // Never within the call: a step that began before it was known as the next one would be given to everyone for ever.
        await Task.Yield();
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock) (_running, _next) = (_next!, null);
        await run();
    }
}
