using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using IndicatorApi.Data;
using IndicatorApi.Tests.Access;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IndicatorApi.Tests.Faults;

/// <summary>Writers that go on whatever happens, and what each of them was told: afterwards the server must have exactly that.</summary>
/// <param name="client">Calls the server that there is now.</param>
/// <param name="services">Its database, for what nobody is told over HTTP.</param>
/// <param name="world">Where is written.</param>
internal sealed class ClientLedger(Func<HttpClient> client, IServiceProvider services, World world)
{
    private const int FiguresOfABatch = 5;

    private readonly ConcurrentDictionary<string, (int Acknowledged, int Sent)> _figures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _batches = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, int> _refusals = new();
    private readonly ConcurrentQueue<string> _unanswered = new();
    private readonly ConcurrentDictionary<string, Sent> _imports = new(StringComparer.Ordinal);

    /// <summary>The ledger of the callers of a test's server.</summary>
    public ClientLedger(ApiServer api, World world) : this(() => api.Client, api.Services, world) { }

    /// <summary>How many batches each writer sends; each leaves new figures behind, and takes more memory to read.</summary>
    public int MostBatches { get; init; } = int.MaxValue;

    /// <summary>Writes that were acknowledged.</summary>
    public int Acknowledged => _figures.Values.Sum(figure => figure.Acknowledged) + _batches.Values.Count(isAcknowledged => isAcknowledged);

    /// <summary>How often each status refused a write; 0 is no answer at all.</summary>
    public IReadOnlyDictionary<int, int> Refusals => _refusals;

    /// <summary>Why writes had no answer at all, a line each.</summary>
    public string Unanswered => string.Join('\n', _unanswered.Distinct());

    /// <summary>Notes a file that was taken: rows of one unit, each of its own period.</summary>
    public void NoteImport(string id, string unit, int rows) => _imports[id] = new(unit, rows);

    /// <summary>Runs writers until they are told to end.</summary>
    public Task RunAsync(int writers, CancellationToken end) => Task.WhenAll(Enumerable.Range(0, writers).Select(writer => WriteAsync(writer, end)));

    /// <summary>Holds what is stored against what was acknowledged: nothing lost, nothing twice, nothing half, and the history whole.</summary>
    public async Task CheckAsync()
    {
        List<string> found = [];
        var stored = (await client().WalkAsync($"/api/v1/actuals?orgUnit={world.Ward}&limit=1000"))
            .ToDictionary(row => row.GetProperty("period").GetString()!, row => row.GetProperty("value").GetDecimal(), StringComparer.Ordinal);
        foreach (var (period, (acknowledged, sent)) in _figures)
        {
            var value = (int)stored.GetValueOrDefault(period);
            if (value < acknowledged || value > sent) found.Add($"{period} is {value}, acknowledged {acknowledged}, sent {sent}");
            // On a slow machine nothing of a writer may have been taken yet.
            if (!stored.ContainsKey(period)) continue;
            var values = (await client().WalkAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/{period}/revisions?limit=1000"))
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
        foreach (var (id, file) in _imports) await CheckAsync(id, file, found);
        found.ShouldBeEmpty();
        var report = await services.GetRequiredService<AuditVerifier>().RunAsync([], null, TestContext.Current.CancellationToken);
        report.Findings.ShouldBeEmpty();
        await RecomputedAsync(stored);
    }

    // The percent that is served is that of the figures that are stored: the target asks for 25 in the term, and figures add up.
    private async Task RecomputedAsync(Dictionary<string, decimal> stored)
    {
        var sum = stored.Where(figure => IsOfTheTerm(figure.Key)).Sum(figure => figure.Value);
        var served = (await client().CallAsync(HttpMethod.Get, $"/api/v1/achievements?orgUnit={world.Ward}&period=2020-2025")).With(200)["items"][0];
        if (sum > 0) served.GetProperty("percent").GetDecimal().ShouldBe(sum / 25 * 100, 0.0001m);
    }

    private static bool IsOfTheTerm(string period) =>
        period.Length == 7 && int.TryParse(period.AsSpan(0, 4), CultureInfo.InvariantCulture, out var year) && year is >= 2020 and <= 2025;

    private async Task WriteAsync(int writer, CancellationToken end)
    {
        // Each writer has its own months of the term, and batches of days long before it.
        var period = string.Create(CultureInfo.InvariantCulture, $"{2021 + (writer / 12)}-{1 + (writer % 12):00}");
        for (var number = _figures.GetValueOrDefault(period).Sent + 1; !end.IsCancellationRequested; number++)
        {
            _figures[period] = (_figures.GetValueOrDefault(period).Acknowledged, number);
            if (await IsTakenAsync(() => PutAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/{period}", new { value = number })))
                _figures[period] = (number, number);
            if (number % 4 != 0 || number / 4 > MostBatches) continue;
            var batch = $"{new DateOnly(1900, 1, 1).AddDays((writer * 2000) + number):yyyy-MM-dd}--";
            _batches[batch] = false;
            var items = Enumerable.Range(0, FiguresOfABatch)
                .Select(i => new { orgUnit = world.Ward, indicator = world.Indicator, period = $"{batch}{1990 + i}-12-31", value = 0 });
            if (await IsTakenAsync(() => client().PostAsync("/api/v1/actuals/batch", new { items }, ("Idempotency-Key", $"batch-{writer}-{number}"))))
                _batches[batch] = true;
        }
    }

    // All of a file or nothing; all once its import says so; no figure with a second revision.
    private async Task CheckAsync(string id, Sent file, List<string> found)
    {
        var job = (await client().CallAsync(HttpMethod.Get, $"/api/v1/imports/{id}")).With(200);
        var isStored = job["state"].GetString() == "succeeded";
        if (isStored && job["created"].GetInt32() != file.Rows) found.Add($"import {id} says {job["created"]} of {file.Rows} created");
        await using var connection = await services.GetRequiredService<Database>().Write.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("""
            SELECT count(r.id), count(DISTINCT (r.indicator_id, r.group_code, r.period)) FILTER (WHERE r.id IS NOT NULL),
              (SELECT count(*) FROM actual a WHERE a.organisation_unit_id = u.id)
            FROM organisation_unit u LEFT JOIN actual_revision r ON r.organisation_unit_id = u.id WHERE u.code = $1 GROUP BY u.id
            """, connection);
        command.Parameters.AddWithValue(file.Unit);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        (await reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        var (revisions, once, figures) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
        if (revisions != once || figures != once) found.Add($"import {id}: {figures} figures, {revisions} revisions of {once}");
        if (figures != file.Rows && (isStored || figures != 0)) found.Add($"import {id}: {figures} of {file.Rows} figures");
    }

    // What is there is changed under its tag, whatever that is; after a write without an answer nobody knows whether it is there.
    private async Task<Answer> PutAsync(string path, object body)
    {
        var changed = await client().PutAsync(path, body, "*");
        return changed.Status == 412 ? await client().PutAsync(path, body) : changed;
    }

    private async Task<bool> IsTakenAsync(Func<Task<Answer>> write)
    {
        try
        {
            var answer = await write();
            if (answer.Status is 200 or 201) return true;
            _refusals.AddOrUpdate(answer.Status, 1, (_, count) => count + 1);
            if (answer.Status is 503 && answer.Headers.RetryAfter is null) _refusals.AddOrUpdate(-503, 1, (_, count) => count + 1);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException or JsonException)
        {
            _refusals.AddOrUpdate(0, 1, (_, count) => count + 1);
            _unanswered.Enqueue($"{exception.GetType().Name}: {exception.Message} {exception.InnerException?.Message}");
        }
        await Task.Delay(20);
        return false;
    }

    private sealed record Sent(string Unit, int Rows);
}
