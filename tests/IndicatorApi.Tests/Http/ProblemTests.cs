using System.Buffers;
using System.Text.Json;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace IndicatorApi.Tests.Http;

/// <summary>An answer is one answer: a problem stands alone or not at all.</summary>
public sealed class ProblemTests
{
    [Fact]
    public async Task Problem_OfARequestThatIsEndedInThisMoment_IsOneWholeAnswer()
    {
        var (http, body, _) = Request(new CancellationToken(canceled: true));

        await new Problem(ErrorCodes.DatabaseUnavailable).ExecuteAsync(http);

        JsonDocument.Parse(body.ToArray()).RootElement.GetProperty("code").GetString().ShouldBe("database_unavailable");
        http.Response.StatusCode.ShouldBe(503);
    }

    [Fact]
    public async Task Problem_AfterAnAnswerThatIsWrittenAndNotSent_EndsTheConnection_AndAddsNothing()
    {
        var (http, body, life) = Request(CancellationToken.None);
        http.Response.BodyWriter.Write("{\"items\":["u8);

        await new Problem(ErrorCodes.Timeout).ExecuteAsync(http);

        life.IsAborted.ShouldBeTrue();
        body.Length.ShouldBe(0);
    }

    private static (HttpContext Http, MemoryStream Body, Life Life) Request(CancellationToken aborted)
    {
        var life = new Life { RequestAborted = aborted };
        var http = new DefaultHttpContext { RequestServices = new ServiceCollection().BuildServiceProvider() };
        http.Features.Set<IHttpRequestLifetimeFeature>(life);
        var body = new MemoryStream();
        http.Response.Body = body;
        return (http, body, life);
    }

    private sealed class Life : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }

        public bool IsAborted { get; private set; }

        public void Abort() => IsAborted = true;
    }
}
