using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IndicatorApi.Tests.Changes;

/// <summary>Somebody's program that is told of changes: it keeps every message, and a copy made of those that it took.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    /// <summary>What it answers.</summary>
    public int Status { get; set; } = 204;

    /// <summary>Where it sends callers on to, with a status of 3xx.</summary>
    public string? Location { get; set; }

    /// <summary>Every message that came, taken or not.</summary>
    public ConcurrentQueue<Message> Messages { get; } = [];

    /// <summary>What the messages make.</summary>
    public Copy Copy { get; } = new("");

    /// <summary>Its address.</summary>
    public string Url => _app.Urls.First() + "/hook";

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.MapPost("/hook", async (HttpContext http) =>
        {
            using var reader = new StreamReader(http.Request.Body);
            var message = new Message(await reader.ReadToEndAsync(),
                http.Request.Headers.Where(header => header.Key.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase))
                    .ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()), receiver.Status < 300);
            receiver.Messages.Enqueue(message);
            if (receiver.Location is { } location) http.Response.Headers.Location = location;
            if (message is { Taken: true, IsOfAchievements: true }) lock (receiver) receiver.Copy.Take(message.Data);
            return Results.StatusCode(receiver.Status);
        });
        await app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>A message as it came.</summary>
public sealed record Message(string Body, Dictionary<string, string> Headers, bool Taken)
{
    public bool IsOfAchievements => JsonDocument.Parse(Body).RootElement.GetProperty("type").GetString() is "achievementsChanged" or "verdictChanged";

    public JsonElement Data => JsonDocument.Parse(Body).RootElement.GetProperty("data");
}
