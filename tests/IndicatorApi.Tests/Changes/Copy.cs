using System.Net.ServerSentEvents;
using System.Text.Json;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Changes;

/// <summary>What a program keeps that follows the changes, by nothing but the documented rules: it is equal to a full read, or they are wrong.</summary>
/// <param name="question">The filters.</param>
/// <param name="kind">What is followed.</param>
public sealed class Copy(string question, string kind = "achievements")
{
    private readonly Dictionary<string, string> _rows = new(StringComparer.Ordinal);

    /// <summary>Where to go on.</summary>
    public string? Cursor { get; private set; }

    /// <summary>Changes taken so far.</summary>
    public int Taken { get; private set; }

    /// <summary>The rows, in one order.</summary>
    public IReadOnlyList<string> Rows => [.. _rows.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => row.Value)];

    /// <summary>The rows of a full read, in the same order.</summary>
    public static async Task<IReadOnlyList<string>> FullAsync(ApiServer api, string question, string kind = "achievements")
    {
        List<JsonElement> rows = [];
        if (kind != "targets") rows = await api.WalkAsync($"/api/v1/{kind}?{question}&limit=1000");
        // Targets are listed by their resolutions.
        else foreach (var resolution in await api.WalkAsync("/api/v1/resolutions?limit=1000"))
            rows.AddRange(await api.WalkAsync($"/api/v1/resolutions/{resolution.GetProperty("code").GetString()}/targets?limit=1000"));
        return [.. rows.OrderBy(Identity, StringComparer.Ordinal).Select(Text)];
    }

    /// <summary>The rows that this copy should have.</summary>
    public Task<IReadOnlyList<string>> FullAsync(ApiServer api) => FullAsync(api, question, kind);

    /// <summary>The address to ask next.</summary>
    public string Address(string more = "") => $"/api/v1/{kind}/changes?{question}{more}{(Cursor is null ? "" : $"&after={Cursor}")}";

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
            var id = Identity(item);
            if (item.GetProperty("change").GetString() == "set") _rows[id] = Text(item.GetProperty(kind[..^1]));
            else _rows.Remove(id);
        }
        Cursor = page.GetProperty("nextCursor").GetString();
        return page.GetProperty("hasMore").GetBoolean();
    }

    /// <summary>Takes events until it is told to stop, over a new line wherever one ends.</summary>
    public async Task ListenAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var address = new Uri($"/api/v1/{kind}/changes?{question}", UriKind.Relative);
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

    private static readonly string[] Place = ["orgUnit", "indicator", "group", "period"];

    // A target's id, or the address of a figure, of an item as of a row of a full read.
    private static string Identity(JsonElement item) => item.TryGetProperty("targetId", out var id) || item.TryGetProperty("id", out id) ? id.GetString()!
        : string.Join('/', Place.Select(part => item.GetProperty(part).GetString()));

    // Member by member: both answers say the same of a row, not in the same bytes.
    private static string Text(JsonElement row) => JsonSerializer.Serialize(row);
}
