using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using IndicatorApi.Data;
using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IndicatorApi.Tests.Documentation;

/// <summary>What docs/operations gives to other programs is taken by those programs, and names only what this one serves.</summary>
public sealed partial class OperationsFilesTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dashboard_AndAlerts_NameOnlyWhatIsServed()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        await api.WorldAsync();
        (await api.ReadAsync("/api/v1/nothing")).With(404);
        // The heap has a size once it was collected, and waiting for connections is counted from the first that waits.
        GC.Collect();
        await WaitForAConnectionAsync(api.Services.GetRequiredService<Database>());
        var served = Metric().Matches((await api.ReadAsync("/metrics")).With(200).Text).Select(match => match.Groups[1].Value).ToHashSet();
        using var dashboard = JsonDocument.Parse(Repository.Read("docs/operations/grafana-dashboard.json"));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();
        panels.Select(panel => panel.GetProperty("id").GetInt32()).ShouldBeUnique();
        var asked = panels.SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!).ToList();
        asked.Count.ShouldBeGreaterThan(8);
        asked.Add(Repository.Read("docs/operations/alerts.yml"));
        var named = asked.SelectMany(text => Named().Matches(text)).Select(match => match.Value).Distinct().ToList();
        named.Count.ShouldBeGreaterThan(6);
        named.Where(name => !served.Contains(name) && !served.Contains(Family().Replace(name, ""))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Alerts_AreRulesForPrometheus()
    {
        Assert.SkipUnless(Programs.Has("promtool"), "Prometheus is not installed");
        var (code, output) = await Programs.RunAsync("promtool", Cancelled, "check", "rules", Repository.PathOf("docs/operations/alerts.yml"));
        code.ShouldBe(0, output);
        output.ShouldContain("rules found");
    }

    [Fact]
    [Trait(Kinds.Name, Kinds.Slow)]
    public async Task Prometheus_ScrapesTheServer_AndEvaluatesTheAlerts()
    {
        Assert.SkipUnless(Programs.Has("prometheus"), "Prometheus is not installed");
        await using var api = await ApiServer.StartAsync(postgres,
            change: settings => settings with { Access = settings.Access with { PublicMetrics = true } });
        var directory = Directory.CreateTempSubdirectory("prometheus-");
        try
        {
            // As docs/operations/prometheus.yml, but soon and, since older ones know no http_headers, without a key.
            var address = api.Client.BaseAddress!.Authority;
            var written = Repository.Read("docs/operations/prometheus.yml");
            var configuration = KeyHeader().Replace(written.Replace("127.0.0.1:5080", address, StringComparison.Ordinal), "")
                .Replace("scrape_interval: 15s", "scrape_interval: 1s\n  evaluation_interval: 1s", StringComparison.Ordinal);
            configuration.ShouldContain(address);
            configuration.ShouldNotContain("http_headers:");
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "prometheus.yml"), configuration, Cancelled);
            File.Copy(Repository.PathOf("docs/operations/alerts.yml"), Path.Combine(directory.FullName, "alerts.yml"));
            var port = Programs.FreePort();
            using var prometheus = Programs.Start("prometheus", $"--config.file={directory.FullName}/prometheus.yml",
                $"--storage.tsdb.path={directory.FullName}/data", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error");
            try
            {
                using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
                await Eventually.SeenAsync<string?>(Patience, () => QueryAsync(client, "up{job=\"indicator-api\"}"), value => value == "1");
                await api.WorldAsync();
                await Eventually.SeenAsync<string?>(Patience, () => QueryAsync(client, "count(http_server_request_duration_seconds_count{http_route!=\"\"})"),
                    value => value is not null);
                await Eventually.SeenAsync<string?>(Patience, () => QueryAsync(client, "sum(kestrel_active_connections)"), value => value is not null);
                var rules = await Eventually.SeenAsync<string>(Patience, async () => (await client.CallAsync(HttpMethod.Get, "/api/v1/rules")).With(200).Text,
                    text => text.Contains("\"health\":", StringComparison.Ordinal) && !text.Contains("\"health\":\"unknown\"", StringComparison.Ordinal));
                rules.ShouldNotContain("\"health\":\"err\"");
            }
            finally
            {
                prometheus.Kill();
                await prometheus.WaitForExitAsync(CancellationToken.None);
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Unit_IsTakenBySystemd()
    {
        Assert.SkipUnless(Programs.Has("systemd-analyze"), "systemd is not installed");
        var directory = Directory.CreateTempSubdirectory("unit-");
        try
        {
            // Where it is installed the program is there; here this machine's shell stands for it.
            var unit = Repository.Read("docs/operations/indicator-api.service");
            unit.ShouldContain("ExecStart=/usr/bin/dotnet ");
            var path = Path.Combine(directory.FullName, "indicator-api.service");
            await File.WriteAllTextAsync(path, unit.Replace("ExecStart=/usr/bin/dotnet ", "ExecStart=/bin/sh ", StringComparison.Ordinal), Cancelled);
            var (code, output) = await Programs.RunAsync("systemd-analyze", Cancelled, "verify", "--man=no", "--recursive-errors=no", path);
            code.ShouldBe(0, output);
            output.ShouldNotContain("Unknown key");
            (code, output) = await Programs.RunAsync("systemd-analyze", Cancelled, "security", "--offline=true", "--threshold=25", path);
            code.ShouldBe(0, output);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task WaitForAConnectionAsync(Database database)
    {
        List<NpgsqlConnection> taken = [];
        try
        {
            while (true) taken.Add(await database.Write.OpenConnectionAsync(Cancelled));
        }
        catch (NpgsqlException)
        {
            // The pool has no more, and says so after its own patience.
            foreach (var connection in taken) await connection.DisposeAsync();
        }
    }

    private static async Task<string?> QueryAsync(HttpClient client, string query)
    {
        try
        {
            var found = (await client.CallAsync(HttpMethod.Get, $"/api/v1/query?query={Uri.EscapeDataString(query)}")).Json;
            var result = found.GetProperty("data").GetProperty("result");
            return result.GetArrayLength() == 0 ? null : result[0].GetProperty("value")[1].GetString();
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or KeyNotFoundException)
        {
            // It is not up yet.
            return null;
        }
    }

    [GeneratedRegex("^# TYPE ([a-z_0-9]+) ", RegexOptions.Multiline)]
    private static partial Regex Metric();

    [GeneratedRegex(@"\b(?:http|kestrel|dotnet|db_client)_[a-z_0-9]+(?=\{|\[|\s|\))(?<!_name|_state|_code|_route)")]
    private static partial Regex Named();

    [GeneratedRegex("_(?:bucket|count|sum)$")]
    private static partial Regex Family();

    [GeneratedRegex(@"\n    http_headers:\n(?:      .*\n?)+")]
    private static partial Regex KeyHeader();
}
