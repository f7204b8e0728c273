using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using IndicatorApi.Data;
using IndicatorApi.Tests.Access;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace IndicatorApi.Tests.Faults;

/// <summary>Writers that go on whatever happens, and what each of them was told: afterwards the server must have exactly that.</summary>
internal sealed class ClientLedger(ApiServer api, World world)
{
    private const int FiguresOfABatch = 5;

    private readonly ConcurrentDictionary<string, (int Acknowledged, int Sent)> _figures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _batches = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, int> _refusals = new();

    /// <summary>Writes that were acknowledged.</summary>
    public int Acknowledged => _figures.Values.Sum(figure => figure.Acknowledged) + _batches.Values.Count(isAcknowledged => isAcknowledged);

    /// <summary>How often each status refused a write; 0 is no answer at all.</summary>
    public IReadOnlyDictionary<int, int> Refusals => _refusals;

    /// <summary>Runs writers until they are told to end.</summary>
    public Task RunAsync(int writers, CancellationToken end) => Task.WhenAll(Enumerable.Range(0, writers).Select(writer => WriteAsync(writer, end)));

    /// <summary>Holds what is stored against what was acknowledged: nothing lost, nothing twice, nothing half, and the history whole.</summary>
    public async Task CheckAsync()
    {
        List<string> found = [];
        var stored = (await api.WalkAsync($"/api/v1/actuals?orgUnit={world.Ward}&limit=1000"))
            .ToDictionary(row => row.GetProperty("period").GetString()!, row => row.GetProperty("value").GetDecimal(), StringComparer.Ordinal);
        foreach (var (period, (acknowledged, sent)) in _figures)
        {
            var value = (int)stored.GetValueOrDefault(period);
            if (value < acknowledged || value > sent) found.Add($"{period} is {value}, acknowledged {acknowledged}, sent {sent}");
            var values = (await api.WalkAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/{period}/revisions?limit=1000"))
                .ConvertAll(row => row.GetProperty("actual").GetProperty("value").GetDecimal());
            if (values.Distinct().Count() != values.Count) found.Add($"{period} has a write twice: {string.Join(' ', values)}");
            if (acknowledged > 0 && values.FirstOrDefault() != value) found.Add($"{period} is {value}, its last revision {values.FirstOrDefault()}");
        }
        foreach (var (batch, isAcknowledged) in _batches)
        {
            var count = stored.Keys.Count(period => period.StartsWith(batch, StringComparison.Ordinal));
            if (count is not (0 or FiguresOfABatch)) found.Add($"half a batch: {batch} {count}");
            if (isAcknowledged && count == 0) found.Add($"a batch is lost: {batch}");
        }
        found.ShouldBeEmpty();
        var report = await api.Services.GetRequiredService<AuditVerifier>().RunAsync([], null, TestContext.Current.CancellationToken);
        report.Findings.ShouldBeEmpty();
        await RecomputedAsync(stored);
    }

    // The percent that is served is that of the figures that are stored: the target asks for 25 in the term, and figures add up.
    private async Task RecomputedAsync(Dictionary<string, decimal> stored)
    {
        var sum = stored.Where(figure => IsOfTheTerm(figure.Key)).Sum(figure => figure.Value);
        var served = (await api.ReadAsync($"/api/v1/achievements?orgUnit={world.Ward}&period=2020-2025")).With(200)["items"][0];
        if (sum > 0) served.GetProperty("percent").GetDecimal().ShouldBe(sum / 25 * 100, 0.0001m);
    }

    private static bool IsOfTheTerm(string period) =>
        period.Length == 7 && int.TryParse(period.AsSpan(0, 4), CultureInfo.InvariantCulture, out var year) && year is >= 2020 and <= 2025;

    private async Task WriteAsync(int writer, CancellationToken end)
    {
        // Each writer has its own months of the term, and batches of days long before it.
        var period = string.Create(CultureInfo.InvariantCulture, $"{2021 + (writer / 12)}-{1 + (writer % 12):00}");
        for (var number = 1; !end.IsCancellationRequested; number++)
        {
            _figures[period] = (_figures.GetValueOrDefault(period).Acknowledged, number);
            if (await IsTakenAsync("/api/v1/actuals", new { orgUnit = world.Ward, indicator = world.Indicator, period, value = number }))
                _figures[period] = (number, number);
            if (number % 4 != 0) continue;
            var batch = $"{new DateOnly(1900, 1, 1).AddDays((writer * 2000) + number):yyyy-MM-dd}--";
            _batches[batch] = false;
            var items = Enumerable.Range(0, FiguresOfABatch)
                .Select(i => new { orgUnit = world.Ward, indicator = world.Indicator, period = $"{batch}{1990 + i}-12-31", value = 0 });
            if (await IsTakenAsync("/api/v1/actuals/batch", new { items }, $"batch-{writer}-{number}")) _batches[batch] = true;
        }
    }

    private async Task<bool> IsTakenAsync(string path, object body, string? key = null)
    {
        try
        {
            var answer = await api.Client.PostAsync(path, body, key is null ? [] : [("Idempotency-Key", key)]);
            if (answer.Status is 200 or 201) return true;
            _refusals.AddOrUpdate(answer.Status, 1, (_, count) => count + 1);
            if (answer.Status is 503 && answer.Headers.RetryAfter is null) _refusals.AddOrUpdate(-503, 1, (_, count) => count + 1);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException or JsonException)
        {
            _refusals.AddOrUpdate(0, 1, (_, count) => count + 1);
        }
        await Task.Delay(20);
        return false;
    }
}
