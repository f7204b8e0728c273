using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi;

/// <summary>The moment that a read is about: now, or an instant that has passed.</summary>
public sealed class AsOf(ReferenceDataCache cache, History history, TimeProvider clock)
{
    /// <summary>The names and definitions of now, or of the instant asked for.</summary>
    public Task<(ReferenceData? Reference, DateTimeOffset? Then, Problem? Problem)> ReadAsync(string? asOf, CancellationToken cancellationToken) =>
        ReadAsync(asOf, () => null, cancellationToken);

    /// <summary>
    /// Names and definitions to read with: the last picture of this process where it will do, because the facts bring the current one
    /// along; the current one otherwise; or the picture of the instant asked for.
    /// </summary>
    /// <param name="asOf">The instant, as text; null for now.</param>
    /// <param name="known">A picture that will do although it may be old; null where there is none.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<(ReferenceData? Reference, DateTimeOffset? Then, Problem? Problem)> ReadAsync(
        string? asOf, Func<ReferenceData?> known, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var then = ParameterText.PastInstant(errors, "asOf", asOf, clock);
        if (errors.AreFatal(out var problem)) return (null, null, problem);
        if (then is null) return (known() ?? await cache.GetAsync(cancellationToken), null, null);
        if (!await history.IsSettledAsync(then.Value, cancellationToken)) return (null, null, new Problem(ErrorCodes.NotSettled));
        return (await cache.AsOfAsync(then.Value, cancellationToken), then, null);
    }
}
