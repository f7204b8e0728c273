using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace IndicatorApi.Benchmarks.Workloads;

/// <summary>
/// The eight workloads on a running instance that <see cref="Country"/> has filled, each beside its anchor: the bytes of the answer ready made,
/// or what PostgreSQL needs by itself. Only ratios of one run mean something.
/// </summary>
internal sealed class WorkloadRun(Options options, int cannedPort, int cannedPid)
{
    private const string Asked = "2022-Q3";
    private const string Five = "fields=orgUnit,target,actual,percent,verdict";

    public static async Task<int> RunAsync(Options options)
    {
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        var port = FreePort();
        var canned = Process.Start(new ProcessStartInfo(Environment.ProcessPath!,
            Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal)
                ? [typeof(WorkloadRun).Assembly.Location, "canned", $"{port}"] : ["canned", $"{port}"]))!;
        try
        {
            using var client = new HttpClient();
            for (var tries = 0; ; tries++)
            {
                try { await client.GetAsync($"http://127.0.0.1:{port}/1"); break; }
                catch (HttpRequestException) when (tries < 100) { await Task.Delay(100); }
            }
            await new WorkloadRun(options, port, canned.Id).RunAsync();
        }
        finally
        {
            canned.Kill();
        }
        return 0;
    }

    private async Task RunAsync()
    {
        var (ward, province, indicator) = (Country.Ward(0), Country.Province(0), Country.Indicator(2));
        Console.WriteLine("| | answers/s | p50 ms | p99 ms | bytes | CPU us | of the anchor | CPU, of the anchor |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        Read("W1 scorecard, five members", $"achievements/{ward}/{Asked}?fields=indicator,target,actual,percent,verdict", 8);
        Read("W1 scorecard, whole", $"achievements/{ward}/{Asked}", 8);
        Read("W2 one indicator, all wards", $"achievements?indicator={indicator}&period={Asked}&format=ndjson&{Five}", 4);
        Read("W3 summary of a province", $"achievements/summary?under={province}&period={Asked}", 4);
        Read("W5 series", $"achievements/series?orgUnit={ward}&indicator={indicator}", 8);
        await UnchangedAsync($"achievements/{ward}/{Asked}");
        Console.WriteLine();
        Console.WriteLine("| | seconds | first byte ms | bytes | of the anchor |");
        Console.WriteLine("|---|---|---|---|---|");
        await EverythingAsync();
        if (options.Write) await ImportAsync();
        await FirstScreenAsync();
        if (options.Pid is { } pid) Console.WriteLine($"\nResident: {Resident(pid)} MB");
    }

    private void Read(string name, string path, int connections, params (string, string)[] more)
    {
        var address = new Uri($"{options.Url}/api/v1/{path}");
        using var once = new Connection(address, [Key, .. more]);
        var (status, bytes) = once.Ask();
        if (status is not 200 and not 304) throw new InvalidOperationException($"{address}: {status}");
        var product = new Contender("product", address, options.Pid, [Key, .. more]);
        var anchor = new Contender("canned", new Uri($"http://127.0.0.1:{cannedPort}/{(status == 304 ? "304" : $"{bytes}")}"), cannedPid);
        Contender[] both = [product, anchor];
        foreach (var one in both) one.Ask(connections, options.Seconds, isCounted: false);
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var one in round % 2 == 0 ? both : both.Reverse()) one.Ask(connections, options.Seconds, isCounted: true);
        }
        var (mine, theirs) = (product.Median, anchor.Median);
        Console.WriteLine($"| {name} | {mine.PerSecond:0} | {mine.Half:0.00} | {mine.Most:0.0} | {mine.Bytes} | {mine.CpuMicroseconds:0} "
            + $"| {mine.PerSecond / theirs.PerSecond:0.000} | {(mine.CpuMicroseconds > 0 ? theirs.CpuMicroseconds / mine.CpuMicroseconds : 0):0.000} |"
            + (mine.Refused > 0 ? $" {mine.Refused} were refused: is the limit of calls raised?" : ""));
    }

    private async Task UnchangedAsync(string path)
    {
        using var client = Client();
        using var answer = await client.GetAsync($"/api/v1/{path}");
        Read("W7 unchanged", path, 8, ("If-None-Match", answer.Headers.ETag!.ToString()));
    }

    private async Task EverythingAsync()
    {
        double? sums = options.Database is null ? null : await SumsAsync();
        foreach (var format in (string[])["ndjson", "csv"])
        {
            List<(double All, double First, long Bytes)> rounds = [];
            for (var round = 0; round <= options.Rounds; round++) rounds.Add(await DownloadAsync(
                $"/api/v1/achievements?period={Asked}&format={format}&fields=orgUnit,indicator,target,actual,percent,verdict"));
            var (all, first, bytes) = rounds.Skip(1).OrderBy(one => one.All).ElementAt(options.Rounds / 2);
            var ratio = sums is { } seconds ? $"{all / seconds:0.00} of COPY of the sums" : "";
            Console.WriteLine($"| W4 everything, {format} | {all:0.000} | {first * 1000:0} | {bytes} | {ratio} |");
        }
    }

    private async Task<double> SumsAsync()
    {
        await using var connection = new NpgsqlConnection(options.Database);
        await connection.OpenAsync();
        List<double> times = [];
        for (var round = 0; round <= options.Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            using var copy = await connection.BeginTextExportAsync("""
                COPY (SELECT organisation_unit_id, indicator_id, sum(value), count(*) FROM actual WHERE period_end <= '2022-09-30' GROUP BY 1, 2) TO STDOUT
                """);
            while (await copy.ReadLineAsync() is not null) { }
            times.Add(watch.Elapsed.TotalSeconds);
        }
        return times.Skip(1).Order().ElementAt(options.Rounds / 2);
    }

    private async Task ImportAsync()
    {
        using var client = Client();
        client.Timeout = TimeSpan.FromMinutes(10);
        var wards = Country.WardsAt(options.Scale);
        var text = Country.LastQuarterFile(wards);
        double? copied = options.Database is null ? null : await CopyAsync(text);
        var watch = Stopwatch.StartNew();
        using var file = new ByteArrayContent(text);
        file.Headers.ContentType = new("text/csv");
        using var sent = await client.PostAsync("/api/v1/imports", file);
        sent.EnsureSuccessStatusCode();
        while (true)
        {
            var state = await client.GetStringAsync(sent.Headers.Location);
            if (state.Contains("\"state\":\"succeeded\"", StringComparison.Ordinal)) break;
            if (state.Contains("\"state\":\"failed\"", StringComparison.Ordinal)) throw new InvalidOperationException(state);
            await Task.Delay(20);
        }
        var ratio = copied is { } least ? $"{watch.Elapsed.TotalSeconds / least:0.00} of COPY, the same checks and the same three tables" : "";
        Console.WriteLine($"| W6 import of {wards * Country.Indicators} figures | {watch.Elapsed.TotalSeconds:0.00} | | {text.Length} | {ratio} |");
    }

    // What PostgreSQL needs for the same by itself: every name looked up, closed periods and figures that stand looked for, then the figures, a revision
    // of each and an entry with their digests for each unit. It is taken back.
    private async Task<double> CopyAsync(byte[] file)
    {
        await using var connection = new NpgsqlConnection(options.Database);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var watch = Stopwatch.StartNew();
        await ExecuteAsync(connection, "CREATE TEMP TABLE sent (unit text, indicator text, period text, value numeric) ON COMMIT DROP");
        await using (var copy = await connection.BeginTextImportAsync("COPY sent FROM STDIN (FORMAT csv, HEADER)"))
            await copy.WriteAsync(Encoding.UTF8.GetString(file));
        await ExecuteAsync(connection, """
            CREATE TEMP TABLE kept ON COMMIT DROP AS
            SELECT u.id AS unit, i.id AS indicator, s.period, s.value, gen_random_uuid() AS revision, coalesce(a.row_version, 0) + 1 AS version,
                   sha256(convert_to(concat_ws('|', u.id, i.id, s.period, s.value, a.row_version), 'UTF8')) AS digest
            FROM sent s JOIN organisation_unit u ON u.code = s.unit JOIN indicator i ON i.code = s.indicator
            LEFT JOIN actual a ON a.organisation_unit_id = u.id AND a.indicator_id = i.id AND a.group_code = '' AND a.period = s.period
            WHERE s.value IS NOT NULL AND a.value IS DISTINCT FROM s.value AND NOT EXISTS (
              SELECT 1 FROM closure_unit h JOIN closure c ON c.id = h.closure_id
              WHERE h.organisation_unit_id = u.id AND c.period_start <= '2025-06-30' AND c.period_end >= '2025-04-01')
            """);
        await ExecuteAsync(connection, """
            INSERT INTO actual_revision (organisation_unit_id, indicator_id, group_code, period, row_version, id, deleted, recorded_at, recorded_by,
              period_start, period_end, value, status, late)
            SELECT unit, indicator, '', period, version, revision, false, now(), 'copy', '2025-04-01', '2025-06-30', value, 'final', false FROM kept
            """);
        await ExecuteAsync(connection, """
            INSERT INTO actual (organisation_unit_id, indicator_id, group_code, period, revision, period_start, period_end, value, status, row_version, late)
            SELECT unit, indicator, '', period, revision, '2025-04-01', '2025-06-30', value, 'final', version, false FROM kept
            ON CONFLICT (organisation_unit_id, indicator_id, group_code, period)
            DO UPDATE SET value = excluded.value, revision = excluded.revision, row_version = excluded.row_version
            """);
        await ExecuteAsync(connection, """
            INSERT INTO audit_entry (organisation_unit_id, sequence, id, recorded_at, caller, action, kind, subject, about_unit_id, revisions, digests,
              previous_hash, hash)
            SELECT k.unit, coalesce(l.sequence, 0) + 1, gen_random_uuid(), now(), 'copy', 'created', 'actual', '', k.unit, k.revisions, k.digests,
                   l.hash, sha256(l.hash || k.all_digests)
            FROM (SELECT unit, array_agg(revision) AS revisions, array_agg(digest) AS digests, string_agg(digest, '') AS all_digests FROM kept GROUP BY 1) AS k
            JOIN LATERAL (SELECT sequence, hash FROM audit_entry e WHERE e.organisation_unit_id = k.unit ORDER BY sequence DESC LIMIT 1) AS l ON true
            """);
        var seconds = watch.Elapsed.TotalSeconds;
        await transaction.RollbackAsync();
        return seconds;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    // What the overview of the whole country asks for, compressed as a browser takes it.
    private async Task FirstScreenAsync()
    {
        using var client = Client();
        client.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        string[] paths =
        [
            "/", "/app.js", "/app.css",
            $"/api/v1/achievements/summary?under=country&period={Asked}&by=orgUnit&fields=orgUnit,scoreboard",
            $"/api/v1/achievements/summary?under=country&period={Asked}&by=indicator&fields=indicator,scoreboard",
        ];
        var watch = Stopwatch.StartNew();
        var bytes = 0L;
        foreach (var path in paths) bytes += (await client.GetByteArrayAsync(path)).Length;
        foreach (var list in (string[])["organisation-units?fields=code,name,nameEn,level,parent,review", "resolutions?fields=term",
            "indicators?fields=code,name,nameEn,group,measure,valueType,decimals,frequency,levels"])
        {
            for (var next = $"/api/v1/{list}&limit=1000"; next is not null;)
            {
                using var page = await client.GetAsync(next);
                bytes += (await page.Content.ReadAsByteArrayAsync()).Length;
                next = page.Headers.TryGetValues("Link", out var links) ? links.First().Split('<', '>')[1] : null;
            }
        }
        Console.WriteLine($"| W8 first screen of the country | {watch.Elapsed.TotalSeconds:0.000} | | {bytes} | |");
    }

    private async Task<(double All, double First, long Bytes)> DownloadAsync(string path)
    {
        using var client = Client();
        var watch = Stopwatch.StartNew();
        await using var stream = await client.GetStreamAsync(path);
        var buffer = new byte[64 * 1024];
        long bytes = await stream.ReadAsync(buffer);
        var first = watch.Elapsed.TotalSeconds;
        while (await stream.ReadAsync(buffer) is > 0 and var read) bytes += read;
        return (watch.Elapsed.TotalSeconds, first, bytes);
    }

    private HttpClient Client()
    {
        var client = new HttpClient { BaseAddress = new Uri(options.Url) };
        client.DefaultRequestHeaders.Add(Key.Name, Key.Value);
        return client;
    }

    private (string Name, string Value) Key => ("X-Api-Key", options.Key);

    private static long Resident(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
