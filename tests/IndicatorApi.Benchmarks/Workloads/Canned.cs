using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IndicatorApi.Benchmarks.Workloads;

/// <summary>The anchor of every read: the same web server answering bytes that it has ready, <c>/4711</c> so many of them, <c>/304</c> none.</summary>
internal static class Canned
{
    public static async Task<int> ServeAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        await using var app = builder.Build();
        Dictionary<string, byte[]> kept = [];
        app.Run(async http =>
        {
            var size = http.Request.Path.Value![1..];
            if (size == "304")
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                http.Response.Headers.ETag = "\"canned\"";
                return;
            }
            byte[]? bytes;
            lock (kept)
            {
                if (!kept.TryGetValue(size, out bytes))
                {
                    bytes = new byte[int.Parse(size, CultureInfo.InvariantCulture)];
                    bytes.AsSpan().Fill((byte)'1');
                    kept[size] = bytes;
                }
            }
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = bytes.Length;
            await http.Response.Body.WriteAsync(bytes);
        });
        await app.RunAsync();
        return 0;
    }
}
