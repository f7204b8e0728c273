using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace IndicatorApi.Features.Operations;

/// <summary>
/// Sends traces of requests and of what they ask the database, and the figures of <see cref="Metrics"/>, to the collector that is set, by OTLP.
/// Without one nothing is added and nothing leaves the machine. The other standard variables, such as the protocol and headers, are the library's to read.
/// </summary>
public static class Telemetry
{
    /// <summary>The standard variable that names the collector, and switches all of this on.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Untold = ["/healthz", "/readyz", "/metrics"];

    /// <summary>Adds it.</summary>
    public static void AddTelemetry(this IServiceCollection services) => services.AddOpenTelemetry()
        // What the variables say of the service comes last, so that it is what counts.
        .ConfigureResource(resource => resource.Clear().AddTelemetrySdk()
            .AddService("indicator-api", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(3)).AddEnvironmentVariableDetector())
        .WithTracing(traces => traces
            .AddAspNetCoreInstrumentation(requests =>
            {
                requests.Filter = http => !Untold.Contains(http.Request.Path.Value, StringComparer.Ordinal);
                // Values of the question are the caller's, and a program may have put there what it should not.
                requests.EnrichWithHttpResponse = (activity, _) => activity.SetTag("url.query", null);
            })
            .AddNpgsql()
            .AddOtlpExporter())
        .WithMetrics(figures => figures.AddMeter(Metrics.Meters).AddOtlpExporter());

    /// <summary>Reads and checks the address; null when none is set.</summary>
    public static Uri? From(string? text, ICollection<string> mistakes)
    {
        if (text is null) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https") return address;
        mistakes.Add($"{Endpoint} must be the address of a collector such as http://127.0.0.1:4317, not '{text}'.");
        return null;
    }
}
