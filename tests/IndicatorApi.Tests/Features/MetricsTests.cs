using System.Globalization;
using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Features;

public sealed class MetricsTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Metrics_AfterRequests_CountThemByRouteAndShowThePoolsByName()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        await api.WorldAsync();
        for (var i = 0; i < 3; i++) (await api.ReadAsync("/api/v1/indicators/nothing")).With(404);
        var answer = (await api.ReadAsync("/metrics")).With(200);
        answer.ContentType.ShouldBe("text/plain");
        var lines = answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var asked = lines.Where(line => line.Contains("http_route=\"/api/v1/indicators/{code}\"", StringComparison.Ordinal)
            && line.Contains("http_response_status_code=\"404\"", StringComparison.Ordinal)).ToList();
        Value(asked.Single(line => line.StartsWith("http_server_request_duration_seconds_count", StringComparison.Ordinal))).ShouldBe(3);
        Value(asked.Single(line => line.Contains("le=\"+Inf\"", StringComparison.Ordinal))).ShouldBe(3);
        asked.Where(line => line.Contains("_bucket", StringComparison.Ordinal)).Select(Value).ShouldBeInOrder();
        Value(lines.Single(line => line.StartsWith("http_server_active_requests{", StringComparison.Ordinal)
            && line.Contains("\"GET\"", StringComparison.Ordinal))).ShouldBe(1);
        lines.ShouldContain(line => line.StartsWith("dotnet_gc_collections_total", StringComparison.Ordinal));
        lines.ShouldContain(line => line.Contains("pool_name=\"indicator-api-write\"", StringComparison.Ordinal));
        answer.Text.ShouldNotContain(new NpgsqlConnectionStringBuilder(api.ConnectionString).Database!);
        foreach (var line in lines) line.ShouldMatch("""^(# (HELP|TYPE) [a-z_0-9]+ .*|[a-z_0-9]+(\{([a-z_0-9]+="([^"\\]|\\.)*",?)+\})? [-+0-9.E]+)$""");
        lines.Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal)).ShouldBeUnique();
    }

    [Fact]
    public async Task Metrics_AreOpenOnlyWhenThatIsSet()
    {
        await using var shut = await ApiServer.StartAsync(postgres, publicRead: true);
        (await shut.Anonymous.CallAsync(HttpMethod.Get, "/metrics")).Problem(401);
        await using var open = await ApiServer.StartAsync(postgres,
            change: settings => settings with { Access = settings.Access with { PublicMetrics = true } });
        (await open.Anonymous.CallAsync(HttpMethod.Get, "/metrics")).With(200);
        (await open.Anonymous.CallAsync(HttpMethod.Get, "/api/v1/indicators")).Problem(401);
    }

    private static double Value(string line) => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
}
