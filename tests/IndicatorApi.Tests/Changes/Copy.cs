using System.Net.ServerSentEvents;
using System.Text.Json;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Changes;

/// <summary>What a program keeps that follows the changes, by nothing but the documented rules: it is equal to a full read, or they are wrong.</summary>
public sealed class Copy(string question)
{
    private readonly Dictionary<string, string> _rows = new(StringComparer.Ordinal);

    /// <summary>Where to go on.</summary>
    public string? Cursor { get; private set; }

    /// <summary>Changes taken so far.</summary>
    public int Taken { get; private set; }

    /// <summary>The rows, in one order.</summary>
    public IReadOnlyList<string> Rows => [.. _rows.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => row.Value)];

    /// <summary>The rows of a full read, in the same order.</summary>
    public static async Task<IReadOnlyList<string>> FullAsync(ApiServer api, string question) =>
        [.. (await api.WalkAsync($"/api/v1/achievements?{question}&limit=1000"))
            .OrderBy(row => row.GetProperty("targetId").GetString(), StringComparer.Ordinal).Select(Text)];

    /// <summary>The address to ask next.</summary>
    public string Address(string more = "") => $"/api/v1/achievements/changes?{question}{more}{(Cursor is null ? "" : $"&after={Cursor}")}";

    /// <summary>Follows until there is nothing more just now; returns the items.</summary>
    public async Task<List<JsonElement>> FollowAsync(HttpClient client, string more = "")
    {
        List<JsonElement> items = [];
        for (var hasMore = true; hasMore;)
        {
            var page = (await client.CallAsync(HttpMethod.Get, Address(more))).With(200).Json;
            items.AddRange(page.GetProperty("items").EnumerateArray());
            hasMore = Take(page);
        }
        return items;
    }

    /// <summary>Takes one page.</summary>
    public bool Take(JsonElement page)
    {
        foreach (var item in page.GetProperty("items").EnumerateArray())
        {
            Taken++;
            var id = item.GetProperty("targetId").GetString()!;
            if (item.GetProperty("change").GetString() == "set") _rows[id] = Text(item.GetProperty("achievement"));
            else _rows.Remove(id);
        }
        Cursor = page.GetProperty("nextCursor").GetString();
        return page.GetProperty("hasMore").GetBoolean();
    }

    /// <summary>Takes events until it is told to stop, over a new line wherever one ends.</summary>
    public async Task ListenAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var address = new Uri($"/api/v1/achievements/changes?{question}", UriKind.Relative);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                request.Headers.Add("Accept", "text/event-stream");
                if (Cursor is not null) request.Headers.Add("Last-Event-ID", Cursor);
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                if (!response.IsSuccessStatusCode) continue;
                await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
                await foreach (var one in SseParser.Create(stream).EnumerateAsync(cancellationToken)) Take(JsonDocument.Parse(one.Data).RootElement);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
            {
                // A line that breaks is what this is about.
            }
        }
    }

    // Member by member: both answers say the same of a row, not in the same bytes.
    private static string Text(JsonElement row) => JsonSerializer.Serialize(row);
}
