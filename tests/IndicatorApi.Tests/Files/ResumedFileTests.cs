using System.Text;
using System.Text.Json;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Files;

/// <summary>A file that breaks off is gone on with, also while others write.</summary>
public sealed class ResumedFileTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData("format=ndjson&fields=targetId,orgUnit,indicator,actual,percent,verdict")]
    [InlineData("format=csv&fields=targetId,orgUnit,indicator,actual,percent,verdict")]
    [InlineData("format=csv&locale=vi&bom=true&fields=targetId,orgUnit,actual")]
    public async Task File_ThatBreaksOffAtAnyByte_AndIsGoneOnWith_IsTheWhole(string format)
    {
        await using var api = await ApiServer.StartAsync(postgres, sample: true);
        var asOf = Uri.EscapeDataString(TimeProvider.System.GetUtcNow().ToString("O"));
        var address = $"/api/v1/achievements?period=2020-2025&asOf={asOf}&{format}";
        var whole = await ReadAsync(api, address, int.MaxValue);
        whole.Length.ShouldBeGreaterThan(1500);
        var random = new Random(format.Length);
        var (sofar, last, breaks) = (Array.Empty<byte>(), (string?)null, 0);
        for (var value = 0; ; value++)
        {
            var most = random.Next(1, 900);
            var part = await ReadAsync(api, last is null ? address : $"{address}&after={last}", most);
            // What was cut within a line is thrown away; before the first row everything is.
            var lines = part.Length < most ? part : part[..(part.AsSpan().LastIndexOf((byte)'\n') + 1)];
            if (LastIn(lines, format) is { } row) (sofar, last) = ([.. sofar, .. lines], row);
            if (part.Length < most) break;
            breaks++;
            var figure = new { orgUnit = "tra-vinh-phuong-4", indicator = "new-members", period = $"{2021 + (value % 3)}", value };
            (await api.PostJsonAsync("/api/v1/actuals/batch", new { items = new[] { figure } })).Status.ShouldBe(200);
        }
        breaks.ShouldBeGreaterThan(3);
        Encoding.UTF8.GetString(sofar).ShouldBe(Encoding.UTF8.GetString(whole));
        var now = await ReadAsync(api, $"/api/v1/achievements?period=2020-2025&{format}", int.MaxValue);
        now.ShouldNotBe(whole, "the figures have changed meanwhile");
    }

    [Fact]
    public async Task Rest_OfWhatIsNoSuchFile_IsRefused()
    {
        await using var api = await ApiServer.StartAsync(postgres, sample: true);
        var asOf = Uri.EscapeDataString(TimeProvider.System.GetUtcNow().ToString("O"));
        var address = $"/api/v1/achievements?period=2020-2025&after=long-duc,{Guid.Empty}";
        (await api.ReadAsync($"{address}&format=ndjson")).Problem(400, "invalid_query", "after");
        (await api.ReadAsync($"{address}&asOf={asOf}")).Problem(400, "invalid_query", "after");
        (await api.ReadAsync($"{address}&asOf={asOf}&format=xlsx")).Problem(400, "invalid_query", "after");
        (await api.ReadAsync($"{address}&asOf={asOf}&format=ndjson")).Problem(400, "invalid_cursor", "after");
        (await api.ReadAsync($"{address}x&asOf={asOf}&format=ndjson")).Problem(400, "invalid_cursor", "after");
    }

    // The first bytes; then the line is cut.
    private static async Task<byte[]> ReadAsync(ApiServer api, string address, int most)
    {
        using var response = await api.Client.GetAsync(new Uri(address, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync();
        using var read = new MemoryStream();
        var buffer = new byte[256];
        while (read.Length < most && await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, most - read.Length))) is > 0 and var count)
            read.Write(buffer, 0, count);
        return read.ToArray();
    }

    private static string? LastIn(byte[] lines, string format)
    {
        var last = Encoding.UTF8.GetString(lines).Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
        if (last is null) return null;
        if (!format.StartsWith("format=csv", StringComparison.Ordinal))
        {
            var row = JsonDocument.Parse(last).RootElement;
            return $"{row.GetProperty("orgUnit").GetString()},{row.GetProperty("targetId").GetString()}";
        }
        var cells = last.Split(format.Contains("locale=vi", StringComparison.Ordinal) ? ';' : ',');
        return Guid.TryParse(cells[0], out _) ? $"{cells[1]},{cells[0]}" : null;
    }
}
