using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace IndicatorApi.Features.Operations;

/// <summary>Keeps the figures that the web server, the runtime and the database driver measure, and writes them as Prometheus reads them.</summary>
public sealed class Metrics : IDisposable
{
    /// <summary>The meters whose figures are shown.</summary>
    internal static readonly string[] Meters = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql"];
    private static readonly double[] UsualBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, ConcurrentDictionary<string, Series>> _series = new();
    private readonly Lock _writing = new();

    /// <summary>Begins to listen, to the meters of this server only.</summary>
    public Metrics(IMeterFactory own)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Meters.Contains(instrument.Meter.Name) && (instrument.Meter.Scope is null
                || ReferenceEquals(instrument.Meter.Scope, own))) listener.EnableMeasurementEvents(instrument);
        };
        Listen<byte>();
        Listen<short>();
        Listen<int>();
        Listen<long>();
        Listen<float>();
        Listen<double>();
        Listen<decimal>();
        _listener.Start();
    }

    /// <summary>All figures as they are now, in the text format 0.0.4.</summary>
    public string Write()
    {
        lock (_writing)
        {
            // What is observed is told anew each time; a series that is told no more has ended.
            foreach (var (instrument, series) in _series) if (instrument.IsObservable) series.Clear();
            _listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach (var (instrument, series) in _series.OrderBy(entry => entry.Key.Name, StringComparer.Ordinal))
            {
                if (!series.IsEmpty) WriteFamily(text, instrument, series);
            }
            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    private static bool Is(Instrument instrument, params ReadOnlySpan<Type> kinds) => kinds.Contains(instrument.GetType().GetGenericTypeDefinition());

    private static void WriteFamily(StringBuilder text, Instrument instrument, ConcurrentDictionary<string, Series> series)
    {
        var isTotal = Is(instrument, typeof(Counter<>), typeof(ObservableCounter<>));
        var isHistogram = Is(instrument, typeof(Histogram<>));
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        var name = Safe(instrument.Name) + unit + (isTotal ? "_total" : "");
        var help = (instrument.Description ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).ReplaceLineEndings(" ");
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {(isTotal ? "counter" : isHistogram ? "histogram" : "gauge")}\n");
        foreach (var (labels, one) in series.OrderBy(entry => entry.Key, StringComparer.Ordinal)) one.Write(text, name, labels);
    }

    private static string Safe(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            var shown = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            // A pool without a name of ours is called by its connection string, and that may hold a password.
            if (name.Contains("pool.name", StringComparison.Ordinal) && !shown.StartsWith("indicator-api-", StringComparison.Ordinal)) shown = "other";
            text.Append(text.Length == 0 ? "" : ",").Append(Safe(name)).Append("=\"")
                .Append(shown.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
                    .Replace("\n", "\\n", StringComparison.Ordinal)).Append('"');
        }
        return text.ToString();
    }

    private void Listen<T>() where T : struct, INumber<T> => _listener.SetMeasurementEventCallback<T>((instrument, value, tags, _) =>
    {
        var series = _series.GetOrAdd(instrument, _ => new(StringComparer.Ordinal)).GetOrAdd(Labels(tags), _ => new Series(BoundsOf(instrument)));
        // Counters tell what is added; what is observed, and gauges, tell what is.
        series.Take(double.CreateChecked(value), adds: !instrument.IsObservable && !Is(instrument, typeof(Gauge<>)));
    });

    private static double[]? BoundsOf(Instrument instrument) =>
        !Is(instrument, typeof(Histogram<>)) ? null : (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray() ?? UsualBounds;

    /// <summary>One figure with its labels.</summary>
    private sealed class Series(double[]? bounds)
    {
        private readonly Lock _lock = new();
        private readonly long[] _counts = new long[(bounds?.Length ?? 0) + 1];
        private double _value;

        public void Take(double value, bool adds)
        {
            lock (_lock)
            {
                _value = adds ? _value + value : value;
                if (bounds is null) return;
                var place = Array.BinarySearch(bounds, value);
                _counts[place < 0 ? ~place : place]++;
            }
        }

        public void Write(StringBuilder text, string name, string labels)
        {
            lock (_lock)
            {
                var all = labels.Length == 0 ? "" : $"{{{labels}}}";
                if (bounds is null)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{name}{all} {_value}\n");
                    return;
                }
                var (count, start) = (0L, labels.Length == 0 ? "" : $"{labels},");
                for (var i = 0; i <= bounds.Length; i++)
                {
                    count += _counts[i];
                    var bound = i < bounds.Length ? bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                    text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{start}le=\"{bound}\"}} {count}\n");
                }
                text.Append(CultureInfo.InvariantCulture, $"{name}_sum{all} {_value}\n{name}_count{all} {count}\n");
            }
        }
    }
}
