using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace IndicatorApi.Benchmarks.Workloads;

/// <summary>
/// The last day of a quarter in the country that <see cref="Country"/> has filled, squeezed into seconds: every ward opens its sheet, checks and
/// saves it, more and more of them towards the deadline; dashboards poll; ten programs follow the changes. Callers take turns among the instances.
/// </summary>
/// <remarks>A ledger holds what was acknowledged; at the end every instance and every follower must have it.</remarks>
internal sealed class Day(Options options) : IDisposable
{
    private const int Pullers = 10;
    private const int DashboardsOfTheCountry = 400;
    private const int MostTries = 20;

    // What is asked for last must have time to be answered and followed.
    private const double Deadline = 0.8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient[] _instances = [.. options.Url.Split(',').Select(url => Client(url, options.Key))];
    private readonly ConcurrentDictionary<string, Asked> _asked = new();
    private readonly ConcurrentDictionary<string, long> _acknowledged = new();
    private readonly ConcurrentQueue<double> _lags = new();
    private readonly int _wards = Country.WardsAt(options.Scale);

    // Another number in every run, so that each run changes every figure.
    private readonly int _run = (int)(DateTimeOffset.UtcNow.ToUnixTimeSeconds() % 100_000);

    public static async Task<int> RunAsync(Options options)
    {
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        using var day = new Day(options);
        return await day.RunAsync() ? 0 : 1;
    }

    public void Dispose()
    {
        foreach (var instance in _instances) instance.Dispose();
    }

    private async Task<bool> RunAsync()
    {
        var clock = Stopwatch.StartNew();
        using var over = new CancellationTokenSource();
        var followers = Enumerable.Range(0, Pullers).Select(i => new Follower(this, _instances[i % _instances.Length])).ToList();
        foreach (var follower in followers) await follower.CatchUpAsync();
        var following = followers.ConvertAll(follower => Task.Run(() => follower.RunAsync(over.Token)));
        clock.Restart();
        var dashboards = Enumerable.Range(0, Math.Max(2, (int)(DashboardsOfTheCountry * options.Scale)))
            .Select(i => Task.Run(() => PollAsync(i, over.Token))).ToList();
        await Task.WhenAll(Enumerable.Range(0, _wards).Select(ward => EnterAsync(ward, clock)));
        var entered = clock.Elapsed;
        var last = Stopwatch.GetTimestamp();
        bool AreBehind() => followers.Exists(one => one.Lacks(_acknowledged).Any()) && Stopwatch.GetElapsedTime(last) < Patience;
        while (clock.Elapsed.TotalSeconds < options.Seconds || AreBehind()) await Task.Delay(50);
        await over.CancelAsync();
        await Task.WhenAll(dashboards.Concat(following));

        Console.WriteLine($"{_wards} wards, {dashboards.Count} dashboards and {Pullers} followers at {_instances.Length} instances; "
            + $"all had entered after {entered.TotalSeconds:0.0} s of {clock.Elapsed.TotalSeconds:0.0} s.\n");
        Console.WriteLine("| | requests | errors | p50 ms | p95 ms | p99 ms | most ms |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var (what, asked) in _asked.OrderBy(one => one.Key, StringComparer.Ordinal))
            Console.WriteLine($"| {what} | {asked.Count} | {asked.Errors} | {Row(asked.Times)} |");
        Console.WriteLine($"| from saved to followed | {_lags.Count} | | {Row(_lags)} |");
        var lost = await LostAsync();
        var missed = followers.Sum(follower => follower.Lacks(_acknowledged).Count());
        Console.WriteLine($"\nLedger: {_acknowledged.Count} of {_wards} sheets of {Country.Indicators} figures acknowledged, {lost} figures lost, "
            + $"{missed} sheets missed by a follower.");
        return lost == 0 && missed == 0 && _acknowledged.Count == _wards;
    }

    // Three quarters of the sheets come in the second half of the time.
    private async Task EnterAsync(int ward, Stopwatch clock)
    {
        var at = options.Seconds * Deadline * Math.Sqrt((ward + 0.5) / _wards);
        await Task.Delay(TimeSpan.FromSeconds(Math.Max(0, at - clock.Elapsed.TotalSeconds)));
        var (code, instance) = (Country.Ward(ward), _instances[ward % _instances.Length]);
        using (await AskAsync("opens a sheet", () => instance.GetAsync($"/api/v1/actuals/{code}/{Country.LastQuarter}"))) { }
        using (await AskAsync("checks it", () => SaveAsync(instance, ward, isDryRun: true))) { }
        for (var tries = 0; tries < MostTries; tries++)
        {
            using var saved = await AskAsync("saves it", () => SaveAsync(instance, ward, isDryRun: false));
            if (saved?.IsSuccessStatusCode == true)
            {
                _acknowledged[code] = Stopwatch.GetTimestamp();
                return;
            }
            await Task.Delay(TimeSpan.FromSeconds(0.5));
        }
    }

    private Task<HttpResponseMessage> SaveAsync(HttpClient instance, int ward, bool isDryRun)
    {
        var items = Enumerable.Range(0, Country.Indicators).Select(indicator => new
        {
            orgUnit = Country.Ward(ward),
            indicator = Country.Indicator(indicator),
            period = Country.LastQuarter,
            value = Value(ward, indicator),
        });
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/actuals/batch") { Content = JsonContent.Create(new { items, dryRun = isDryRun }) };
        // The same key for each try: what was stored without an answer is not stored twice.
        if (!isDryRun) request.Headers.Add("Idempotency-Key", $"day-{_run}-{ward}");
        return instance.SendAsync(request);
    }

    private decimal Value(int ward, int indicator) => _run + Country.Figure(ward, indicator, Country.Quarters.Length);

    private async Task PollAsync(int number, CancellationToken over)
    {
        string[] pages =
        [
            $"achievements/summary?under={Country.Province(number % 34)}&period={Country.LastQuarter}",
            $"achievements/{Country.Ward(number % _wards)}/2020-2025",
            $"achievements/ranking?indicator={Country.Indicator(number % Country.Indicators)}&period={Country.LastQuarter}",
        ];
        var tags = new string?[pages.Length];
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(number * 37 % 1000), over);
            for (var turn = number; ; turn++)
            {
                var page = turn % pages.Length;
                using var answer = await AskAsync("a dashboard", () =>
                {
                    var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/{pages[page]}");
                    if (tags[page] is { } tag) request.Headers.Add("If-None-Match", tag);
                    return _instances[turn % _instances.Length].SendAsync(request, over);
                });
                if (answer?.Headers.ETag is { } current) tags[page] = current.ToString();
                await Task.Delay(TimeSpan.FromSeconds(1), over);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The day is over.
        }
    }

    private async Task<HttpResponseMessage?> AskAsync(string what, Func<Task<HttpResponseMessage>> ask)
    {
        var asked = _asked.GetOrAdd(what, _ => new Asked());
        var begun = Stopwatch.GetTimestamp();
        try
        {
            var answer = await ask();
            if (!answer.IsSuccessStatusCode && answer.StatusCode != HttpStatusCode.NotModified) asked.Note($"{(int)answer.StatusCode}");
            else asked.Note(Stopwatch.GetElapsedTime(begun));
            return answer;
        }
        catch (HttpRequestException exception)
        {
            asked.Note(exception.HttpRequestError.ToString());
            return null;
        }
    }

    private async Task<int> LostAsync()
    {
        var lost = 0;
        foreach (var instance in _instances)
        {
            Dictionary<(string, string), decimal> stored = [];
            for (var next = $"/api/v1/actuals?period={Country.LastQuarter}&limit=1000"; next is not null;)
            {
                var page = await instance.GetFromJsonAsync<JsonElement>(next);
                foreach (var row in page.GetProperty("items").EnumerateArray())
                    stored[(row.GetProperty("orgUnit").GetString()!, row.GetProperty("indicator").GetString()!)] = row.GetProperty("value").GetDecimal();
                next = page.GetProperty("nextLink").GetString();
            }
            lost += (from ward in Enumerable.Range(0, _wards).Where(ward => _acknowledged.ContainsKey(Country.Ward(ward)))
                     from indicator in Enumerable.Range(0, Country.Indicators)
                     where stored.GetValueOrDefault((Country.Ward(ward), Country.Indicator(indicator))) != Value(ward, indicator)
                     select 1).Count();
        }
        return lost;
    }

    private static string Row(IEnumerable<double> times)
    {
        double[] all = [.. times.Order()];
        double At(double part) => all.Length == 0 ? 0 : all[Math.Min(all.Length - 1, (int)(all.Length * part))];
        return $"{At(0.5):0} | {At(0.95):0} | {At(0.99):0} | {At(1):0}";
    }

    private static HttpClient Client(string url, string key)
    {
        var client = new HttpClient { BaseAddress = new Uri(url) };
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }

    /// <summary>How long answers of one kind took, and what was refused.</summary>
    private sealed class Asked
    {
        private readonly ConcurrentDictionary<string, int> _errors = new();

        public ConcurrentQueue<double> Times { get; } = new();

        public int Count => Times.Count + _errors.Values.Sum();

        public string Errors => _errors.IsEmpty ? "0"
            : string.Join(", ", _errors.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Value} × {one.Key}"));

        public void Note(TimeSpan time) => Times.Enqueue(time.TotalMilliseconds);

        public void Note(string error) => _errors.AddOrUpdate(error, 1, (_, count) => count + 1);
    }

    /// <summary>A program that keeps a copy of the quarter's figures.</summary>
    private sealed class Follower(Day day, HttpClient instance)
    {
        private readonly ConcurrentDictionary<string, decimal> _copy = new();
        private readonly ConcurrentDictionary<string, long> _seen = new();
        private string? _cursor;

        /// <summary>Reads what is there before the day begins.</summary>
        public async Task CatchUpAsync()
        {
            while (await ReadAsync(0, CancellationToken.None) == true) { }
        }

        public async Task RunAsync(CancellationToken over)
        {
            try
            {
                while (true)
                {
                    if (await ReadAsync(5, over) is null) await Task.Delay(200, over);
                }
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                // The day is over.
            }
        }

        /// <summary>Acknowledged sheets that the copy has not, or not as they were saved.</summary>
        public IEnumerable<string> Lacks(ConcurrentDictionary<string, long> acknowledged) => acknowledged.Keys.Where(code => !_seen.ContainsKey(code));

        // Whether there is more at once; null when it was refused.
        private async Task<bool?> ReadAsync(int wait, CancellationToken over)
        {
            var address = $"/api/v1/actuals/changes?period={Country.LastQuarter}&limit=1000&wait={wait}{(_cursor is null ? "" : $"&after={_cursor}")}";
            using var answer = await day.AskAsync("a follower, with its waiting", () => instance.GetAsync(address, over));
            if (answer?.StatusCode == HttpStatusCode.NotModified) return false;
            if (answer?.IsSuccessStatusCode != true) return null;
            var page = await answer.Content.ReadFromJsonAsync<JsonElement>(over);
            var now = Stopwatch.GetTimestamp();
            foreach (var unit in page.GetProperty("items").EnumerateArray().GroupBy(item => item.GetProperty("orgUnit").GetString()!))
            {
                foreach (var item in unit)
                    _copy[$"{unit.Key} {item.GetProperty("indicator").GetString()}"] = item.GetProperty("actual").GetProperty("value").GetDecimal();
                var ward = int.Parse(unit.Key.AsSpan("ward-".Length), CultureInfo.InvariantCulture);
                var isWhole = Enumerable.Range(0, Country.Indicators)
                    .All(indicator => _copy.GetValueOrDefault($"{unit.Key} {Country.Indicator(indicator)}") == day.Value(ward, indicator));
                // A follower may have it before the ward has its answer.
                if (isWhole && _seen.TryAdd(unit.Key, now))
                    day._lags.Enqueue(day._acknowledged.TryGetValue(unit.Key, out var saved) ? Stopwatch.GetElapsedTime(saved, now).TotalMilliseconds : 0);
            }
            _cursor = page.GetProperty("nextCursor").GetString();
            return page.GetProperty("hasMore").GetBoolean();
        }
    }
}
