using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using IndicatorApi.Access;
using IndicatorApi.Features.Operations;
using IndicatorApi.Tests.Hostile;
using IndicatorApi.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace IndicatorApi.Tests.Features;

public sealed class TelemetryTests(PostgresFixture postgres)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_WithACollector_AreToldOfUnderTheTraceIdOfTheAnswerAndTheLog_WithoutSecrets()
    {
        await using var collector = await Collector.StartAsync();
        using var log = new KeptLog();
        await using var app = await StartAsync(collector.Address, log);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.Add("X-Api-Key", ApiServer.AdministratorKey);
        (await client.CallAsync(HttpMethod.Get, "/healthz")).With(200);
        var refused = (await client.CallAsync(HttpMethod.Get, "/api/v1/indicators?secret-name=secret-value")).Problem(400, "unknown_parameter");
        var unknown = (await client.CallAsync(HttpMethod.Get, "/api/v1/indicators/nothing", null, ("Cookie", "secret-cookie"))).Problem(404);

        foreach (var answer in new[] { refused, unknown })
        {
            var trace = ActivityContext.Parse(answer["traceId"].GetString()!, null).TraceId.ToHexString();
            await collector.SeesAsync("traces", Encoding.Latin1.GetString(Convert.FromHexString(trace)));
            log.Text.ShouldContain($"[TraceId, {trace}]");
        }
        foreach (var told in (string[])["indicator-api", "/api/v1/indicators/{code}", "url.path", "SELECT"]) await collector.SeesAsync("traces", told);
        foreach (var told in (string[])["http.server.request.duration", "dotnet.gc.collections", "db.client.connection.count",
            "indicator-api-write"]) await collector.SeesAsync("metrics", told);
        foreach (var secret in (string[])[ApiServer.AdministratorKey, "secret-name", "secret-value", "secret-cookie", "/healthz"]) collector.Text("traces")
            .ShouldNotContain(secret);
        foreach (var secret in (string[])[ApiServer.AdministratorKey, "secret-"]) collector.Text("metrics").ShouldNotContain(secret);
    }

    [Fact]
    public async Task Requests_WithoutACollector_AreToldToNobody()
    {
        using var log = new KeptLog();
        await using var app = await StartAsync(null, log);
        app.Services.GetService<TracerProvider>().ShouldBeNull();
        app.Services.GetService<MeterProvider>().ShouldBeNull();
    }

    [Fact]
    public async Task Requests_WithACollectorThatIsAway_AreAnswered()
    {
        using var log = new KeptLog();
        await using var app = await StartAsync(new Uri("http://127.0.0.1:1"), log);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.Add("X-Api-Key", ApiServer.AdministratorKey);
        for (var i = 0; i < 20; i++) (await client.CallAsync(HttpMethod.Get, "/api/v1/indicators")).With(200);
    }

    [Theory]
    [InlineData("collector")]
    [InlineData("ftp://127.0.0.1:4318")]
    public void From_AMistake_IsOneLineThatNamesTheVariable(string given)
    {
        List<string> mistakes = [];
        Settings.From(new ConfigurationBuilder().AddInMemoryCollection([new(Telemetry.Endpoint, given)]).Build(), mistakes);
        mistakes.ShouldHaveSingleItem().ShouldStartWith(Telemetry.Endpoint);
    }

    private async Task<WebApplication> StartAsync(Uri? collector, KeptLog log)
    {
        var database = await postgres.CreateDatabaseAsync();
        var builder = Server.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(log);
        builder.Logging.AddFilter<KeptLog>("Microsoft.AspNetCore.Hosting", LogLevel.Information);
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration[Telemetry.Endpoint] = collector?.ToString();
        builder.Configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        builder.Configuration["OTEL_BSP_SCHEDULE_DELAY"] = "100";
        builder.Configuration["OTEL_METRIC_EXPORT_INTERVAL"] = "200";
        List<string> mistakes = [];
        var settings = Settings.From(builder.Configuration, mistakes) with
        {
            Write = database,
            Access = new AccessSettings { AdministratorKey = ApiServer.AdministratorKey, PublicRead = false },
            Limits = new LimitSettings { DatabaseSeconds = 60 },
        };
        mistakes.ShouldBeEmpty();
        var app = Server.Build(builder, settings, database);
        await app.Services.GetRequiredService<ApiKeys>().EnsureAdministratorAsync(ApiServer.AdministratorKey, Cancelled);
        await app.StartAsync(Cancelled);
        return app;
    }

    /// <summary>Takes what is sent by OTLP over HTTP, and keeps the bytes: names and texts stand in them as they are.</summary>
    private sealed class Collector(WebApplication app) : IAsyncDisposable
    {
        private readonly ConcurrentQueue<(string Kind, string Text)> _posts = new();

        public Uri Address => new(app.Urls.First());

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var collector = new Collector(builder.Build());
            collector.Map();
            await collector.StartListeningAsync();
            return collector;
        }

        public string Text(string kind) => string.Concat(_posts.Where(post => post.Kind == kind).Select(post => post.Text));

        /// <summary>Waits until it was told of this.</summary>
        public async Task SeesAsync(string kind, string text)
        {
            var since = TimeProvider.System.GetTimestamp();
            while (!Text(kind).Contains(text, StringComparison.Ordinal))
            {
                TimeProvider.System.GetElapsedTime(since).ShouldBeLessThan(
                    TimeSpan.FromSeconds(60), $"'{text}' is not among the {_posts.Count(post => post.Kind == kind)} posts of {kind}");
                await Task.Delay(50, Cancelled);
            }
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private Task StartListeningAsync() => app.StartAsync(Cancelled);

        private void Map() => app.MapPost("/v1/{kind}", async (string kind, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            _posts.Enqueue((kind, Encoding.Latin1.GetString(body.ToArray())));
            return Results.Bytes([], "application/x-protobuf");
        });
    }
}
