using System.Buffers;
using IndicatorApi.Data;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IndicatorApi.Tests.Http;

/// <summary>A read begins again at the next server as long as nothing of its answer was written.</summary>
public sealed class ReadRoutingTests
{
    private const string Hosts = "Host=127.0.0.1:1,127.0.0.1:2;Username=x;Database=x";

    [Theory]
    [InlineData("", "whole")]
    [InlineData("half", null)]
    public async Task Read_WhoseServerGoes_BeginsAgain_UnlessSomethingWasWritten(string before, string? answer)
    {
        await using var database = new Database(Hosts, Hosts);
        var asked = 0;
        var routing = new ReadRouting(async http =>
        {
            if (asked++ > 0)
            {
                await http.Response.WriteAsync("whole");
                return;
            }
            http.Response.BodyWriter.Write(System.Text.Encoding.UTF8.GetBytes(before));
            throw new NpgsqlException("gone");
        }, database, new ServiceCollection().BuildServiceProvider().GetRequiredService<IServiceScopeFactory>(), NullLogger<ReadRouting>.Instance);
        var body = new MemoryStream();
        var http = new DefaultHttpContext { Request = { Method = "GET" }, Response = { Body = body } };

        var reading = routing.InvokeAsync(http);

        if (answer is null) await Should.ThrowAsync<NpgsqlException>(reading);
        else await reading;
        asked.ShouldBe(answer is null ? 1 : 2);
        System.Text.Encoding.UTF8.GetString(body.ToArray()).ShouldBe(answer ?? "");
    }
}
