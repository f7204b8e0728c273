using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using IndicatorApi.Features.Achievements;
using IndicatorApi.Files;
using IndicatorApi.Http;

namespace IndicatorApi.Benchmarks;

/// <summary>Writing achievements as JSON, without working them out.</summary>
[MemoryDiagnoser]
public class RowBenchmarks
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4 * 1024 * 1024);
    private AchievementRow[] _rows = null!;

    /// <summary>How many: one, and a large page.</summary>
    [Params(1, 1000)]
    public int Rows { get; set; }

    /// <summary>Works the rows out.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        var reference = Samples.Reference(Rows, 30);
        _rows = [.. Enumerable.Range(0, Rows).Select(number => Samples.Row(reference, number))];
    }

    /// <summary>A list, column by column, as pages and files are written.</summary>
    [Benchmark]
    public int Columns()
    {
        _buffer.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_buffer);
        writer.WriteStartArray();
        foreach (var row in _rows) Columns<AchievementRow>.Write(writer, AchievementColumns.Columns.All, row);
        writer.WriteEndArray();
        writer.Flush();
        return _buffer.WrittenCount;
    }

    /// <summary>Objects, as a single answer is written.</summary>
    [Benchmark]
    public int Objects()
    {
        _buffer.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_buffer);
        JsonSerializer.Serialize(writer, _rows, WireJson.Options);
        return _buffer.WrittenCount;
    }
}
