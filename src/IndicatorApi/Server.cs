using IndicatorApi.Access;
using IndicatorApi.Achievements;
using IndicatorApi.Data;
using IndicatorApi.Documentation;
using IndicatorApi.Features.Actuals;
using IndicatorApi.Features.Embeds;
using IndicatorApi.Features.Idempotency;
using IndicatorApi.Features.Imports;
using IndicatorApi.Features.Indicators;
using IndicatorApi.Features.OfficialSheets;
using IndicatorApi.Features.Operations;
using IndicatorApi.Features.OrganisationUnits;
using IndicatorApi.Features.Published;
using IndicatorApi.Features.Remedies;
using IndicatorApi.Features.Resolutions;
using IndicatorApi.Features.Scoring;
using IndicatorApi.Features.Shared;
using IndicatorApi.Features.Submissions;
using IndicatorApi.Features.Targets;
using IndicatorApi.Features.Web;
using IndicatorApi.Features.Webhooks;
using IndicatorApi.Figures;
using IndicatorApi.Files.Sending;
using IndicatorApi.Following;
using IndicatorApi.Http;
using IndicatorApi.Sample;

namespace IndicatorApi;

/// <summary>Puts the web server together.</summary>
public static class Server
{
    /// <summary>Where the server listens unless it is told otherwise: this machine only.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>How long a browser need not ask again whether a page may call.</summary>
    private static readonly TimeSpan PreflightAge = TimeSpan.FromHours(1);

    /// <summary>A host whose settings file lies beside the program, whatever folder it is started from.</summary>
    public static WebApplicationBuilder CreateBuilder() => WebApplication.CreateBuilder(
        new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });

    /// <summary>The server, ready to run against a database that has its schema.</summary>
    /// <param name="builder">The host, with its configuration.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="connectionString">The database; the settings' own, or the private one.</param>
    public static WebApplication Build(WebApplicationBuilder builder, Settings settings, string connectionString)
    {
        if (string.IsNullOrEmpty(builder.Configuration["urls"])) builder.WebHost.UseUrls(DefaultUrl);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = settings.Limits.MaximumBodyBytes;
            kestrel.Limits.MaxConcurrentConnections = settings.Limits.Connections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            // Above what is taken, so that a longer address is refused with a problem.
            kestrel.Limits.MaxRequestLineSize = 2 * RequestGuard.LongestAddress;
            var connections = kestrel.ApplicationServices.GetRequiredService<ConnectionsByAddress>();
            kestrel.ConfigureEndpointDefaults(listen => listen.Use(next => connection => connections.AdmitAsync(connection, next)));
        });
        // Each refused key is said once, by us: the framework would say every try, however many there are.
        builder.Logging.AddFilter(typeof(ApiKeyHandler).FullName, LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Authentication.JwtBearer", LogLevel.Warning);
        AddServices(builder.Services, settings, connectionString);
        var app = builder.Build();
        // Measures from the first request on, whoever asks for it later.
        app.Services.GetRequiredService<Metrics>();
        // Before the routes are looked at, which know no HEAD.
        app.UseMiddleware<HeadRequests>();
        app.UseRouting();
        app.UseTrustedProxies(settings.TrustedProxies);
        app.UseMiddleware<PrefixedLocations>();
        app.UseSecurityHeaders();
        app.UseCaching(Credentials.AreShown, ApiKeyHandler.Header, "Authorization");
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(StatusProblems.AnswerAsync);
        app.UseMiddleware<Variants>();
        app.UseMiddleware<ForbiddenNoted>();
        app.UseMiddleware<SpooledAnswers>();
        app.UseResponseCompression();
        if (settings.Origins.Count > 0)
        {
            // Whether an answer names an origin depends on who asks, also where it names none.
            app.Use((http, next) =>
            {
                Variants.By(http, "Origin");
                return next(http);
            });
            app.UseCors(cors => cors.WithOrigins([.. settings.Origins]).WithMethods("GET", "POST", "PUT", "DELETE")
                .WithHeaders(ApiKeyHandler.Header, "Authorization", "Content-Type", "If-Match", "If-None-Match", IdempotencyKeys.Header, "Accept-Language",
                    "Prefer", "Last-Event-ID", DataVersion.LeastHeader)
                .SetPreflightMaxAge(PreflightAge)
                .WithExposedHeaders("ETag", "Location", "Link", "Retry-After", IdempotencyKeys.ReplayedHeader,
                    DataVersion.Header, DataVersion.AgeHeader));
        }
        app.UseMiddleware<RequestGuard>();
        app.UseDashboard(settings.Access.Jwt, settings.Boundaries);
        app.UseMiddleware<Deadlines>();
        app.UseMiddleware<ReadRouting>();
        app.UseAuthentication();
        app.UseMiddleware<RefusedCredentials>();
        app.UseMiddleware<RateLimit>();
        app.UseAuthorization();
        app.UseMiddleware<OwnWrites>();
        KeptAnswers.Use(app);
        app.UseMiddleware<BulkShare>();
        app.UseMiddleware<StorageGuard>();
        app.UseMiddleware<IdempotencyKeys>();
        EndpointShape.Map(app);
        // A member that no rule fills stops the start, not the first request.
        _ = Mapping.Config;
        OpenApiDocument.Map(app);
        DocumentationPage.Map(app);
        MailPages.Map(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, Settings settings, string connectionString)
    {
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddData(connectionString, settings.Read, settings.Snapshot);
        services.ConfigureHttpJsonOptions(json =>
        {
            WireJson.Configure(json.SerializerOptions);
            RequestParameters.LeaveOutBodies(json.SerializerOptions);
        });
        EndpointShape.Add(services, typeof(Server).Assembly);
        services.AddExceptionHandler<ExceptionProblems>();
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = Variants.Compressed;
        });
        services.AddCredentials(settings.Access with { PublicRead = settings.Access.PublicRead ?? settings.IsEmbedded });
        services.AddCors();
        services.AddSingleton<Metrics>();
        services.AddSingleton<RefusalLog>();
        services.AddSingleton<ConnectionsByAddress>();
        services.AddSingleton(_ => new StorageRoom(settings.StorageDirectory));
        services.AddSingleton<SpoolSpace>();
        // A third of the connections for reads, so that two thirds are there for all who ask for little.
        services.AddSingleton(provider =>
            new BulkPlaces(Math.Max(1, provider.GetRequiredService<Database>().FreshConnections / 3), provider.GetRequiredService<TimeProvider>()));
        if (settings.Collector is not null) services.AddTelemetry();
        services.AddSingleton<Readiness>();
        services.AddSingleton<DatabaseWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseWatch>());
        services.AddHostedService<ServersWatch>();
        services.AddHostedService<FactFollower>();
        services.AddHostedService<KeyUses>();
        services.AddHostedService<IdempotencyKeyExpiry>();
        services.AddScoped<Upsert>();
        services.AddScoped<StoreOrganisationUnits>();
        services.AddScoped<StoreSuccessions>();
        services.AddScoped<StoreUnitList>();
        services.AddScoped<WeighedShares>();
        services.AddScoped<StoreIndicators>();
        services.AddScoped<StoreResolutions>();
        services.AddScoped<StoreTargets>();
        services.AddScoped<ParentTargets>();
        services.AddScoped<DecideJudgements>();
        services.AddScoped<StoreRemedies>();
        services.AddScoped<StoreScoringSchemes>();
        services.AddScoped<SetTargets>();
        services.AddScoped<StorePublished>();
        services.AddSingleton<AsOf>();
        services.AddSingleton<AchievementReadings>();
        KeptAnswers.Add(services, settings.Snapshot);
        services.AddSingleton<ChangeFollower>();
        services.AddSingleton<ChangePulse>();
        services.AddSingleton<ChangeAnswers>();
        services.AddScoped<OfficialQuery>();
        services.AddScoped<PublishedFigures>();
        services.AddSingleton<EmbedQuery>();
        services.AddSingleton<WriteItems>(SubmittedItem.Write);
        services.AddSingleton<ActualEffects>();
        services.AddSingleton<SharesOfWholes>();
        services.AddSingleton<FigureQuality>();
        services.AddSingleton<FutureQuality>();
        services.AddScoped<ReportFigures>();
        services.AddScoped<DecideSubmissions>();
        services.AddSingleton<ImportRunner>();
        services.AddSingleton<ImportWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<ImportWorker>());
        services.AddSingleton<WebhookClient>();
        services.AddHostedService<WebhookSender>();
        services.AddScoped<StoreWebhooks>();
        services.AddSingleton<SampleData>();
        services.AddOpenApi("v1", OpenApiDocument.Configure);
    }
}
