using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using IndicatorApi.Http;
using IndicatorApi.Tests.Running;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IndicatorApi.Tests.Http;

/// <summary>What the library that endpoints stand on would do of its own accord, and must not do here.</summary>
public sealed class BindingTests(ServerFixture server, PostgresFixture postgres) : IClassFixture<ServerFixture>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private ApiServer Api => server.Api;

    [Fact]
    public async Task Get_WhereAnyoneMayRead_NeedsNoKeyAnywhere()
    {
        await using var open = await ApiServer.StartAsync(postgres, publicRead: true);
        var routes = open.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<RequiredRight>()?.Right == Right.Read
                && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET"))
            .Select(endpoint => endpoint.RoutePattern).ToList();
        routes.Count.ShouldBeGreaterThan(20);
        foreach (var route in routes)
        {
            var address = route.Parameters.Aggregate(route.RawText!, (path, place) => path.Replace($"{{{place.Name}}}", "x", StringComparison.Ordinal));
            var answer = await open.Anonymous.CallAsync(HttpMethod.Get, address);
            // Nobody is told who nobody is.
            if (address == "/api/v1/keys/me") answer.Problem(401, "unauthenticated");
            else answer.Status.ShouldBeOneOf([200, 400, 404], $"{address}: {answer.Text}");
        }
        (await open.Anonymous.CallAsync(HttpMethod.Get, "/api/v1/keys")).Problem(401);
        (await open.Anonymous.CallAsync(HttpMethod.Get, "/api/v1/audit")).Problem(401);
    }

    [Fact]
    public async Task Get_TheLibrarysListOfRoutes_IsNotFound()
    {
        (await Api.ReadAsync("/_test_url_cache_")).Problem(404, "not_found");
        (await Api.Anonymous.CallAsync(HttpMethod.Get, "/_test_url_cache_")).Text.ShouldNotContain("api/v1");
    }

    [Theory]
    [InlineData("organisation-units?limit=", "limit")]
    [InlineData("organisation-units?limit", "limit")]
    [InlineData("organisation-units?asOf=", "asOf")]
    [InlineData("organisation-units?format=csv&bom=", "bom")]
    [InlineData("closures?holds=", "holds")]
    [InlineData("keys?limit=", "limit")]
    public async Task Get_AParameterWithoutAValue_IsRefused(string path, string where) =>
        (await Api.ReadAsync($"/api/v1/{path}")).Problem(400, "invalid_query", where);

    [Theory]
    [InlineData("01/02/2020")]
    [InlineData("2020-1-2")]
    [InlineData("2020-01-02T00:00")]
    [InlineData("2020-02-30")]
    [InlineData(" 2020-01-02")]
    [InlineData("2 January 2020")]
    [InlineData("43832")]
    public async Task Get_ADayThatIsNotWrittenAsADay_IsRefused(string day) =>
        (await Api.ReadAsync($"/api/v1/organisation-units?asOf={Uri.EscapeDataString(day)}")).Problem(400, "invalid_query", "asOf");

    [Fact]
    public async Task Get_ADay_IsTaken() => (await Api.ReadAsync("/api/v1/organisation-units?asOf=2020-01-02")).With(200);

    [Theory]
    [InlineData("organisation-units?PARENT=x", "PARENT")]
    [InlineData("organisation-units?orgUnit=x", "orgUnit")]
    [InlineData("closures?orgunit=x", "orgunit")]
    [InlineData("organisation-units/x?code=y", "code")]
    [InlineData("organisation-units/x?body=y", "body")]
    [InlineData("targets/x/versions?limit=5", "limit")]
    public async Task Get_AnUnknownParameter_IsRefused(string path, string where)
    {
        var answer = (await Api.ReadAsync($"/api/v1/{path}")).Problem(400, "unknown_parameter", where);
        // What stands in the route is no parameter to try instead.
        answer["errors"].GetProperty(where)[0].GetString()!.Split(' ', ',', '.').ShouldNotContain("code");
    }

    [Fact]
    public async Task Put_TheSameMembersInTheQuery_AreRefused_AndNothingIsStored()
    {
        var code = Calls.NewCode("ward");
        var body = new { code, name = "Phường Thử", level = "ward" };
        foreach (var query in (string[])["code=other", "name=Khác", "level=commune", "body=x", "Body.Name=x"])
            (await Api.PutJsonAsync($"/api/v1/organisation-units/{code}?{query}", body)).Problem(400, "unknown_parameter", query.Split('=')[0]);
        (await Api.ReadAsync($"/api/v1/organisation-units/{code}")).Problem(404);
        (await Api.PutJsonAsync($"/api/v1/organisation-units/{code}", body)).With(201)["name"].GetString().ShouldBe("Phường Thử");
    }

    [Theory]
    [InlineData("application/json", """{"limit":0,"q":"nothing-of-this-name"}""")]
    [InlineData("application/json", "")]
    [InlineData("application/x-www-form-urlencoded", "limit=0&q=nothing-of-this-name")]
    public async Task Get_ABody_IsPassedOver(string mediaType, string body)
    {
        var ward = await Api.WardAsync();
        var answer = (await Api.Client.CallAsync(HttpMethod.Get, $"/api/v1/organisation-units?q={ward}", Calls.Body(body, mediaType))).With(200);
        answer["items"].GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("GET", "/api/v1/organisation-units", 200)]
    [InlineData("PUT", "/api/v1/organisation-units/x", 415)]
    [InlineData("POST", "/api/v1/organisation-units", 415)]
    [InlineData("DELETE", "/api/v1/organisation-units/nothing", 404)]
    public async Task Call_AForm_IsAnsweredBeforeItIsRead(string method, string path, int status)
    {
        // Whoever reads a body that waits to be asked for says so first: 100 Continue.
        using var client = new TcpClient();
        await client.ConnectAsync(Api.Client.BaseAddress!.Host, Api.Client.BaseAddress.Port, Cancelled);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: {ApiServer.AdministratorKey}\r\nExpect: 100-continue\r\n"
            + "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n"), Cancelled);
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync(Cancelled)).ShouldStartWith($"HTTP/1.1 {status} ");
    }

    [Theory]
    [InlineData(null, """{"code":"x"}""", 415, "unsupported_media_type")]
    [InlineData("text/plain", """{"code":"x"}""", 415, "unsupported_media_type")]
    [InlineData("application/x-www-form-urlencoded", "code=x", 415, "unsupported_media_type")]
    [InlineData("application/json", "null", 400, "malformed_json")]
    [InlineData("application/json", "", 400, "malformed_json")]
    [InlineData(null, null, 400, "malformed_json")]
    public async Task Put_WhatIsNoJson_IsAProblemWithABody(string? mediaType, string? body, int status, string code)
    {
        foreach (var path in (string[])["organisation-units/x", "indicators/x", "resolutions/x"])
        {
            using var content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (mediaType is not null) content!.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
            (await Api.Client.CallAsync(HttpMethod.Put, $"/api/v1/{path}", content)).Problem(status, code);
        }
    }

    [Fact]
    public async Task Get_AValueOfAnotherKind_IsAProblemLikeAnyOther()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/organisation-units?limit=ten&asOf=x");
        request.Headers.AcceptLanguage.ParseAdd("vi");
        using var response = await Api.Client.SendAsync(request, Cancelled);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/problem+json");
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        new Answer(400, text, "application/problem+json", response.Headers).Problem(400, "invalid_query", "limit", "asOf")["title"].GetString()
            .ShouldBe("Yêu cầu sai dạng");
        text.ShouldContain("'ten'");
    }

    [Fact]
    public async Task Servers_OneAfterTheOtherInOneProcess_AreAlikeAndApart()
    {
        var first = await ApiServer.StartAsync(postgres);
        await using var second = await ApiServer.StartAsync(postgres);
        var ward = await first.WardAsync();
        (await second.ReadAsync($"/api/v1/organisation-units/{ward}")).Problem(404, "unknown_resource");
        await first.DisposeAsync();
        await using var third = await ApiServer.StartAsync(postgres);
        foreach (var api in (ApiServer[])[second, third])
        {
            (await api.ReadAsync("/api/v1/organisation-units?nothing=1")).Problem(400, "unknown_parameter", "nothing");
            (await api.ReadAsync("/api/v1/organisation-units?limit=")).Problem(400, "invalid_query", "limit");
            (await api.ReadAsync("/api/v1/organisation-units?asOf=01/02/2020")).Problem(400, "invalid_query", "asOf");
            (await api.Anonymous.CallAsync(HttpMethod.Get, "/api/v1/organisation-units")).Problem(401);
            (await api.ReadAsync("/_test_url_cache_")).Problem(404);
            await api.WardAsync();
        }
        (await second.WalkAsync("/api/v1/organisation-units")).Count.ShouldBe(1);
        (await third.WalkAsync("/api/v1/organisation-units")).Count.ShouldBe(1);
    }
}
