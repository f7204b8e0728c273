using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using IndicatorApi.Achievements;
using IndicatorApi.Features.Achievements;
using IndicatorApi.Files;
using IndicatorApi.Http;

namespace IndicatorApi.Benchmarks;

/// <summary>Writing achievements as JSON, without working them out.</summary>
[MemoryDiagnoser]
public class RowBenchmarks
{
    private static readonly IReadOnlyList<Column<AchievementRow>> Few =
        AchievementColumns.Columns.Pick("orgUnit,target,actual,percent,verdict", new Errors());

    private readonly ArrayBufferWriter<byte> _buffer = new(4 * 1024 * 1024);
    private PipeWriter _pipe = null!;
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
        _pipe = PipeWriter.Create(Stream.Null);
    }

    /// <summary>A list with all members, as pages and files are written.</summary>
    [Benchmark]
    public Task All() => WriteAsync(AchievementColumns.All);

    /// <summary>The same with five members.</summary>
    [Benchmark]
    public Task Five() => WriteAsync(Few);

    /// <summary>The serializer on the same rows, which everything else is held against.</summary>
    [Benchmark]
    public int Objects()
    {
        _buffer.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_buffer);
        JsonSerializer.Serialize(writer, _rows, WireJson.Options);
        return _buffer.WrittenCount;
    }

    private async Task WriteAsync(IReadOnlyList<Column<AchievementRow>> columns)
    {
        using var json = new RowJson(_pipe);
        Columns<AchievementRow>.WriteAll(json, columns, _rows);
        json.End();
        await _pipe.FlushAsync();
    }
}
