using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Sample;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IndicatorApi.Tests.Running;

/// <summary>The real server on a real port and a database of its own.</summary>
public sealed class ApiServer : IAsyncDisposable
{
    /// <summary>The administrator's key of every test server.</summary>
    public const string AdministratorKey = "test-administrator-key";

    /// <summary>The sample data, which many begin with.</summary>
    private static readonly DatabaseTemplate Sample = new("sample_template", async (postgres, connectionString) =>
    {
        await using var server = await StartAsync(postgres, connectionString: connectionString);
        await server.Services.GetRequiredService<SampleData>().LoadAsync(SampleChoice.Documents, null, CancellationToken.None);
    });

    /// <summary>Whether servers keep facts in memory: the run with the reads of <c>.ci/run</c> sets this to see the database answer.</summary>
    private static readonly bool KeepsFacts = Environment.GetEnvironmentVariable("TESTS_WITHOUT_MEMORY") is null;

    private readonly WebApplication _app;

    private ApiServer(WebApplication app, string connectionString)
    {
        _app = app;
        ConnectionString = connectionString;
        Client = ClientWith(AdministratorKey);
        Anonymous = ClientWith(null);
    }

    /// <summary>Calls with the administrator's key.</summary>
    public HttpClient Client { get; }

    /// <summary>Calls without a key.</summary>
    public HttpClient Anonymous { get; }

    /// <summary>The database, as its owner.</summary>
    public string ConnectionString { get; }

    /// <summary>The server's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a server; with the sample data on request, and with the settings that <paramref name="change"/> makes of the usual ones.</summary>
    /// <remarks>
    /// Where <paramref name="faults"/> are what the test makes, what comes of them is not printed. A server that is not the first finds the
    /// administrator's key there.
    /// </remarks>
    public static async Task<ApiServer> StartAsync(
        PostgresFixture? postgres, bool sample = false, bool publicRead = false, string? connectionString = null, LimitSettings? limits = null,
        string[]? origins = null, Func<Settings, Settings>? change = null, DatabaseTemplate? template = null, bool faults = false,
        bool isFirst = true)
    {
        var database = connectionString ?? await postgres!.CreateDatabaseAsync(sample ? Sample : template);
        var builder = Server.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(new FailureLog(faults));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        var settings = new Settings
        {
            Write = database,
            Read = postgres is null ? null : await postgres.ReadForAsync(database),
            Access = new AccessSettings { AdministratorKey = AdministratorKey, PublicRead = publicRead },
            // Tests ask often, and show many wrong keys, from one address; what comes of that has a test of its own.
            // On a busy machine a database that is there may take long to say so.
            Limits = limits ?? new LimitSettings { WrongKeysPerMinute = 1_000_000, RequestsPerSecond = 1_000_000, DatabaseSeconds = 60 },
            Origins = origins ?? [],
            Snapshot = new SnapshotSettings(KeepsFacts),
        };
        if (change is not null) settings = change(settings);
        var app = Server.Build(builder, settings, database);
        if (isFirst) await app.Services.GetRequiredService<ApiKeys>().EnsureAdministratorAsync(AdministratorKey, CancellationToken.None);
        await app.StartAsync();
        var server = new ApiServer(app, database);
        await server.LookAsync();
        return server;
    }

    /// <summary>Makes sure that the server knows how the servers of its database fare.</summary>
    public Task LookAsync() => Services.GetRequiredService<Database>().Reads.LookAsync(CancellationToken.None);

    /// <summary>The JSON of a GET that must succeed.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"{path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Sends JSON text as it is.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? json, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return Client.SendAsync(request);
    }

    /// <summary>Posts an object that must be accepted.</summary>
    public async Task PostAsync(string path, object body)
    {
        using var response = await Client.PostAsJsonAsync(path, body);
        response.IsSuccessStatusCode.ShouldBeTrue($"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Anonymous.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Calls with this key.</summary>
    public HttpClient ClientWith(string? key)
    {
        // Who asks first whether a body is wanted waits for the answer, however busy the machine: what is sent unasked breaks on a refusal.
        var client = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = new Uri(_app.Urls.First()) };
        if (key is not null) client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }
}
