using IndicatorApi.Achievements;
using IndicatorApi.Files;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Achievements;

/// <summary>A format of a standard that only achievements have a meaning in. It has members of its own: <c>fields</c> does not apply.</summary>
/// <inheritdoc cref="FileFormat"/>
public abstract class AchievementFile(string name, string mediaType, string extension) : FileFormat(name, mediaType, extension)
{
    /// <summary>All such formats.</summary>
    public static FileFormat[] All { get; } = [new JsonStatFile(), new SdmxCsvFile(2), new SdmxCsvFile(1)];

    /// <summary>What is measured of each target, as flat numbers.</summary>
    protected static IReadOnlyList<(string Name, string Label, Func<AchievementRow, decimal?> Value)> Measures { get; } =
    [
        ("target", "Chỉ tiêu đề ra / Target", row => row.Target),
        ("actual", "Kết quả thực hiện / Actual", row => row.Actual),
        ("percent", "Tỷ lệ hoàn thành (%) / Percent achieved", row => row.Percent),
        ("difference", "So sánh / Difference", row => row.Difference),
    ];

    public sealed override async Task<Problem?> WriteAsync<T>(
        HttpResponse response, FileChoice choice, IReadOnlyList<Column<T>> columns, IAsyncEnumerable<T> rows, CancellationToken cancellationToken)
    {
        await WriteAsync(response, (IAsyncEnumerable<AchievementRow>)rows, cancellationToken);
        return null;
    }

    /// <summary>Writes the rows.</summary>
    protected abstract Task WriteAsync(HttpResponse response, IAsyncEnumerable<AchievementRow> rows, CancellationToken cancellationToken);
}
